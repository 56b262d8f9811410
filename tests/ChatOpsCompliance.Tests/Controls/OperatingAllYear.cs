using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Controls;
using ChatOpsCompliance.Remediation;
using Xunit;

namespace ChatOpsCompliance.Tests.Controls;

public sealed class OperatingAllYear
{
    private static readonly DateOnly First = new(2025, 1, 1), Last = new(2025, 12, 31);

    private static readonly DateTimeOffset After = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    private static readonly EvidenceSource Quarterly = new(EvidenceKind.Review, "quarterly");

    [Fact]
    public void Each_quarter_on_each_system_is_asked_for_once()
    {
        var year = Of(Systems("github", "aws"), [.. Four("github"), .. Four("aws")]);

        Assert.Equal((8, 8, Verdict.Yes), (year.Required, year.InTime, year.Verdict));
        Assert.Equal("Yes: 8 of 8 required times in time.", CoverageWords.Answer(year));
    }

    [Fact]
    public void What_was_done_after_it_was_due_is_late_and_no_gap()
    {
        var year = Of(Systems("github"), [.. Four("github").Skip(1), Review("github", 1, done: new(2025, 1, 20))]);

        Assert.Equal((3, Verdict.WithDeviations), (year.InTime, year.Verdict));
        Assert.Equal(new DateOnly(2025, 1, 1), Assert.Single(year.Late).Interval.First);
        Assert.Equal("Yes, with deviations: 3 of 4 required times in time, 1 late.", CoverageWords.Answer(year));
    }

    [Fact]
    public void A_quarter_without_its_review_is_missed()
    {
        var year = Of(Systems("github"), [.. Four("github").Take(2), .. Four("github").Skip(3)]);

        Assert.Equal((Operated.Missed, new DateOnly(2025, 7, 1)), (Assert.Single(year.Gaps).Operated, year.Gaps[0].Interval.First));
        Assert.Equal(Verdict.No, year.Verdict);
    }

    [Fact]
    public void A_system_that_was_never_extracted_is_a_gap_of_its_own_kind()
    {
        var year = Of([new("github", null, First), new("aws", null, null), new("late", null, new(2025, 6, 1))], [.. Four("github")]);

        Assert.Equal(4, year.Gaps.Count(g => g is { System: "aws", Operated: Operated.NeverExtracted }));
        Assert.Equal([Operated.NeverExtracted, Operated.Missed, Operated.Missed, Operated.Missed], year.Requirements.Where(r => r.System == "late").Select(r => r.Operated));
    }

    [Fact]
    public void What_was_over_before_the_first_record_is_not_called_missed()
    {
        var year = Of(Systems("github"), [.. Four("github").Skip(2)], records: new(2025, 4, 2));

        Assert.Equal([Operated.NoRecord, Operated.Missed], year.Gaps.Select(g => g.Operated));
        Assert.Equal("No: 2 of 4 required times in time, 1 not at all, 1 before there was any record.", CoverageWords.Answer(year));
        var begun = Of(Systems("github"), [.. Four("github").Skip(1)], records: new(2025, 4, 2));
        Assert.Equal((Verdict.NotShown, "Not shown for all of it: 3 of 4 required times in time, 1 before there was any record."), (begun.Verdict, CoverageWords.Answer(begun)));
    }

    [Fact]
    public void A_review_that_is_due_and_not_done_is_overdue_and_one_that_is_not_due_is_under_way()
    {
        var open = Review("github", 2, done: null);

        Assert.Equal(Operated.Overdue, Of(Systems("github"), [open], now: open.Due!.Value.AddMinutes(1)).Requirements[1].Operated);
        var under = Of(Systems("github"), [open], now: open.Due!.Value);
        Assert.Equal((Operated.UnderWay, Operated.NotYet, 1), (under.Requirements[1].Operated, under.Requirements[2].Operated, under.Required));
        Assert.Equal((open.Due, "review:quarterly on github"), (under.Next!.By, under.Next.What));
    }

    [Fact]
    public void The_next_date_at_risk_is_the_end_of_the_interval_until_it_is_done()
    {
        var now = new DateTimeOffset(2025, 8, 1, 0, 0, 0, TimeSpan.Zero);

        Assert.Equal(new DateTimeOffset(2025, 10, 1, 0, 0, 0, TimeSpan.Zero), Of(Systems("github"), [], now: now).Next?.By);
        Assert.Null(Of(Systems("github"), [.. Four("github").Take(3)], now: now).Next);
    }

    [Fact]
    public void A_second_try_in_the_same_interval_counts_when_the_first_was_late()
    {
        var year = Of(Systems("github"), [.. Four("github").Skip(1), Review("github", 1, done: new(2025, 1, 20)), new("github", new(2025, 3, 1), new(2025, 3, 3, 0, 0, 0, TimeSpan.Zero), new(2025, 3, 15, 0, 0, 0, TimeSpan.Zero), "again")]);

        Assert.Equal(Verdict.Yes, year.Verdict);
    }

