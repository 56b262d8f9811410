using ChatOpsCompliance.People;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Remediation;

/// <summary>What opens an action, in the transaction of what it follows from.</summary>
public sealed class OpenAction(RoleBook roles, ActionDays days, TimeProvider clock)
{
    /// <summary>
    /// Opens one, or finds the one there is: a matter has one action of a kind. Of what a read of the source shows, one that was settled is open again; anything
    /// else that was settled stays so.
    /// </summary>
    /// <param name="subject">What it is about, such as <c>change/ID/1</c>; at most 700 characters.</param>
    /// <param name="title">What people see of it in a list, in one line.</param>
    /// <param name="what">What to do.</param>
    /// <param name="owner">Who is to do it; compliance when nobody is named, or who is named is gone, or it is about them.</param>
    /// <param name="about">Whose act it is about.</param>
    /// <param name="deadline">Null for the usual one of its kind, counted by weekdays in UTC.</param>
    public async Task<Id<ActionTask>> For(Tx tx, ActionKind kind, string subject, string title, string what, Id<Person>? owner = null, Id<Person>? about = null, DateTimeOffset? deadline = null)
    {
        var due = deadline ?? days.Deadline(kind, tx.Now, BusinessCalendar.WeekendsOnly, TimeZoneInfo.Utc);
        if (await ActionStore.Of(tx, kind, subject) is { } known)
        {
            if (known.SeenAgain(tx.Now, shown: true, due) is ActionReopened again && again.Reason == ActionReopening.CameBack) await Reopen(tx, again with { What = new(what) });
            return known.Id;
        }

        var opened = new ActionOpened(
            new(Guid.CreateVersion7(clock.GetUtcNow())), await CounterStore.Next(tx, "action"), kind, subject, await WhoseIsIt(tx, owner, about), about, due, new(title), new(what));
        if (!await ActionActsStore.Record(tx, opened)) throw new InvalidOperationException($"No action could be opened for {kind} of {subject}.");
        tx.Happened(opened);
        return opened.Action;
    }

    /// <summary>The source was read: what it says of this matter, if there is an action for it.</summary>
    /// <param name="shown">It still shows what is to be mended.</param>
    public async Task Seen(Tx tx, ActionKind kind, string subject, DateTimeOffset readAt, bool shown)
    {
        if (await ActionStore.Of(tx, kind, subject) is not { } action) return;
        switch (action.SeenAgain(readAt, shown, days.Deadline(kind, tx.Now, BusinessCalendar.WeekendsOnly, TimeZoneInfo.Utc)))
        {
            case ActionVerified verified when await ActionActsStore.Record(tx, verified): tx.Happened(verified); break;
            case ActionReopened reopened: await Reopen(tx, reopened); break;
        }
    }

    private static async Task Reopen(Tx tx, ActionReopened reopened)
    {
        if (await ActionActsStore.Record(tx, reopened)) tx.Happened(reopened);
    }

    private async Task<Id<Person>?> WhoseIsIt(Tx tx, Id<Person>? owner, Id<Person>? about)
    {
        var candidates = new List<Person?> { owner is { } named ? await PeopleStore.ById(tx, named) : null };
        foreach (var email in roles.Emails("compliance").Order(StringComparer.Ordinal)) candidates.Add(await PeopleStore.ByEmail(tx, email));
        return ActionHandingOver.WhoseIsIt(candidates, about);
    }
}
