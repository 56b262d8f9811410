using ChatOpsCompliance.Evidence;

namespace ChatOpsCompliance.AccessReviews;

/// <summary>One review, or one reviewer of it, and how the decisions were made.</summary>
public sealed record QualityLine(Campaign Campaign, string? Reviewer, IReadOnlyList<DecisionLine> Decisions)
{
    /// <summary>A pause longer than this is no thinking about one item.</summary>
    private static readonly TimeSpan LongestLook = TimeSpan.FromMinutes(10);

    public int Keeps => Decisions.Count(d => d.Choice?.Decision == Decision.Keep);

    public int KeptPercent => (int)Math.Round(100.0 * Keeps / Math.Max(1, Decisions.Count), MidpointRounding.AwayFromZero);

    /// <summary>Of keeps that were picked at random, how many have their sentence.</summary>
    public int Sentences => Decisions.Count(d => d.Choice is { Decision: Decision.Keep, Words: not null } && d.About.Item.Flags.Any(f => f.Kind == Access.FlagKind.Picked));

    public int ReviewersWhoKeptAll => Decisions.GroupBy(d => d.By).Count(mine => mine.Count() >= QualityReport.Enough && mine.All(d => d.Choice?.Decision == Decision.Keep));

    /// <summary>The time since the choice before, shared by what was chosen together; the middle of all. Null when nothing was chosen one after the other.</summary>
    public int? MedianSecondsAnItem
    {
        get
        {
            var seconds = Decisions.GroupBy(d => d.By).SelectMany(Looks).Order().ToList();
            return seconds.Count == 0 ? null : (int)Math.Round(seconds[seconds.Count / 2], MidpointRounding.AwayFromZero);
        }
    }

    private static IEnumerable<double> Looks(IEnumerable<DecisionLine> ofOne)
    {
        var moments = ofOne.GroupBy(d => d.About.Item.DraftedAt is { } drafted && drafted <= d.At ? drafted : d.At).OrderBy(m => m.Key).ToList();
        foreach (var (before, after) in moments.Zip(moments.Skip(1)))
        {
            var gap = after.Key - before.Key;
            if (gap > LongestLook) continue;
            foreach (var _ in after) yield return gap.TotalSeconds / after.Count();
        }
    }
}

/// <summary>Signs of hasty reviewing, where a review was launched with them agreed to: how fast, how alike, with what sentences. They prove nothing; they say where to ask.</summary>
public static class QualityReport
{
    public const string Name = "quality";

    /// <summary>Fewer decisions than this say nothing of a person.</summary>
    public const int Enough = 10;

    private static readonly IReadOnlyList<ReportColumn<QualityLine>> Columns =
    [
        new("review", l => l.Campaign.Title),
        new("period", l => l.Campaign.Period, Below: true),
        new("reviewer", l => l.Reviewer ?? "all together"),
        new("decisions", l => l.Decisions.Count),
        new("kept_percent", l => l.KeptPercent),
        new("median_seconds_an_item", l => l.MedianSecondsAnItem),
        new("reviewers_who_kept_all", l => l.Reviewer is null ? l.ReviewersWhoKeptAll : null),
        new("random_keeps_with_a_sentence", l => l.Sentences),
    ];

    /// <param name="agreed">What was agreed at the launch of each campaign; one that is not in it agreed to nothing.</param>
    public static ReportTable Of(ReportScope scope, IReadOnlyDictionary<Id<Campaign>, Signals> agreed, IEnumerable<DecisionLine> lines)
    {
        var told = new List<QualityLine>();
        foreach (var review in lines.Where(l => l.Last && agreed.GetValueOrDefault(l.About.Campaign.Id) != Signals.Off).GroupBy(l => l.About.Campaign.Id))
        {
            var all = review.ToList();
            told.Add(new(all[0].About.Campaign, null, all));
            if (agreed[review.Key] == Signals.Person)
                told.AddRange(all.GroupBy(l => l.By).Where(mine => mine.Count() >= Enough).OrderBy(mine => mine.Key, StringComparer.Ordinal).Select(mine => new QualityLine(all[0].About.Campaign, mine.Key, [.. mine])));
        }

        return ReportTable.Of(Name, scope.Title("quality signals"), [.. scope.Facts, new("reviews_with_signals", told.Count(l => l.Reviewer is null))], Columns, told) with
        {
            Notes =
            [
                "Signals prove nothing; they say where to ask. Only reviews launched with Signals set to campaign or person are here.",
                $"Nobody with fewer than {Enough} decisions is named. A pause of more than ten minutes counts for no item.",
            ],
        };
    }
}
