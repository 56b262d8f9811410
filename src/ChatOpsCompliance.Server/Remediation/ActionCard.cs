using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Remediation;

/// <summary>One action, where compliance and its owner see it; drawn anew as it goes on.</summary>
public sealed class ActionCard(Outbox outbox, ActionConfirmers confirmers)
{
    public const string Kind = "action";

    public static async Task<Card?> Draw(Read read, string subject) =>
        await ActionStore.One(read, Id<ActionTask>.Parse(subject)) is { } action ? For(action, await AttachmentStore.Of(read, SubjectOf(action.Id))) : null;

    public static string SubjectOf(Id<ActionTask> id) => $"action/{id}";

    public static Card For(ActionTask a, IEnumerable<Attachment> evidence)
    {
        var title = ActionWords.Name(a);
        var values = new Values { [ActionVerbs.Action] = a.Id.ToString() };
        var facts = new List<(string, string)> { ("State", ActionWords.State(a)), ("Owner", a.Whose), ("Due", ActionWords.Time(a.Deadline)) };
        if (a.AboutName is { } about) facts.Add(("About", about));
        var buttons = new List<Button>();
        if (a.Status == ActionStatus.Open) buttons.Add(new(ActionVerbs.Open, "It is done…", values, ButtonStyle.Primary));
        if (a.Status == ActionStatus.Done && a.Kind != ActionKind.Drift) buttons.Add(new(ActionVerbs.Look, "Look at it…", values, ButtonStyle.Primary));
        if (!a.Settled && a.Kind == ActionKind.Unauthorised) buttons.Add(new(ActionVerbs.Explain, "Say why…", values));
        if (!a.Settled) buttons.Add(new(ActionVerbs.Hand, "Hand over…", values));
        return new(title, [new Heading(title), new Paragraph(a.What), new Facts(facts), .. ActionWords.Story(a, evidence), new Buttons(buttons)]);
    }

    public async Task When(Tx tx, ActionOpened opened)
    {
        await outbox.StandForCompliance(tx, Kind, opened.Action.ToString());
        if (opened.Owner is { } owner) await outbox.Stand(tx, Kind, opened.Action.ToString(), owner);
        // Whom it is about hears of it at once, and may say why.
        if (opened is { Of: ActionKind.Unauthorised, About: { } about } && about != opened.Owner) await outbox.Stand(tx, Kind, opened.Action.ToString(), about);
    }

    public async Task When(Tx tx, ActionHandedOver handed)
    {
        if (handed.To is { } to) await outbox.Stand(tx, Kind, handed.Action.ToString(), to);
        await Redraw(tx, handed);
    }

    /// <summary>A changed card rings nowhere, so who may confirm is told beneath it; nobody of compliance being independent, an executive gets the card.</summary>
    public async Task When(Tx tx, ActionDone done)
    {
        await Redraw(tx, done);
        var action = (await ActionStore.One(tx, done.Action))!;
        if (action.Kind == ActionKind.Drift) return;
        var (able, executives) = await confirmers.Of(tx, action);
        if (executives)
            foreach (var executive in able) await outbox.Stand(tx, Kind, action.Id.ToString(), executive.Id);
        await outbox.PostUnder(tx, Kind, action.Id.ToString(), Said($"{action.Reference} is done, says {action.DoneByName}", able));
    }

    /// <summary>Back on its owner's list: they are told, and so is the channel.</summary>
    public async Task Tell(Tx tx, ActionFact again)
    {
        await Redraw(tx, again);
        var action = (await ActionStore.One(tx, again.Action))!;
        var title = $"{ActionWords.Name(action)} — open again";
        var card = new Card(title, new Heading(title), new Paragraph(ActionWords.Again(action) ?? "It is open again."), new Note($"It is with {action.Whose}, by {ActionWords.Time(action.Deadline)}."), new Buttons(new Button(ActionVerbs.Open, "It is done…", new() { [ActionVerbs.Action] = action.Id.ToString() }, ButtonStyle.Primary)));
        if (action.Owner is { } owner) await outbox.PostTo(tx, owner, card);
        await outbox.PostUnder(tx, Kind, action.Id.ToString(), card);
    }

    public Task Redraw(Tx tx, ActionFact fact) => outbox.Redraw(tx, Kind, fact.Action.ToString());

    private static Card Said(string title, IReadOnlyList<Person> able) => new(title, new Paragraph(title + "."), new Note(Who(able)));

    internal static string Who(IReadOnlyList<Person> able) => able.Count == 0
        ? "Nobody could confirm it: every compliance officer and executive has it, did it, or is whom it is about. The configuration (Console:Roles) has to name somebody independent."
        : $"{RemovalWords.Listed([.. able.Select(p => p.Name)], 3)} can look and confirm it; until then it waits.";
}

/// <summary>Who may look at what was done, by name.</summary>
public sealed class ActionConfirmers(People.RoleBook roles)
{
    /// <summary>Independent compliance officers; where there is none, executives.</summary>
    public async Task<(IReadOnlyList<Person> Able, bool Executives)> Of(Read read, ActionTask done)
    {
        foreach (var role in (string[])["compliance", "executive"])
        {
            var able = new List<Person>();
            foreach (var email in roles.Emails(role).Order(StringComparer.Ordinal))
                if (await People.PeopleStore.ByEmail(read, email) is { } person && done.MayConfirm(person, mayConfirm: true) is null) able.Add(person);
            if (able.Count > 0) return (able, role == "executive");
        }

        return ([], false);
    }
}
