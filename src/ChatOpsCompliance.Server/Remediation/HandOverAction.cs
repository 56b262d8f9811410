using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Remediation;

/// <summary>An action goes to somebody else: its owner, their manager or compliance says so.</summary>
public static class HandOverAction
{
    public static async Task<Result<Reply>> Open(Read read, Visit visit)
    {
        var (action, no) = await OneAction.In(read, visit);
        if (action is null) return no!;
        if (action.MayHandOver(visit.By, visit.Roles.Compliance, await Manages(read, visit.By, action)) is { } refused) return refused;
        return new Show(new(
            $"{action.Reference}: hand over",
            [
                new Paragraph(action.Title),
                new Write(ActionVerbs.To, "E-mail of who takes it", Most: 320) { Required = true },
                new Write(ActionVerbs.Why, "Why? (optional)"),
                new Note("The deadline stays as it is."),
            ],
            new(ActionVerbs.HandOver, "Hand it over", Values.None, ButtonStyle.Primary),
            [],
            new() { [ActionVerbs.Action] = action.Id.ToString() }));
    }

    public static async Task<Result<Reply>> Run(Tx tx, Visit visit)
    {
        var (action, no) = await OneAction.In(tx, visit);
        if (action is null) return no!;
        var to = await PeopleStore.ByEmail(tx, visit.Values[ActionVerbs.To].Trim().ToLowerInvariant());
        var (handed, refused) = action.HandOver(visit.By, visit.Roles.Compliance, await Manages(tx, visit.By, action), to, Words.Of(visit.Values[ActionVerbs.Why]));
        if (handed is null) return refused is NobodyOfThatName or NotToWhomItIsAbout or HasItAlready ? refused with { Field = ActionVerbs.To } : refused!;
        if (!await ActionActsStore.Record(tx, handed)) return new ActionChanged();
        tx.Happened(handed);
        return new Finish($"{to!.Name} has {action.Reference} now, and was told.");
    }

    private static async Task<bool> Manages(Read read, Person by, ActionTask action) =>
        action.Owner is { } owner && await PeopleStore.ById(read, owner) is { Manager: { } manager } && manager == by.Id;
}
