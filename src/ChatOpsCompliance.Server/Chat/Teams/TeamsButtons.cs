using System.Text.Json.Nodes;
using ChatOpsCompliance.Chat;

namespace ChatOpsCompliance.Server.Chat.Teams;

/// <summary>Buttons as sets of <c>Action.Execute</c>, with what the buttons of one card have in common.</summary>
/// <param name="Hidden">Null for what is no form's.</param>
/// <param name="Key">The outbox key of the message's card.</param>
internal sealed record TeamsButtons(Values? Hidden, string? Key)
{
    /// <summary>Teams shows no more than six of a set, and squeezes them into one line; so many characters are readable there.</summary>
    private const int MostInSet = 6, MostInLine = 70, Frame = 4;

    /// <summary>On a phone; the whole label is said besides when the button is held.</summary>
    private const int Readable = 35;

    /// <summary>The packed form, for buttons that stand between its fields.</summary>
    public string? Within { get; init; }

    public IEnumerable<JsonObject> Sets(IEnumerable<Button> buttons) => Lines(buttons.Select(b => Press(b, Within)));

    public static IEnumerable<JsonObject> Ways(IEnumerable<Link> links) => Lines(links.Select(l => Titled("Action.OpenUrl", l.Label, new() { ["url"] = l.Address.AbsoluteUri })));

    /// <summary>A form's way back to the card of its message, unsaved; it takes no field along, so none needs to be filled in.</summary>
    public JsonObject Close() => Titled("Action.Execute", "Close", new() { ["verb"] = TeamsValues.Refresh.Name, ["associatedInputs"] = "none", ["data"] = TeamsValues.Data(Key) });

    public static JsonObject RefreshOf(string key) => new() { ["action"] = Titled("Action.Execute", "Refresh", new() { ["verb"] = TeamsValues.Refresh.Name, ["data"] = TeamsValues.Data(key) }) };

    public static IEnumerable<JsonObject> Lines(IEnumerable<JsonObject> actions)
    {
        var (line, length) = (new List<JsonObject>(), 0);
        foreach (var action in actions)
        {
            var more = action["title"]!.GetValue<string>().Length + Frame;
            if (line.Count > 0 && (line.Count == MostInSet || length + more > MostInLine))
            {
                yield return Set(line);
                (line, length) = ([], 0);
            }

            line.Add(action);
            length += more;
        }

        if (line.Count > 0) yield return Set(line);
    }

    /// <param name="shown">The packed form, for those that lead back to it.</param>
    public JsonObject Press(Button button, string? shown = null)
    {
        var action = Titled("Action.Execute", button.Label, new() { ["verb"] = button.Verb.Name, ["data"] = TeamsValues.Data(button, Hidden, Key, shown) });
        if (button.Style != ButtonStyle.Plain) action["style"] = button.Style == ButtonStyle.Primary ? "positive" : "destructive";
        return action;
    }

    private static JsonObject Set(List<JsonObject> actions) => new() { ["type"] = "ActionSet", ["spacing"] = "Small", ["actions"] = new JsonArray([.. actions]) };

    private static JsonObject Titled(string type, string label, JsonObject rest)
    {
        var action = new JsonObject { ["type"] = type, ["title"] = TeamsText.Plain(TeamsText.CutMiddle(label, TeamsText.Button)) };
        if (label.Length > Readable) action["tooltip"] = TeamsText.Plain(label);
        foreach (var (name, value) in rest.ToList())
        {
            rest.Remove(name);
            action[name] = value;
        }

        return action;
    }
}
