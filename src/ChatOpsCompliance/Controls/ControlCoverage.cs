using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Evidence;

namespace ChatOpsCompliance.Controls;

/// <summary>All that is known of one source of evidence of a control in a period.</summary>
public sealed record SourceEvidence(EvidenceSource Source)
{
    public IReadOnlyList<Covered> Covered { get; init; } = [];

    public IReadOnlyList<Performance> Performances { get; init; } = [];

    /// <summary>The single things it applied to; null where it applies to none.</summary>
    public Population? Population { get; init; }

    public IReadOnlyList<Deviation> Deviations { get; init; } = [];

    /// <summary>What has to be done by when, so that none of it becomes a deviation.</summary>
    public IReadOnlyList<AtRisk> Deadlines { get; init; } = [];
}

/// <summary>The single things a control applied to in a period, counted and hashed in their order.</summary>
/// <param name="Hash">SHA-256, lower-case hex, over the ids, each with a line feed after it.</param>
/// <param name="Ties">How the count ties to where they come from.</param>
public sealed record Population(int Count, string Hash, string Ties);

/// <summary>The next time that a control fails unless something is done.</summary>
public sealed record AtRisk(DateTimeOffset By, string What);

/// <summary>Whether a control operated.</summary>
public enum Verdict
{
    /// <summary>Each time, in time.</summary>
    Yes,

    /// <summary>Each time; but late, or not as it should.</summary>
    WithDeviations,

    /// <summary>Not each time.</summary>
    No,

    /// <summary>A part of the period lies before the first record; what is on record speaks for it, or against it by deviations alone.</summary>
    NotShown,

    /// <summary>Nothing was required yet, and there was nothing it applied to.</summary>
    NothingYet,
}

/// <summary>Whether a control operated in each required interval of a period, on each system in its scope; and what there is to say against it.</summary>
public sealed record ControlCoverage(Control Control, IReadOnlyList<SourceEvidence> Evidence, IReadOnlyList<Requirement> Requirements, AtRisk? Next)
{
    public int Required => Requirements.Count(r => r.IsRequired);

    public int InTime => Requirements.Count(r => r.Operated == Operated.Performed);

    public IReadOnlyList<Requirement> Gaps => [.. Requirements.Where(r => r.IsGap)];

    public IReadOnlyList<Requirement> Late => [.. Requirements.Where(r => r.Operated == Operated.Late)];

    public IReadOnlyList<Deviation> Deviations => [.. Evidence.SelectMany(e => e.Deviations)];

    /// <summary>Deviations beside what the required times say already.</summary>
    public IReadOnlyList<Deviation> OtherDeviations => [.. Deviations.Where(d => d.Kind is not (DeviationKind.ReviewMissed or DeviationKind.ReviewCompletedLate) || !Requirements.Any())];

    /// <summary>Things it applied to.</summary>
    public int Occasions => Evidence.Sum(e => e.Population?.Count ?? 0);

    public Verdict Verdict =>
        Gaps.Any(g => g.Operated != Operated.NoRecord) ? Verdict.No
        : Gaps.Count > 0 ? Verdict.NotShown
        : Late.Count > 0 || Deviations.Count > 0 ? Verdict.WithDeviations
        : Required > 0 || (Control.Frequency == Frequency.Each && Occasions > 0) ? Verdict.Yes
        : Verdict.NothingYet;

    /// <param name="recordsSince">The first day of which this service has any record.</param>
    public static ControlCoverage Of(Control control, DateOnly from, DateOnly to, IReadOnlyList<SourceEvidence> evidence, DateOnly recordsSince, DateTimeOffset asOf)
    {
        var (requirements, risks) = (new List<Requirement>(), new List<AtRisk>());
        foreach (var one in evidence)
        {
            risks.AddRange(one.Deadlines);
            if (control.Frequency == Frequency.Each) continue;
            var of = one.Performances.ToLookup(p => p.System, StringComparer.Ordinal);
            foreach (var covered in one.Covered)
            {
                requirements.AddRange(Interval.EndingIn(control.Frequency, from, to)
                    .Where(i => covered.Since is not { } since || i.First >= since)
                    .Select(i => Requirement.Of(one.Source, covered, i, of[covered.Name], recordsSince, asOf)));
                if (Risk(control, one.Source, covered, of[covered.Name], recordsSince, asOf) is { } risk) risks.Add(risk);
            }
        }

        return new(control, evidence, requirements, control.EndedAt is null ? risks.MinBy(r => r.By) : null);
    }

    /// <summary>When the interval of now becomes late or a gap; null once it is done.</summary>
    private static AtRisk? Risk(Control control, EvidenceSource source, Covered covered, IEnumerable<Performance> performances, DateOnly recordsSince, DateTimeOffset asOf)
    {
        var interval = Interval.Around(control.Frequency, DateOnly.FromDateTime(asOf.UtcDateTime));
        var now = Requirement.Of(source, covered, interval, performances, recordsSince, asOf);
        return now.Operated is Operated.NotYet or Operated.UnderWay or Operated.Overdue
            ? new(now.By?.Due ?? EndOf(interval.Last), $"{source}{(covered.Name.Length > 0 ? $" on {covered.Name}" : "")}")
            : null;
    }

    private static DateTimeOffset EndOf(DateOnly day) => day == DateOnly.MaxValue ? DateTimeOffset.MaxValue : new(day.AddDays(1).ToDateTime(default), TimeSpan.Zero);
}

/// <summary>How answers read.</summary>
public static class CoverageWords
{
    public static string Of(Verdict verdict) => verdict switch { Verdict.Yes => "yes", Verdict.WithDeviations => "yes, with deviations", Verdict.No => "no", Verdict.NotShown => "not shown for all of it", _ => "nothing to say yet" };

    public static string Of(EvidenceSource source, Operated operated) => operated == Operated.NeverExtracted && !source.IsOfSystems ? "never read" : ReportTable.Words(operated.ToString());

    /// <summary>The answer to “did this operate all year?” in one sentence.</summary>
    public static string Answer(ControlCoverage c)
    {
        var times = c.Required > 0 ? $"{c.InTime} of {c.Required} required times in time" : "";
        var late = c.Late.Count > 0 ? $"{c.Late.Count} late" : "";
        var before = c.Gaps.Count(g => g.Operated == Operated.NoRecord);
        var gaps = c.Gaps.Count > before ? $"{c.Gaps.Count - before} not at all" : "";
        var unknown = before > 0 ? $"{before} before there was any record" : "";
        var occasions = c.Evidence.Any(e => e.Population is not null) && c.Control.Frequency == Frequency.Each ? $"it applied {(c.Occasions == 1 ? "once" : $"{c.Occasions} times")}" : "";
        var others = c.OtherDeviations.Count switch { 0 => "", 1 => "1 deviation", var n => $"{n} deviations" };
        var said = string.Join(", ", new[] { times, late, gaps, unknown, occasions, others }.Where(t => t.Length > 0));
        return c.Verdict switch
        {
            Verdict.Yes => $"Yes: {said}.",
            Verdict.WithDeviations => $"Yes, with deviations: {said}.",
            Verdict.No => $"No: {said}.",
            Verdict.NotShown => $"Not shown for all of it: {said}.",
            _ => "Nothing was required in this period yet, and there was nothing it applied to.",
        };
    }
}
