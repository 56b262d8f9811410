namespace ChatOpsCompliance.Evidence;

/// <summary>What a report is about: one review, or a period of whole days, UTC, both named.</summary>
/// <param name="Of">As its title says it: <c>Quarterly access review, 2026-03-02</c> or <c>2026-01-01 to 2026-06-30</c>.</param>
/// <param name="Start">The first instant that belongs to it.</param>
/// <param name="End">The first instant that no longer does.</param>
/// <param name="AsOf">When it was asked for: what is open then is called open.</param>
/// <param name="Facts">What every report of this scope says above its rows.</param>
public sealed record ReportScope(string Of, DateTimeOffset Start, DateTimeOffset End, DateTimeOffset AsOf, IReadOnlyList<ReportFact> Facts)
{
    public const string AsOfFact = "as_of";

    /// <summary><c>Quarterly access review, 2026-03-02: decisions</c>, or <c>Decisions, 2026-01-01 to 2026-06-30</c>.</summary>
    public string Title(string report) => Start == DateTimeOffset.MinValue ? $"{Of}: {report}" : $"{char.ToUpperInvariant(report[0])}{report[1..]}, {Of}";

    public bool Has(DateTimeOffset at) => at >= Start && at < End;

    /// <summary>Whether what began once, and ended or did not, was there at some time of it.</summary>
    public bool Meets(DateTimeOffset began, DateTimeOffset? ended) => began < End && (ended is null || ended >= Start);
}
