using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Remediation;

namespace ChatOpsCompliance.AccessReviews;

/// <summary>In what way a control did not operate as it should.</summary>
public enum DeviationKind
{
    /// <summary>A period came and went without its review.</summary>
    ReviewMissed,

    /// <summary>Nobody decided on an item before its review closed.</summary>
    NotDecided,

    ReviewCompletedLate,

    /// <summary>A review was given up, and none took its place.</summary>
    ReviewCancelled,
    RemovalLate,

    /// <summary>It was said to be removed, and an extract or a second person saw it still.</summary>
    SaidRemovedButPresent,

    /// <summary>Somebody who left had access for longer than a day after it was noticed.</summary>
    LeaverAccessLate,

    /// <summary>What was to be done about an unauthorised change, a gate or an emergency change was not done in time.</summary>
    ActionLate,

    /// <summary>Something went to production that nobody had approved.</summary>
    UnauthorisedDeployment,

    /// <summary>An emergency change was asked for after it was deployed.</summary>
    RetroactiveEntry,

    /// <summary>Whoever looked second at an emergency change would not have approved it.</summary>
    SecondApprovalObjected,
    SecondApprovalLate,
    DetailsLate,
    PostReviewLate,
}

/// <summary>A control that did not operate as it should.</summary>
/// <param name="At">When it should have.</param>
/// <param name="Ended">When it was made good; null when it is not, or can't be.</param>
/// <param name="Response">What management says about it.</param>
public sealed record Deviation(DeviationKind Kind, DateTimeOffset At, DateTimeOffset? Ended, string Review, DateOnly? Period, int? Item, string What, string? Responsible, string? Response)
{
    public const string Whole = "the review as a whole";

    /// <summary>Of a review which definition, of an action its kind: whose control failed.</summary>
    public string? Part { get; init; }

    /// <param name="repeated">Whether another took the place of a cancelled one.</param>
    public static IEnumerable<Deviation> Of(Campaign campaign, string? response, bool repeated)
    {
        if (campaign.CancelledAt is { } at && !repeated)
            yield return new(DeviationKind.ReviewCancelled, at, null, campaign.Title, campaign.Period, null, Whole, campaign.OwnerName, campaign.Reason) { Part = campaign.Definition };
        var due = campaign.DueAt;
        if (campaign.ReviewCompletedAt > due)
            yield return new(DeviationKind.ReviewCompletedLate, due, campaign.ReviewCompletedAt, campaign.Title, campaign.Period, null, Whole, campaign.OwnerName, response) { Part = campaign.Definition };
    }

    public static Deviation Undecided(Campaign campaign, ReviewItem item, string? response) =>
        new(DeviationKind.NotDecided, campaign.DueAt, null, campaign.Title, campaign.Period, item.Ordinal, Named(item), item.ReviewerName, response) { Part = campaign.Definition };

    /// <summary>Null when it was removed in time, or still may be.</summary>
    public static Deviation? Of(RemediationLine line, DateTimeOffset asOf)
    {
        var task = line.Task;
        var ended = RemediationReport.Ended(task);
        if (ended is null && !task.Waits) return null;
        return (ended ?? asOf) <= task.Deadline ? null : new(DeviationKind.RemovalLate, task.Deadline, ended, line.About.Campaign.Title, line.About.Campaign.Period, task.Ordinal, Named(line.About.Item), task.OwnerName, null);
    }

    /// <summary>Null when the access was gone in time, or still may be.</summary>
    public static Deviation? Of(LeaverIncident incident, DateTimeOffset asOf) => incident.Status == IncidentStatus.Withdrawn || (incident.ProvenAt ?? asOf) <= incident.DueAt
        ? null
        : new(DeviationKind.LeaverAccessLate, incident.DueAt, incident.ProvenAt, "", null, null, $"{incident.PersonName} on {incident.System}: {incident.What}", incident.ClaimedByName, null);

    /// <summary>Null when it was done in time, or still may be.</summary>
    public static Deviation? Of(ActionTask action, DateTimeOffset asOf) => (action.Ended ?? asOf) <= action.Deadline
        ? null
        : new(DeviationKind.ActionLate, action.Deadline, action.Ended, "", null, null, $"{action.Reference}: {action.Title}", action.Whose, null) { Part = action.Kind.ToString() };

