using ChatOpsCompliance.Evidence;

namespace ChatOpsCompliance.AccessReviews;

/// <summary>One review, or one reviewer of it, and how the decisions were made: counted while they go by, with no more kept of each than its time.</summary>
public sealed class QualityLine(Campaign campaign, string? reviewer)
{
    /// <summary>A pause longer than this is no thinking about one item.</summary>
    private const long LongestLook = 10 * TimeSpan.TicksPerMinute;

    private readonly List<long> moments = [];

    private int keeps;

    public Campaign Campaign => campaign;

    public string? Reviewer => reviewer;

    public int Decisions => moments.Count;

    public int KeptPercent => (int)Math.Round(100.0 * keeps / Math.Max(1, Decisions), MidpointRounding.AwayFromZero);

    public bool KeptAll => Decisions >= QualityReport.Enough && keeps == Decisions;

    /// <summary>Of keeps that were picked at random, how many have their sentence.</summary>
    public int Sentences { get; private set; }

    public void Add(DecisionLine d)
    {
        moments.Add((d.About.Item.DraftedAt is { } drafted && drafted <= d.At ? drafted : d.At).UtcTicks);
        if (d.Choice is not { Decision: Decision.Keep } kept) return;
        keeps++;
        if (kept.Words is not null && d.About.Item.Flags.Any(f => f.Kind == Access.FlagKind.Picked)) Sentences++;
    }

    /// <summary>The time since the choice before, shared by what was chosen together; the middle of all. Null when nothing was chosen one after the other.</summary>
    public static int? MedianSecondsAnItem(IEnumerable<QualityLine> reviewers)
    {
        var seconds = reviewers.SelectMany(r => r.Looks()).ToList();
        seconds.Sort();
        return seconds.Count == 0 ? null : (int)Math.Round(seconds[seconds.Count / 2], MidpointRounding.AwayFromZero);
    }

    private IEnumerable<float> Looks()
    {
        moments.Sort();
        for (int from = 0, next = 0; from < moments.Count; from = next)
        {
            while (next < moments.Count && moments[next] == moments[from]) next++;
            if (from == 0 || moments[from] - moments[from - 1] > LongestLook) continue;
            for (var i = from; i < next; i++) yield return (float)(moments[from] - moments[from - 1]) / TimeSpan.TicksPerSecond / (next - from);
        }
    }
}

/// <summary>Signs of hasty reviewing, where a review was launched with them agreed to: how fast, how alike, with what sentences. They prove nothing; they say where to ask.</summary>
/// <param name="agreed">What was agreed at the launch of each campaign; one that is not in it agreed to nothing.</param>
public sealed class QualityReport(ReportScope scope, IReadOnlyDictionary<Id<Campaign>, Signals> agreed)
{
    public const string Name = "quality";

    /// <summary>Fewer decisions than this say nothing of a person.</summary>
    public const int Enough = 10;

    private static readonly IReadOnlyList<ReportColumn<Told>> Columns =
    [
        new("review", l => l.All.Campaign.Title),
        new("period", l => l.All.Campaign.Period, Below: true),
        new("reviewer", l => l.All.Reviewer ?? "all together"),
        new("decisions", l => l.All.Decisions),
        new("kept_percent", l => l.All.KeptPercent),
        new("median_seconds_an_item", l => QualityLine.MedianSecondsAnItem(l.Reviewers)),
        new("reviewers_who_kept_all", l => l.All.Reviewer is null ? l.Reviewers.Count(r => r.KeptAll) : null),
        new("random_keeps_with_a_sentence", l => l.All.Sentences),
    ];

    /// <summary>A row: of a review with all its reviewers, or of one of them.</summary>
    private sealed record Told(QualityLine All, IReadOnlyCollection<QualityLine> Reviewers);

    private readonly List<(QualityLine All, Dictionary<string, QualityLine> Reviewers)> reviews = [];

    /// <summary>Lines come review by review; only those that stand count, of reviews that agreed.</summary>
    public void Add(DecisionLine line)
    {
        if (!line.Last || agreed.GetValueOrDefault(line.About.Campaign.Id) == Signals.Off) return;
        if (reviews.Count == 0 || reviews[^1].All.Campaign.Id != line.About.Campaign.Id) reviews.Add((new(line.About.Campaign, null), new(StringComparer.Ordinal)));
        var (all, reviewers) = reviews[^1];
        all.Add(line);
        if (!reviewers.TryGetValue(line.By, out var mine)) reviewers[line.By] = mine = new(line.About.Campaign, line.By);
        mine.Add(line);
    }

    public ReportTable Table()
    {
        var told = new List<Told>();
        foreach (var (all, reviewers) in reviews)
        {
            told.Add(new(all, reviewers.Values));
            if (agreed[all.Campaign.Id] == Signals.Person) told.AddRange(reviewers.Values.Where(r => r.Decisions >= Enough).OrderBy(r => r.Reviewer, StringComparer.Ordinal).Select(r => new Told(r, [r])));
        }

        return ReportTable.Of(Name, scope.Title("quality signals"), [.. scope.Facts, new("reviews_with_signals", reviews.Count)], Columns, told) with
        {
            Notes =
            [
                "Signals prove nothing; they say where to ask. Only reviews launched with Signals set to campaign or person are here.",
                $"Nobody with fewer than {Enough} decisions is named. A pause of more than ten minutes counts for no item.",
            ],
        };
    }
}
