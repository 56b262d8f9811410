using ChatOpsCompliance.Access;
using ChatOpsCompliance.AccessReviews;

namespace ChatOpsCompliance.Server.Api;

/// <summary>One item of a review. Unknown is null, never false.</summary>
/// <param name="Subject">Whose access it is; null when nobody was matched.</param>
/// <param name="Decision">The choice that counts, such as <c>keep:on-call</c>; null while there is none.</param>
/// <param name="Becomes">Of a modification: the entitlement that is to take its place.</param>
internal sealed record ItemShape(
    Guid Campaign,
    int Ordinal,
    ItemKind Kind,
    string System,
    string Account,
    AccountType AccountType,
    string Entitlement,
    string Environment,
    bool? Privileged,
    bool? Mfa,
    DateTimeOffset? LastUsedAt,
    Guid? Subject,
    string? SubjectName,
    Guid Reviewer,
    string ReviewerName,
    int Stage,
    IReadOnlyList<FlagShape> Flags,
    Outcome Outcome,
    string? Decision,
    string? Becomes,
    string? Words,
    Guid? DecidedBy,
    string? DecidedByName,
    DateTimeOffset? DecidedAt)
{
    public static ItemShape Of(ReviewItem i) => new(
        i.Campaign.Value, i.Ordinal, i.Kind, i.System, i.Grant.Account, i.AccountType, i.Grant.Entitlement, i.Grant.Environment, i.Privileged, i.Mfa, i.LastUsedAt, i.Subject?.Value, i.SubjectName, i.Reviewer.Value, i.ReviewerName, i.Stage,
        [.. i.Flags.Select(f => new FlagShape(f.Kind, f.Reason))], i.Outcome, i.Decided?.Option, i.Decided?.To, i.Decided?.Words?.Text, i.DecidedBy?.Value, i.DecidedByName, i.DecidedAt);
}

internal sealed record FlagShape(FlagKind Kind, string Reason);