    /// <summary>What of an emergency change was late, or should not have been.</summary>
    public static IEnumerable<Deviation> Of(ReportedChange line, DateTimeOffset asOf)
    {
        var change = line.Change;
        var what = $"{change.Reference}: {change.Asked.What} ({change.Repository} to {change.Environment})";
        Deviation Late(DeviationKind kind, DateTimeOffset? due, DateTimeOffset? at, string whose) => new(kind, due!.Value, at, "", null, null, what, whose, null);
        if (change.Retroactive) yield return new(DeviationKind.RetroactiveEntry, change.RequestedAt, null, "", null, null, what, change.RequesterName, null);
        if (change.Second == SecondApproval.Objected && line.Second is { } objection) yield return new(DeviationKind.SecondApprovalObjected, objection.At, null, "", null, null, what, objection.Name, null);
        if (IsLate(line.SecondInTime(asOf))) yield return Late(DeviationKind.SecondApprovalLate, change.SecondDue, line.Second?.At, $"the approvers of {change.Policy.Title}");
        if (IsLate(line.DetailsInTime(asOf))) yield return Late(DeviationKind.DetailsLate, change.DetailsDue, change.DetailsAt, change.RequesterName);
        if (IsLate(line.ReviewInTime(asOf))) yield return Late(DeviationKind.PostReviewLate, change.ReviewDue, change.ReviewedAt, change.ReviewerName ?? $"the approvers of {change.Policy.Title}");

        static bool IsLate(string? way) => way is ReportedChange.Late or ReportedChange.Overdue;
    }

    /// <param name="actor">Who deployed it, as people read it.</param>
    /// <param name="justification">What somebody said of it afterwards; it approves nothing.</param>
    public static Deviation Of(Deployment unauthorised, string actor, string? justification) => new(
        DeviationKind.UnauthorisedDeployment, unauthorised.StartedAt, null, "", null, null, $"{Commit.Short(unauthorised.Commit)} of {unauthorised.Repository} to {unauthorised.Environment}: {unauthorised.Reason}", actor, justification);

    public static string Named(ReviewItem item) =>
        item.Statement ?? $"{item.Grant.Entitlement} on {item.System}{(item.Grant.Environment.Length > 0 ? $", {item.Grant.Environment}" : "")}, {(item.SubjectName is { } holder ? $"{holder} ({item.Grant.Account})" : item.Grant.Account)}";
}

/// <summary>Every time a control did not operate as it should, with what was done about it.</summary>
public static class DeviationsReport
{
    public const string Name = "deviations";

    private static readonly IReadOnlyList<ReportColumn<Deviation>> Columns =
    [
        new("deviation", d => d.Kind),
        new("review", d => d.Review),
        new("period", d => d.Period, Below: true),
        new("item", d => d.Item, Below: true),
        new("what", d => d.What),
        new("responsible", d => d.Responsible),
        new("since", d => d.At),
        new("made_good_at", d => d.Ended, Below: true),
        new("response", d => d.Response),
    ];

    /// <summary>What can't be made good happened once; what can lasts until it is.</summary>
    private static readonly DeviationKind[] Momentary =
    [
        DeviationKind.NotDecided, DeviationKind.ReviewMissed, DeviationKind.ReviewCancelled,
        DeviationKind.UnauthorisedDeployment, DeviationKind.RetroactiveEntry, DeviationKind.SecondApprovalObjected,
    ];

    /// <summary>Whether it is one of a period's.</summary>
    public static bool In(ReportScope scope, Deviation d) => d.Ended is null && Momentary.Contains(d.Kind) ? scope.Has(d.At) : scope.Meets(d.At, d.Ended);

    /// <summary>Oldest first.</summary>
    public static (long, int, int) Place(Deviation d) => (d.At.UtcTicks, (int)d.Kind, d.Item ?? 0);

    public static ReportDraft<Deviation> Of(ReportScope scope)
    {
        var found = Enum.GetValues<DeviationKind>().ToDictionary(k => k, _ => 0);
        return new(
            Name,
            scope.Title("deviations"),
            Columns,
            d => found[d.Kind]++,
            () => [.. scope.Facts, new("deviations", found.Values.Sum()), .. found.Select(f => new ReportFact(ReportTable.Words(f.Key.ToString()).Replace(' ', '_'), f.Value))])
        {
            Takes = d => In(scope, d),
            Place = Place,
            Notes = ["A deviation is a control that did not operate as it should. 'made good at' is empty when it was not, or can't be."],
        };
    }
}
