using System.Globalization;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Deployments;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Reports;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Controls;

/// <summary>One element of a population as the tables have it, and under which subjects more is known of it.</summary>
/// <param name="Subjects">Of the audit log and of files.</param>
/// <param name="Shown">Of standing messages.</param>
internal sealed record ElementFacts(string Name, IReadOnlyList<(string What, string Says)> Lines, IReadOnlyList<string> Subjects, IReadOnlyList<string> Shown)
{
    public static async Task<ElementFacts> Of(Read read, string element) => element.Split('/') switch
    {
        ["campaign", var campaign, var ordinal] => await Item(read, Id<Campaign>.Parse(campaign), int.Parse(ordinal, CultureInfo.InvariantCulture)),
        ["removal", var id] when await RemediationStore.One(read, Id<RemediationTask>.Parse(id)) is { } task => await Item(read, task.Campaign, task.Ordinal),
        ["incident", var id] => await Leaver(read, Id<LeaverIncident>.Parse(id)),
        ["change", var id] => await Change(read, Id<EmergencyChange>.Parse(id)),
        ["deployment", var id] when await DeploymentStore.One(read, Id<Deployment>.Parse(id)) is { } deployment => await Deployed(read, deployment),
        _ => new(element, [], [element], []),
    };

    private static async Task<ElementFacts> Item(Read read, Id<Campaign> campaign, int ordinal)
    {
        var subject = string.Create(CultureInfo.InvariantCulture, $"campaign/{campaign}/{ordinal}");
        if (await CampaignStore.ById(read, campaign) is not { } of || await ItemStore.One(read, campaign, ordinal) is not { } item) return new(subject, [], [subject], []);
        var lines = new List<(string, string)>
        {
            ("review", $"{of.Title}, {ReportTable.Text(of.Period)}"), ("item", Deviation.Named(item)), ("system", item.System),
            ("reviewer", item.ReviewerName), ("flags", string.Join(", ", item.Flags.Select(f => ReportTable.Words(f.Kind.ToString())))), ("outcome", ReportTable.Text(item.Outcome)),
            ("decided by", item.DecidedByName ?? ""), ("decided at", ReportTable.Text(item.DecidedAt)), ("decision", item.Decided?.Text ?? ""),
        };
        foreach (var (system, number) in (await CampaignStore.Snapshots(read, campaign)).Where(s => s.System == item.System))
            if (await SnapshotStore.Find(read, number) is { } snapshot) lines.Add(("extract before", Extract(snapshot)));
        var removal = await RemediationStore.OfItem(read, campaign, ordinal);
        if (removal is not null)
        {
            lines.Add(("removal", $"{ReportTable.Text(removal.Status)}, deadline {ReportTable.Text(removal.Deadline)}"));
            lines.Add(("said to be removed", removal.ClaimedAt is null ? "" : $"{removal.ClaimedByName}, {ReportTable.Text(removal.ClaimedAt)}"));
            if (removal.ProvenBy is { } proof && await SnapshotStore.Find(read, proof) is { } after) lines.Add(("extract after, without it", Extract(after)));
        }

        return new(
            $"{ReportTable.Text(of.Period)}#{ordinal.ToString(CultureInfo.InvariantCulture)}",
            [.. lines.Where(l => l.Item2.Length > 0)],
            removal is null ? [subject] : [subject, $"removal/{removal.Id}"],
            [.. new[] { item.Reviewer, item.DecidedBy }.OfType<Id<Person>>().Distinct().Select(p => $"{campaign}/{p}")]);
    }

    private static async Task<ElementFacts> Leaver(Read read, Id<LeaverIncident> id)
    {
        var subject = $"incident/{id}";
        if ((await LeaverStore.All(read)).FirstOrDefault(i => i.Id == id) is not { } incident) return new(subject, [], [subject], []);
        return new(
            $"{incident.PersonName} on {incident.System}",
            [("who left", incident.PersonName), ("access", $"{incident.What} on {incident.System}"), ("state", ReportTable.Text(incident.Status)), ("due", ReportTable.Text(incident.DueAt)), ("proven gone", ReportTable.Text(incident.ProvenAt))],
            [subject, $"person/{incident.Person}"],
            []);
    }

    private static async Task<ElementFacts> Change(Read read, Id<EmergencyChange> id)
    {
        var subject = $"change/{id}";
        if ((await ChangeLines.All(read)).FirstOrDefault(c => c.Change.Id == id) is not { } line) return new(subject, [], [subject], []);
        var c = line.Change;
        return new(
            c.Reference,
            [
                ("what", c.Asked.What), ("why now", c.Asked.WhyNow), ("where", $"{c.Repository} to {c.Environment}"), ("commit", c.Commit ?? ""), ("incident", c.Asked.Incident),
                ("asked for by", $"{c.RequesterName}, {ReportTable.Text(c.RequestedAt)}"), ("written by", string.Join(", ", line.Authors)),
                .. c.Seats.Select(s => (s.Agrees ? "approved by" : "objected to by", $"{s.Name}, {ReportTable.Text(s.At)}")),
                ("state", ReportTable.Text(c.Status)), ("details", line.DetailsInTime(read.Now) ?? "none owed"), ("second approval", line.SecondInTime(read.Now) ?? "none owed"), ("review", line.ReviewInTime(read.Now) ?? "none owed"),
                ("policy", $"{c.Policy.Title}, {c.PolicyHash}"),
            ],
            line.Deployment is { } deployment ? [subject, $"deployment/{deployment.Id}"] : [subject],
            [id.ToString()]);
    }

    private static async Task<ElementFacts> Deployed(Read read, Deployment d)
    {
        var action = await ActionStore.Of(read, ActionKind.Unauthorised, $"deployment/{d.Id}");
        return new(
            d.RunUrl,
            [
                ("what", $"{Commit.Short(d.Commit)} of {d.Repository} to {d.Environment}"), ("commit", d.Commit), ("run", d.RunUrl), ("started by", d.Actor), ("started", ReportTable.Text(d.StartedAt)), ("outcome", ReportTable.Text(d.Outcome)),
                ("class", ReportTable.Text(d.Class)), ("why", d.Reason), ("reference", d.Reference ?? ""), ("heard of", $"{ReportTable.Text(d.SeenAt)}, {ReportTable.Words(d.SeenBy.ToString())}"),
                .. action is null ? [] : new[] { (action.Reference, $"{action.Title}: {ReportTable.Words(action.Status.ToString())}") },
            ],
            [$"deployment/{d.Id}", .. d.Question is { } question ? [$"gate/{question}"] : Array.Empty<string>(), .. d.Change is { } change ? [$"change/{change}"] : Array.Empty<string>(), .. action is null ? Array.Empty<string>() : [$"action/{action.Id}"]],
            [.. d.Change is { } paid ? [paid.ToString()] : Array.Empty<string>(), .. action is null ? Array.Empty<string>() : [action.Id.ToString()]]);
    }

    private static string Extract(ChatOpsCompliance.Access.AccessSnapshot s) => string.Create(
        CultureInfo.InvariantCulture, $"extract {s.Number} of {s.System}, made {ReportTable.Text(s.Facts.ExtractedAt)} by {s.Facts.By} ({s.Facts.Method}); the source counted {s.Facts.SourceCount}; content {s.ContentHash}");
}
