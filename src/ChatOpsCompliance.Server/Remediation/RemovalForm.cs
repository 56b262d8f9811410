using System.Globalization;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Remediation;

namespace ChatOpsCompliance.Server.Remediation;

/// <summary>The list of one system owner's removals: open ones to tick, ten at a time; claimed ones waiting for proof.</summary>
public static class RemovalForm
{
    /// <summary>No platform shows more boxes in one group (Slack: 10).</summary>
    public const int PerPage = 10;

    public static Form Page(IReadOnlyList<RemediationTask> tasks, int page)
    {
        var open = tasks.Where(t => t.Status == Removal.Open).ToList();
        var pages = Math.Max(1, (open.Count + PerPage - 1) / PerPage);
        var at = Math.Clamp(page, 0, pages - 1);
        var blocks = new List<Block>();
        if (open.Count > 0)
        {
            blocks.Add(new Paragraph("Tick what you have removed from the system. Saying so does not close it: the next extract does."));
            blocks.Add(new Tick(RemovalVerbs.Removed, "Removed", [.. open.Skip(at * PerPage).Take(PerPage).Select(t => new Option(t.Id.ToString(), Line(t)))]));
            blocks.Add(new Write(RemovalVerbs.Note, "Ticket or note (optional)"));
        }
        else
        {
            blocks.Add(new Paragraph("Nothing is left for you to remove."));
        }

        var claimed = tasks.Where(t => t.Status == Removal.Claimed).ToList();
        if (claimed.Count > 0) blocks.Add(new Note($"{claimed.Count} removed by your word, waiting for an extract that proves it: {string.Join("; ", claimed.Take(PerPage).Select(What))}{(claimed.Count > PerPage ? " …" : "")}."));
        var others = new List<Button>();
        if (at > 0) others.Add(Go("Back", at - 1));
        if (at < pages - 1) others.Add(Go("Next page", at + 1));
        var submit = open.Count > 0 ? new Button(RemovalVerbs.Claim, "I removed what is ticked", Values.None, ButtonStyle.Primary) : Go("Look again", 0);
        return new($"Access to remove{(pages > 1 ? $": page {at + 1} of {pages}" : "")}", blocks, submit, others, Values.None);
    }

    public static string What(RemediationTask t) => $"{t.Grant.Entitlement}{(t.Grant.Environment.Length > 0 ? $" ({t.Grant.Environment})" : "")} of {t.Grant.Account} on {t.System}";

    private static string Line(RemediationTask t) => $"{What(t)}, by {t.Deadline:yyyy-MM-dd}{Again(t.Reopened)}";

    private static string Again(ReopenReason? reason) => reason switch
    {
        ReopenReason.StillPresent => " — still present in the extract made after your word",
        ReopenReason.CameBack => " — it came back after it was gone",
        _ => "",
    };

    private static Button Go(string label, int page) => new(RemovalVerbs.Open, label, new Values { [RemovalVerbs.At] = page.ToString(CultureInfo.InvariantCulture) });
}
