using ChatOpsCompliance.Chat;
using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.EmergencyChanges;

/// <summary>An emergency change in its channel, with each approver and with whoever asked: one card, the same for all; who may press what is looked up at the press.</summary>
public sealed class ChangeCard(PolicyBook policies)
{
    public const string Kind = "change.card";

    private const int Shown = 10;

    public async Task<Card?> Draw(Read read, string subject)
    {
        if (await ChangeStore.One(read, Id<EmergencyChange>.Parse(subject), policies) is not { } change) return null;
        return For(change, await ChangeStore.AuthorsState(read, change.Id), [.. (await ChangeStore.Authors(read, change.Id)).Where(a => !ReadAuthors.IsPerson(a))]);
    }

    /// <param name="accounts">Those of the source that wrote it.</param>
    internal static Card For(EmergencyChange c, ChangeStore.AuthorRow authors, IReadOnlyList<string> accounts)
    {
        var title = $"{c.Reference} {Marks(c)}{Title(c)}";
        return new(title,
        [
            new Heading(title),
            .. ChangeWords.Asked(c),
            .. Seats(c),
            .. Authors(c, authors, accounts),
            .. Rest(c),
            .. Press(c),
        ]);
    }

    private static string Marks(EmergencyChange c) => $"{(c.BrokeGlass ? "BREAK-GLASS " : "")}{(c.Retroactive ? "RETROACTIVE " : "")}";

    private static string Title(EmergencyChange c) => c.Status == ChangeStatus.Requested
        ? $"Emergency change: {ChangeWords.Where(c)}"
        : $"Emergency change {ChangeWords.State(c)}: {ChangeWords.Where(c)}";

    private static IEnumerable<Block> Seats(EmergencyChange c)
    {
        var approvals = c.Seats.Where(s => s.Agrees).ToList();
        var asked = c.Before + (c.Policy is { SecondAfter: true } && c.Before == 1 && c.Second != SecondApproval.None ? 1 : 0);
        if (c.BrokeGlass) yield return new Paragraph("One person opened the gate alone.");
        else yield return new Progress(Math.Min(approvals.Count, asked), asked, "approved");
        foreach (var seat in c.Seats) yield return new Note($"{(seat.Agrees ? "Approved" : "Objected")} by {seat.Name}, {ChangeWords.Time(c, seat.At)}{(seat.Via == ApproveChange.SignedIn ? ", confirmed by signing in" : "")}.");
        if (c.Second == SecondApproval.Due) yield return new Paragraph($"Second approval due {ChangeWords.Time(c, c.SecondDue!.Value)}.");
        if (c.Second == SecondApproval.Objected) yield return new Paragraph("Whoever looked second would not have approved: a deviation.");
    }

    private static IEnumerable<Block> Authors(EmergencyChange c, ChangeStore.AuthorRow authors, IReadOnlyList<string> accounts)
    {
        if (c.Commit is not null && accounts.Count > 0) yield return new Note($"Written since the last approved deployment by {string.Join(", ", accounts.Take(Shown))}{(accounts.Count > Shown ? $" and {accounts.Count - Shown} more" : "")}.");
        if (c.Status != ChangeStatus.Requested || c.Commit is null) yield break;
        if (authors.Known == AuthorsKnown.NotYet) yield return new Note("Who wrote it is being read from the source; it can be approved once that is known.");
        if (authors.Known == AuthorsKnown.No) yield return new Note($"Who wrote it is not known: {authors.Why}. Nobody can approve it like this.");
        else if (authors.Why is { } note) yield return new Note(note);
    }

    private static IEnumerable<Block> Rest(EmergencyChange c)
    {
        if (c.Status == ChangeStatus.Requested) yield return new Note($"It can be approved until {ChangeWords.Time(c, c.ApproveBy)}. Silence approves nothing.");
        if (c.Status == ChangeStatus.Approved) yield return new Paragraph($"The gate opens for this commit until {ChangeWords.Time(c, c.WindowUntil!.Value)}, for one deployment.");
        if (c.Run is { } run) yield return new Note($"Run: {run}{(c.RunFailed ? " (failed)" : "")}");
        if (c.EndedAt is { } ended && c.EndedByName is { } by) yield return new Note($"{Capital(ChangeWords.State(c))} by {by}, {ChangeWords.Time(c, ended)}{(c.EndedWords is { } words ? $": {words}" : "")}");
        if (c.Details is null && c.Status is not (ChangeStatus.Rejected or ChangeStatus.Withdrawn or ChangeStatus.Expired)) yield return new Note($"{c.RequesterName} adds the details by {ChangeWords.Time(c, c.DetailsDue)}.");
        if (c is { Status: ChangeStatus.ReviewDue, ReviewDue: { } due }) yield return new Note($"Its review is due {ChangeWords.Time(c, due)}, by somebody who neither asked nor approved.");
        if (c.Review is { } review) yield return new Paragraph($"Reviewed by {c.ReviewerName ?? "somebody"}: {ChangeWords.Outcome(review.Outcome)}{(review.RolledBack ? ", rolled back" : "")}. {review.What}");
        if (c.Thread is { } thread && Uri.TryCreate(thread, UriKind.Absolute, out var link)) yield return new Links([new Link("Where it was talked over", link)]);
    }

    private static IEnumerable<Block> Press(EmergencyChange c)
    {
        var about = ChangeWords.About(c);
        var buttons = new List<Button>();
        if (c.Status == ChangeStatus.Requested)
        {
            if (c.Commit is not null) buttons.Add(new(ChangeVerbs.Approve, $"Approve: deploy {ChangeWords.Where(c)}", about.With(ChangeVerbs.Shown, ChangeWords.Shown(c)), ButtonStyle.Primary));
            else buttons.Add(new(ChangeVerbs.Commit, "Name the commit…", about));
            buttons.Add(new(ChangeVerbs.Reject, "Reject…", about, ButtonStyle.Danger));
            buttons.Add(new(ChangeVerbs.Say, "Ask or answer…", about));
        }

        if (c.Second == SecondApproval.Due) buttons.Add(new(ChangeVerbs.Second, "Give the second approval…", about, ButtonStyle.Primary));
        if (c.Details is null && c.Status is ChangeStatus.Requested or ChangeStatus.Approved or ChangeStatus.ExpiredUnused or ChangeStatus.ReviewDue) buttons.Add(new(ChangeVerbs.Detail, "Add the details…", about));
        if (c.Status == ChangeStatus.ReviewDue) buttons.Add(new(ChangeVerbs.Review, "Review…", about, ButtonStyle.Primary));
        buttons.Add(new(ChangeVerbs.Look, "More…", about));
        yield return new Buttons(buttons);
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
