using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Controls;

namespace ChatOpsCompliance.Server.Console;

/// <summary>How a part of a chart is coloured. Never the only sign: the same numbers stand beside it.</summary>
public enum Tone
{
    Good,
    Plain,
    Open,
    Bad,
    Unknown,
}

/// <param name="Says">What a pointer on it says.</param>
public sealed record ChartPart(double X, double Y, double Width, double Height, Tone Tone, string Says);

/// <param name="Label">As it stands beside the picture.</param>
/// <param name="Tone">Null where no part is of just this number.</param>
public sealed record ChartNumber(string Label, int Value, Tone? Tone);

/// <summary>
/// A picture of a few numbers, which stand beside it: rectangles in a box of 100 by <see cref="Height"/>, drawn by <c>ChartPicture</c> without a script. One for
/// all of the console: parts of a whole, bars of some counts, and days of a calendar.
/// </summary>
/// <param name="Says">All of it in a sentence, for whoever does not see it.</param>
public sealed record Chart(string Says, double Height, IReadOnlyList<ChartPart> Parts, IReadOnlyList<ChartNumber> Numbers)
{
    /// <summary>Each number has a row of its own, and stands beside it.</summary>
    public bool InRows { get; init; }

    private const double Row = 5, Gap = 1.25;

    /// <summary>How a whole is made up, from left to right.</summary>
    public static Chart OfWhole(string of, IReadOnlyList<ChartNumber> numbers)
    {
        var whole = numbers.Sum(n => n.Value);
        var parts = new List<ChartPart>();
        foreach (var n in numbers.Where(n => n.Value > 0))
            parts.Add(new(parts.Sum(p => p.Width), 0, 100d * n.Value / whole, Row, n.Tone ?? Tone.Plain, Said(n)));
        return new($"{of}: {string.Join(", ", numbers.Select(Said))}.", Row, parts, numbers);
    }

    /// <summary>One bar a number, the longest as wide as the picture.</summary>
    public static Chart OfCounts(string of, IReadOnlyList<ChartNumber> numbers)
    {
        var most = Math.Max(1, numbers.Select(n => n.Value).DefaultIfEmpty().Max());
        return new(
            $"{of}: {string.Join(", ", numbers.Select(Said))}.",
            numbers.Count * (Row + Gap),
            [.. numbers.Select((n, i) => new ChartPart(0, (i * (Row + Gap)) + (Gap / 2), 100d * n.Value / most, Row, n.Tone ?? Tone.Plain, Said(n)))],
            numbers)
        {
            InRows = true,
        };
    }

    /// <summary>How far a review is.</summary>
    public static Chart Of(TieOut t) => OfWhole("Items", [
        new("kept", t.Kept, Tone.Good),
        new("revoked or modified", t.Population - t.Kept - t.Undecided - t.UndecidedDeviation - t.RemovedBeforeDecision - t.Excluded, Tone.Plain),
        new("gone or left out", t.RemovedBeforeDecision + t.Excluded, Tone.Unknown),
        new("undecided", t.Undecided, Tone.Open),
        new("never decided", t.UndecidedDeviation, Tone.Bad),
    ]);

    /// <summary>Each required time of a control: a row a system and evidence, from the first interval to the last.</summary>
    public static Chart Of(ControlCoverage c)
    {
        var rows = c.Requirements.GroupBy(r => (r.Source, r.System)).ToList();
        if (rows.Count == 0) return new("No required times.", 0, [], []);
        var (first, last) = (c.Requirements.Min(r => r.Interval.First), c.Requirements.Max(r => r.Interval.Last));
        var days = last.DayNumber - first.DayNumber + 1d;
        ChartNumber[] numbers = [.. Enum.GetValues<Operated>().Select(o => new ChartNumber(CoverageWords.Of(c.Requirements[0].Source, o), c.Requirements.Count(r => r.Operated == o), ToneOf(o))).Where(n => n.Value > 0)];
        return new(
            $"Required times, {first:yyyy-MM-dd} to {last:yyyy-MM-dd}: {string.Join(", ", numbers.Select(Said))}.",
            rows.Count * (Row + Gap),
            [.. rows.SelectMany((row, i) => row.Select(r => new ChartPart(
                100 * (r.Interval.First.DayNumber - first.DayNumber) / days, (i * (Row + Gap)) + (Gap / 2), 100 * (r.Interval.Last.DayNumber - r.Interval.First.DayNumber + 1) / days, Row, ToneOf(r.Operated),
                $"{r.Source}{(r.System.Length > 0 ? $", {r.System}" : "")}, {r.Interval.First:yyyy-MM-dd} to {r.Interval.Last:yyyy-MM-dd}: {CoverageWords.Of(r.Source, r.Operated)}")))],
            numbers);
    }

    private static Tone ToneOf(Operated operated) => operated switch
    {
        Operated.Performed => Tone.Good,
        Operated.Late => Tone.Plain,
        Operated.Overdue or Operated.Missed or Operated.NeverExtracted => Tone.Bad,
        Operated.UnderWay or Operated.NotYet => Tone.Open,
        _ => Tone.Unknown,
    };

    private static string Said(ChartNumber n) => $"{ConsoleWords.Number(n.Value)} {n.Label}";
}
