namespace ChatOpsCompliance.Evidence;

/// <summary>
/// What is old enough to be let go, and under no hold. Whatever lasted (a review with its removals, an extract that proved one) counts from its end:
/// as long as any of it is young or held, all of it stays.
/// </summary>
/// <param name="Before">What ended before this instant is older than it has to be kept.</param>
/// <param name="Holds">Those that stand.</param>
public sealed record WhatMayGo(DateTimeOffset Before, IReadOnlyList<Hold> Holds)
{
    /// <summary>
    /// The least that is kept. A SOC 2 Type II report covers up to twelve months and is relied on until the next one is there, a year later; its auditor may
    /// be asked for what it rests on as long as that.
    /// </summary>
    public const int AuditWindowMonths = 24;

    public static WhatMayGo Of(int months, DateTimeOffset now, IReadOnlyList<Hold> holds) => months >= AuditWindowMonths
        ? new(now.AddMonths(-months), holds)
        : throw new ArgumentOutOfRangeException(nameof(months), months, "Evidence is kept for the audit window at least.");

    /// <param name="ended">Null while it lasts.</param>
    public bool MayGo(DateTimeOffset began, DateTimeOffset? ended) => ended < Before && !Holds.Any(h => h.Meets(began, ended.Value));

    /// <summary>The times of which everything may go: up to <see cref="Before"/>, without those that are held. The first instant, and the first that no longer belongs to it.</summary>
    public IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Free()
    {
        var from = DateTimeOffset.MinValue;
        foreach (var (start, end) in Holds.Select(h => (h.Start, h.End)).Order())
        {
            if (start > from && from < Before) yield return (from, start < Before ? start : Before);
            if (end > from) from = end;
        }

        if (from < Before) yield return (from, Before);
    }
}
