using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Retention;

/// <summary>
/// On request, what somebody wrote who left: once all of it is older than the audit window, and under no hold. Sooner than retention would, later than
/// an auditor needs it.
/// </summary>
public static class EraseLeaver
{
    public static readonly Verb Open = new("words.open"), Erase = new("words.erase");

    public const string Who = "person";

    private const string What = "What they wrote is taken out of the database, wherever it stands, and so are the names of their files. Who decided what stays, and the audit log keeps hashes of the texts; a line in it says that it was done.";

    public static Task<Result<Reply>> Ask(Read read, Visit visit) => Task.FromResult<Result<Reply>>(!visit.Roles.Compliance ? new OnlyComplianceHolds() : new Show(new(
        "Erase what somebody wrote who left",
        [new Paragraph(What), new Write(Who, "Name or e-mail") { Required = true }],
        new(Erase, "Erase it", Values.None, ButtonStyle.Danger),
        [],
        Values.None)));

    public static async Task<Result<Reply>> Run(Tx tx, Visit visit)
    {
        if (!visit.Roles.Compliance) return new OnlyComplianceHolds();
        var (person, no) = await visit.PersonIn(tx, Who);
        if (person is null) return no!;
        if (await Refused(tx, person) is { } refused) return refused with { Field = Who };
        var (erased, fails) = await EraseWords.Of(tx, person.Id);
        return fails is null ? new Finish($"Erased: {erased} texts that {person.Name} wrote.") : fails;
    }

    /// <summary>Why it can't be done now, or null.</summary>
    internal static async Task<Refusal?> Refused(Read read, Person person)
    {
        if (person.Active) return new StillHere(person.Name);
        if (await LedgerStore.TextsBy(read, person.Id) is not var (oldest, newest)) return new NothingToErase(person.Name);
        if (WhatMayGo.Of(WhatMayGo.AuditWindowMonths, read.Now, []).MayGo(oldest, newest) is false) return new TooYoungToErase(person.Name, newest);
        return (await HoldStore.Standing(read)).FirstOrDefault(h => h.Meets(oldest, newest)) is { } hold ? new UnderHold(hold.Days) : null;
    }
}
