namespace ChatOpsCompliance.Controls;

/// <summary>How often a control has to operate.</summary>
public enum Frequency
{
    /// <summary>Whenever there is something it applies to: each removal, each emergency change.</summary>
    Each,
    Daily,
    Weekly,
    Monthly,
    Quarterly,
    HalfYearly,
    Yearly,
}

/// <summary>Days, both included, in which a control has to operate once. UTC, by the calendar: quarters begin in January, weeks on Monday.</summary>
public readonly record struct Interval(DateOnly First, DateOnly Last)
{
    /// <summary>An interval belongs to the period in which it ends, so that two periods end to end ask for each once. Oldest first.</summary>
    public static IEnumerable<Interval> EndingIn(Frequency frequency, DateOnly from, DateOnly to)
    {
        if (frequency == Frequency.Each) yield break;
        for (var interval = Around(frequency, from); interval.Last <= to; interval = Around(frequency, interval.Last.AddDays(1)))
        {
            yield return interval;
            if (interval.Last == DateOnly.MaxValue) yield break;
        }
    }

    /// <summary>The one that a day lies in.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="Frequency.Each"/> has none.</exception>
    public static Interval Around(Frequency frequency, DateOnly day) => frequency switch
    {
        Frequency.Daily => new(day, day),
        Frequency.Weekly => Weeks(day.AddDays(-(((int)day.DayOfWeek + 6) % 7))),
        Frequency.Monthly => Months(day, 1),
        Frequency.Quarterly => Months(day, 3),
        Frequency.HalfYearly => Months(day, 6),
        Frequency.Yearly => Months(day, 12),
        _ => throw new ArgumentOutOfRangeException(nameof(frequency), frequency, "It has no intervals."),
    };

    public bool Has(DateOnly day) => day >= First && day <= Last;

    private static Interval Weeks(DateOnly monday) => new(monday, monday.AddDays(6));

    private static Interval Months(DateOnly day, int months)
    {
        var first = new DateOnly(day.Year, ((day.Month - 1) / months * months) + 1, 1);
        return new(first, first.AddMonths(months).AddDays(-1));
    }
}
