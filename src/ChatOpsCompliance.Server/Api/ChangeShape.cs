using ChatOpsCompliance.EmergencyChanges;

namespace ChatOpsCompliance.Server.Api;

/// <summary>An emergency change: states and times, without anybody's words. Those, and who approved, are in the report <c>emergency-changes</c>.</summary>
internal sealed record ChangeShape(
    Guid Id,
    int Number,
    string Reference,
    ChangeStatus Status,
    string Repository,
    string Environment,
    string? Commit,
    string Policy,
    DateTimeOffset RequestedAt,
    DateTimeOffset? ApprovedAt,
    DateTimeOffset? WindowUntil,
    bool Retroactive,
    bool BrokeGlass,
    string? RunUrl,
    DateTimeOffset? UsedAt,
    SecondApproval Second,
    DateTimeOffset? SecondDue,
    DateTimeOffset? ReviewDue,
    DateTimeOffset? ReviewedAt)
{
    public static ChangeShape Of(EmergencyChange c) => new(
        c.Id.Value, c.Number, c.Reference, c.Status, c.Repository, c.Environment, c.Commit, c.Policy.Name, c.RequestedAt, c.ApprovedAt, c.WindowUntil, c.Retroactive, c.BrokeGlass, c.Run, c.UsedAt, c.Second, c.SecondDue, c.ReviewDue, c.ReviewedAt);
}
