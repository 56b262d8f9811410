namespace ChatOpsCompliance.Server.Tests.Chat.Slack;

/// <summary>Somebody who presses every button there is, on messages, in modals and on the home tab, submits every form empty, and expects to see something each time.</summary>
internal sealed class PressingEverything(FakeSlack slack, FakeSlackPerson person)
{
    private readonly HashSet<string> pressed = new(StringComparer.Ordinal);

    /// <summary>The labels, as paths through modals.</summary>
    public IReadOnlyCollection<string> Pressed => pressed;

    public async Task Run()
    {
        while (person.Messages.SelectMany(m => Buttons(m.Blocks)).FirstOrDefault(pressed.Add) is { } label) await From(label, () => person.Press(label));
        await Shown("opening the home tab", () => person.OpenHome());
        while (person.Home is { } home && Buttons(home.Blocks).FirstOrDefault(b => pressed.Add($"home > {b}")) is { } label) await From(label, () => person.PressAtHome(label));
        foreach (var command in new[] { "help", "my reviews", "my tasks", "status", "confirm removals", "what?" }) await From($"/review {command}", () => person.Command("/review", command));
    }

    /// <summary>What a press brings, and when that is a modal, each of its buttons and its submission.</summary>
    private async Task From(string label, Func<Task> press)
    {
        await Shown(label, press);
        if (person.Modal is null) return;
        await Submit(label);
        await CloseAll();
        while (true)
        {
            if (!IsThere(label)) return; // what it did has taken it away
            await Shown(label, press);
            if (person.Modal is not { } modal || Buttons(modal.Blocks).FirstOrDefault(b => pressed.Add($"{label} > {b}")) is not { } inside) break;
            await Shown($"{label} > {inside}", () => person.Press(inside));
            await Submit($"{label} > {inside}");
            await CloseAll();
        }

        await CloseAll();
    }

    /// <summary>A button that leads to a web page shows that, whatever we answer.</summary>
    private static IEnumerable<string> Buttons(System.Text.Json.Nodes.JsonArray blocks) => SlackReading.Buttons(blocks).Where(b => SlackReading.Find(blocks, b)!.Value.Button["url"] is null);

    private bool IsThere(string label) => label[0] == '/' || person.Messages.Any(m => SlackReading.Buttons(m.Blocks).Contains(label)) || (person.Home is { } home && SlackReading.Buttons(home.Blocks).Contains(label));

    private async Task Submit(string where)
    {
        if (person.Modal?.Sent["submit"] is null) return;
        var (before, mistakes) = (Seen(), person.Mistakes);
        await person.Submit();
        if (person.Mistakes == mistakes && Seen() == before) throw new InvalidOperationException($"Nothing is seen of submitting {where}.");
    }

    private async Task CloseAll()
    {
        while (person.Modal is not null) await person.Close();
    }

    private async Task Shown(string what, Func<Task> act)
    {
        var before = Seen();
        await act();
        await slack.Until(() => Seen() != before, $"something to see after {what}");
    }

    /// <summary>All that is before them, told apart.</summary>
    private string Seen() => string.Join('|', [person.Modal?.Id, person.Modal?.Hash, person.Home?.Hash, .. person.Messages.Select(m => $"{m.Ts} {m.Edits} {m.Text}")]);
}
