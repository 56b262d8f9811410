using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Web;

namespace ChatOpsCompliance.Server.Chat.Teams;

/// <summary>Cards and forms as Adaptive Cards 1.5. What a message can't hold is left out where it says so, never the buttons.</summary>
internal static class TeamsCards
{
    /// <summary>Bytes of a card's JSON in UTF-8, written by <see cref="Json"/>; Teams takes 80 KB a message.</summary>
    public const int Most = 76_000;

    private const int LongestSummary = 2000;

    /// <summary>What is sent is written so: escapes of letters that need none would double the size of some cards.</summary>
    public static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>For one message.</summary>
    /// <param name="key">Of the message in the outbox; whoever looks at an old copy asks for it by this.</param>
    /// <param name="banner">A line on top.</param>
    public static JsonObject Of(Card card, string? key = null, string? banner = null)
    {
        List<JsonObject> body = [.. Banners(banner), .. All(card, new(null, key))];
        var whole = Frame(card.Summary, body, key);
        var room = Most - SizeOf(whole);
        if (room >= 0) return whole;
        var note = TeamsBlocks.Small("There is more than one message holds. The rest is in the console.").Single();
        room -= SizeOf(note) + 1;
        foreach (var keepsButtons in new[] { true, false })
        {
            for (var at = body.Count - 1; at > 0 && room < 0; at--)
            {
                if (keepsButtons && body[at]["type"]!.GetValue<string>() == "ActionSet") continue;
                room += SizeOf(body[at]) + 1;
                body.RemoveAt(at);
            }
        }

        return Frame(card.Summary, [.. body, note], key);
    }

    /// <summary>For as many messages as it takes.</summary>
    public static IEnumerable<JsonObject> Split(Card card)
    {
        var frame = SizeOf(Frame(card.Summary, [], null));
        var (part, room) = (new List<JsonObject>(), Most - frame);
        foreach (var element in All(card, new(null, null)))
        {
            var size = SizeOf(element) + 1;
            if (part.Count > 0 && size > room)
            {
                yield return Frame(card.Summary, part, null);
                (part, room) = ([], Most - frame);
            }

            part.Add(element);
            room -= size;
        }

        yield return Frame(card.Summary, part, null);
    }

    /// <param name="banner">A line on top, above the form's own.</param>
    /// <param name="key">Of the message in whose place it stands: closing the form brings that back.</param>
    /// <param name="files">What this person may choose where a file is asked for.</param>
    /// <exception cref="TooLargeForTeamsException">The form can't be shown whole, and half a form is none.</exception>
    public static JsonObject Of(ShownForm form, string? banner = null, string? key = null, IReadOnlyList<Option>? files = null)
    {
        var (packed, hidden) = (TeamsValues.Pack(form.Form), TeamsValues.HiddenOf(form));
        // With it the form can be drawn again as it was typed; where there is little room only the buttons at its end lead back, then only the main one, and at last none.
        foreach (var (within, returns) in new (string?, Func<Button, string?>)[] { (packed, _ => packed), (null, _ => packed), (null, b => ReferenceEquals(b, form.Form.Submit) ? packed : null), (null, _ => null) })
        {
            if (Fitting(Body(form, banner, new(hidden, key) { Within = within }, returns, files ?? [])) is { } body && Frame(form.Form.Title, body, null) is var card && SizeOf(card) <= Most) return card;
        }

        throw new TooLargeForTeamsException($"the form “{form.Form.Title}”");
    }

    public static int SizeOf(JsonNode node) => Encoding.UTF8.GetByteCount(node.ToJsonString(Json));

    /// <summary>Null as soon as they are too many: a form that came from outside may be made to be drawn without end, each button with all that is hidden.</summary>
    private static List<JsonObject>? Fitting(IEnumerable<JsonObject> elements)
    {
        var (all, size) = (new List<JsonObject>(), 0);
        foreach (var element in elements)
        {
            if ((size += SizeOf(element)) > Most) return null;
            all.Add(element);
        }

        return all;
    }

    private static IEnumerable<JsonObject> Body(ShownForm shown, string? banner, TeamsButtons buttons, Func<Button, string?> returns, IReadOnlyList<Option> files)
    {
        var form = shown.Form;
        yield return TeamsBlocks.Title(form.Title);
        foreach (var line in Banners([banner, .. shown.OtherMistakes, form.Banner])) yield return line;
        foreach (var element in TeamsBlocks.Of(form.Blocks, buttons, new TeamsFields(shown, files).Of)) yield return element;

        var submit = form.Submit.Style == ButtonStyle.Plain ? form.Submit with { Style = ButtonStyle.Primary } : form.Submit;
        var actions = new List<JsonObject> { buttons.Press(submit, returns(form.Submit)) };
        actions.AddRange(form.Others.Select(b => buttons.Press(b, returns(b))));
        if (shown.Drafts.Count > 0)
        {
            foreach (var line in TeamsBlocks.Small("On Teams, what you choose and write is saved when you press a button other than Close, not before.")) yield return line;
            actions.AddRange(shown.Drafts.Select(b => buttons.Press(b, returns(b))));
        }

        if (buttons.Key is not null) actions.Add(buttons.Close());
        var first = true;
        foreach (var set in TeamsButtons.Lines(actions))
        {
            if (first) (set["separator"], set["spacing"]) = (true, "Medium");
            first = false;
            yield return set;
        }
    }

    private static IEnumerable<JsonObject> Banners(params IEnumerable<string?> lines) => lines.OfType<string>().Distinct(StringComparer.Ordinal).ToList() is { Count: > 0 } some ? [TeamsBlocks.Banner(some)] : [];

    /// <summary>A card that is its summary alone says that.</summary>
    private static IEnumerable<JsonObject> All(Card card, TeamsButtons buttons) => card.Blocks.Count == 0 ? TeamsBlocks.Text(card.Summary) : TeamsBlocks.Of(card.Blocks, buttons);

    private static JsonObject Frame(string summary, IReadOnlyList<JsonObject> body, string? key)
    {
        var said = TeamsText.Cut(summary, LongestSummary);
        var card = new JsonObject
        {
            ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
            ["type"] = "AdaptiveCard",
            ["version"] = "1.5",
            ["fallbackText"] = TeamsText.Dead(said),
            ["speak"] = TeamsText.Plain(said).Replace('<', '‹').Replace('>', '›'), // SSML to some
            ["msteams"] = new JsonObject { ["width"] = "Full" },
            ["body"] = new JsonArray([.. body.Select(e => e.Parent is null ? e : e.DeepClone())]),
        };
        if (key is not null) card["refresh"] = TeamsButtons.RefreshOf(key);
        return card;
    }
}