    [Fact]
    public void A_control_of_single_things_is_told_by_how_often_it_applied_and_by_each_deviation()
    {
        var late = new Deviation(DeviationKind.RemovalLate, After.AddDays(-9), null, "", null, 7, "admin on github", "Omar", null);
        ControlCoverage With(int count, params Deviation[] deviations) => Of(Frequency.Each, new SourceEvidence(new(EvidenceKind.Remediation)) { Population = new(count, "", ""), Deviations = deviations });

        Assert.Equal("Yes: it applied 12 times.", CoverageWords.Answer(With(12)));
        Assert.Equal("Yes, with deviations: it applied once, 1 deviation.", CoverageWords.Answer(With(1, late)));
        Assert.Equal("Nothing was required in this period yet, and there was nothing it applied to.", CoverageWords.Answer(With(0)));
    }

    [Fact]
    public void Days_in_a_row_are_one_line_and_a_gap_breaks_it()
    {
        var days = Enumerable.Range(0, 365).Select(n => First.AddDays(n)).Where(d => d.Month != 2).Select(d => new Performance("app", d, At(d), null, "read"));
        var year = Of(Frequency.Daily, new SourceEvidence(new(EvidenceKind.Deployments)) { Covered = [new("app", null, First)], Performances = [.. days] });

        Assert.Equal([(31, "performed"), (28, "missed"), (306, "performed")], CoverageReport.Lines(year).Select(l => (l.Times!.Value, l.Result)));
        Assert.Equal((new(2025, 2, 1), new(2025, 2, 28)), (CoverageReport.Lines(year).ElementAt(1).From!.Value, CoverageReport.Lines(year).ElementAt(1).To!.Value));
    }

    [Fact]
    public void A_place_is_asked_for_from_when_it_was_known()
    {
        var year = Of(Frequency.Monthly, new SourceEvidence(new(EvidenceKind.Gates)) { Covered = [new("app", new(2025, 10, 15), First)], Performances = [] });

        Assert.Equal([new DateOnly(2025, 11, 1), new(2025, 12, 1)], year.Requirements.Select(r => r.Interval.First));
    }

    [Theory]
    [InlineData(Frequency.Weekly, 52)] // the first began in the year before; that of the year's last days ends in the next
    [InlineData(Frequency.Monthly, 12)]
    [InlineData(Frequency.HalfYearly, 2)]
    [InlineData(Frequency.Yearly, 1)]
    [InlineData(Frequency.Each, 0)]
    public void Two_periods_end_to_end_ask_for_each_interval_once(Frequency frequency, int inTheYear)
    {
        var halves = Interval.EndingIn(frequency, First, new(2025, 7, 17)).Concat(Interval.EndingIn(frequency, new(2025, 7, 18), Last)).ToList();

        Assert.Equal(Interval.EndingIn(frequency, First, Last), halves);
        Assert.Equal(inTheYear, halves.Count);
    }

    [Fact]
    public void Each_deviation_is_some_evidences_own()
    {
        Deviation Is(DeviationKind kind, string? part = null) => new(kind, After, null, "", null, null, "", null, null) { Part = part };

        Assert.Equal(Quarterly, EvidenceSource.Of(Is(DeviationKind.NotDecided, "quarterly")));
        Assert.Equal(EvidenceKind.Gates, EvidenceSource.Of(Is(DeviationKind.ActionLate, nameof(ActionKind.Drift))).Kind);
        Assert.Equal(EvidenceKind.Deployments, EvidenceSource.Of(Is(DeviationKind.ActionLate, nameof(ActionKind.Untied))).Kind);
        Assert.Equal(EvidenceKind.EmergencyChanges, EvidenceSource.Of(Is(DeviationKind.ActionLate, nameof(ActionKind.FollowUp))).Kind);
        Assert.All(Enum.GetValues<DeviationKind>(), k => Assert.NotNull(EvidenceSource.Parse(EvidenceSource.Of(Is(k, "x")).ToString())));
    }

    private static ControlCoverage Of(Covered[] covered, Performance[] performances, DateOnly? records = null, DateTimeOffset? now = null) => Of(Frequency.Quarterly, new(Quarterly) { Covered = covered, Performances = performances }, records, now);

    private static ControlCoverage Of(Frequency frequency, SourceEvidence evidence, DateOnly? records = null, DateTimeOffset? now = null) => ControlCoverage.Of(
        new() { Name = "access", Title = "Access", Criteria = ["CC6.2"], Statement = "", Owner = "", Frequency = frequency, Systems = [], EvidencedBy = [evidence.Source] },
        First, Last, [evidence], records ?? First, now ?? After);

    private static Covered[] Systems(params string[] names) => [.. names.Select(n => new Covered(n, null, First))];

    private static IEnumerable<Performance> Four(string system) => Enumerable.Range(1, 4).Select(q => Review(system, q, new(2025, (q * 3) - 2, 10)));

    private static Performance Review(string system, int quarter, DateOnly? done) => new(system, new(2025, (quarter * 3) - 2, 1), done is { } day ? At(day) : null, At(new(2025, (quarter * 3) - 2, 15)), "review");

    private static DateTimeOffset At(DateOnly day) => new(day.ToDateTime(new(12, 0)), TimeSpan.Zero);
}
