namespace ChatOpsCompliance.Controls;

/// <summary>One time that a control operated on a system, or began to.</summary>
/// <param name="Day">Which interval it is of: the day it was scheduled for, or the day it happened.</param>
/// <param name="DoneAt">Null while it is under way.</param>
/// <param name="Due">Null where being done in the interval is being in time.</param>
/// <param name="Reference">What a reader looks up.</param>
public sealed record Performance(string System, DateOnly Day, DateTimeOffset? DoneAt, DateTimeOffset? Due, string Reference);

/// <summary>Something a control has to operate on by the calendar.</summary>
/// <param name="Name">A system, or a place that is deployed to.</param>
/// <param name="Since">Intervals that began before this day ask nothing of it; null for all.</param>
/// <param name="FirstRead">The first day it was ever read; null when it never was.</param>
public sealed record Covered(string Name, DateOnly? Since, DateOnly? FirstRead);

/// <summary>What became of one required time.</summary>
public enum Operated
{
    /// <summary>Done in time.</summary>
    Performed,

    /// <summary>Done after it was due.</summary>
    Late,

    /// <summary>Begun, due and not done.</summary>
    Overdue,

    /// <summary>The interval is over and nothing was done.</summary>
    Missed,

    /// <summary>The interval is over, and until its end the system had never been read at all.</summary>
    NeverExtracted,

    /// <summary>The interval was over before this service kept any record: nothing can be said of it here.</summary>
    NoRecord,

    /// <summary>Begun and not due yet.</summary>
    UnderWay,

    /// <summary>The interval is not over.</summary>
    NotYet,
}

/// <summary>One required time: a control's evidence, a system, an interval.</summary>
public sealed record Requirement(EvidenceSource Source, string System, Interval Interval, Operated Operated, Performance? By)
{
    /// <summary>The control did not operate when it had to.</summary>
    public bool IsGap => Operated is Operated.Overdue or Operated.Missed or Operated.NeverExtracted or Operated.NoRecord;

    /// <summary>It is known whether it operated.</summary>
    public bool IsRequired => Operated is not (Operated.UnderWay or Operated.NotYet);

    /// <param name="performances">Of this system, in any order.</param>
    /// <param name="recordsSince">The first day of which this service has any record.</param>
    public static Requirement Of(EvidenceSource source, Covered covered, Interval interval, IEnumerable<Performance> performances, DateOnly recordsSince, DateTimeOffset asOf)
    {
        var tried = performances.Where(p => interval.Has(p.Day)).ToList();
        Requirement Is(Operated operated, Performance? by = null) => new(source, covered.Name, interval, operated, by);
        if (tried.Where(p => p.DoneAt is not null && !(p.DoneAt > p.Due)).MinBy(p => p.DoneAt) is { } inTime) return Is(Operated.Performed, inTime);
        if (tried.Where(p => p.DoneAt is not null).MinBy(p => p.DoneAt) is { } late) return Is(Operated.Late, late);
        if (tried.MinBy(p => p.Due) is { } begun) return Is(asOf > begun.Due ? Operated.Overdue : Operated.UnderWay, begun);
        if (DateOnly.FromDateTime(asOf.UtcDateTime) <= interval.Last) return Is(Operated.NotYet);
        if (interval.Last < recordsSince) return Is(Operated.NoRecord);
        return Is(covered.FirstRead is { } first && first <= interval.Last ? Operated.Missed : Operated.NeverExtracted);
    }
}
