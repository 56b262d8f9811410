using System.Globalization;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Remediation;
using static ChatOpsCompliance.Server.Remediation.RemovalWords;

namespace ChatOpsCompliance.Server.Remediation;

/// <summary>The list of one system owner's removals: open ones to tick, ten at a time; what waits for proof; what is left for a time.</summary>
public static class RemovalForm
{
    /// <summary>No platform shows more boxes in one group (Slack: 10).</summary>
    public const int PerPage = 10;

    /// <summary>The page that is there, when another was asked for.</summary>
    public static int At(IReadOnlyList<RemediationTask> tasks, int page) => Math.Clamp(page, 0, Pages(tasks) - 1);

    /// <summary>The open ones of a page.</summary>
    public static IReadOnlyList<RemediationTask> Shown(IReadOnlyList<RemediationTask> tasks, int page) => [.. tasks.Where(t => t.Status == Removal.Open).Skip(page * PerPage).Take(PerPage)];

    public static Form Page(IReadOnlyList<RemediationTask> tasks, int at, IReadOnlyList<GroupEffect> groups, DateTimeOffset now)
    {
        var shown = Shown(tasks, at);
        var left = tasks.Where(t => t.Status == Removal.RiskAccepted).Take(PerPage).ToList();
        var pages = Pages(tasks);
        var blocks = new List<Block>();
        if (shown.Count > 0)
        {
            blocks.Add(new Paragraph("Tick what you have removed from the system. Saying so does not close it: the next extract does."));
            blocks.Add(new Tick(RemovalVerbs.Removed, "Removed", [.. shown.Select(t => new Option(t.Id.ToString(), Line(t, now)))]));
            blocks.AddRange(groups.Select(g => new Note(Group(g, shown))));
            blocks.Add(new Write(RemovalVerbs.TicketOf, "Ticket (optional)", Most: 100));
            blocks.Add(new Write(RemovalVerbs.Note, "Note (optional)"));
        }
        else
        {
            blocks.Add(new Paragraph("Nothing is left for you to remove."));
        }

        Waiting(blocks, tasks, Removal.Claimed, "removed by your word, waiting for an extract that proves it");
        Waiting(blocks, tasks, Removal.Unconfirmed, "gone in an extract made by whoever removed or held the access: a second person has to look");
        if (left.Count > 0) blocks.Add(new Tick(RemovalVerbs.Left, "Left for a time", [.. left.Select(t => new Option(t.Id.ToString(), $"{What(t)}, until {Date(t.RiskUntil ?? now)}"))]));
        var submit = shown.Count > 0 ? new Button(RemovalVerbs.Claim, "I removed what is ticked", Values.None, ButtonStyle.Primary) : Go("Look again", 0);
        return new($"Access to remove{(pages > 1 ? $": page {at + 1} of {pages}" : "")}", blocks, submit, Others(shown, left, at, pages), Values.None);
    }

    private static IReadOnlyList<Button> Others(IReadOnlyList<RemediationTask> shown, List<RemediationTask> left, int at, int pages)
    {
        var others = new List<Button>();
        if (at > 0) others.Add(Go("Back", at - 1));
        if (at < pages - 1) others.Add(Go("Next page", at + 1));
        if (shown.Count > 0) others.Add(new(RemovalVerbs.Ticket, "Note the ticket only", Values.None));
        if (shown.Count + left.Count == 0) return others;
        others.Add(new(RemovalVerbs.Risk, shown.Count > 0 ? "It can't go now…" : "It needs more time…", Values.None));
        others.Add(new(RemovalVerbs.Hand, "Hand over…", Values.None));
        return others;
    }

    private static void Waiting(List<Block> blocks, IReadOnlyList<RemediationTask> tasks, Removal status, string words)
    {
        var some = tasks.Where(t => t.Status == status).ToList();
        if (some.Count > 0) blocks.Add(new Note($"{some.Count} {words}: {string.Join("; ", some.Take(PerPage).Select(What))}{(some.Count > PerPage ? " …" : "")}."));
    }

    private static int Pages(IReadOnlyList<RemediationTask> tasks) => Math.Max(1, (tasks.Count(t => t.Status == Removal.Open) + PerPage - 1) / PerPage);

    private static Button Go(string label, int page) => new(RemovalVerbs.Open, label, new Values { [RemovalVerbs.At] = page.ToString(CultureInfo.InvariantCulture) });
}
