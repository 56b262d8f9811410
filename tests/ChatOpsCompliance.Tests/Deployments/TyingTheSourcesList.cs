using ChatOpsCompliance.Deployments;
using FsCheck.Xunit;
using Xunit;
using static ChatOpsCompliance.Tests.Some;

namespace ChatOpsCompliance.Tests.Deployments;

/// <summary>The source's own list of a day and ours.</summary>
public sealed class TyingTheSourcesList
{
    private static readonly DateTimeOffset Since = Now, Until = Now.AddDays(1);

    [Fact]
    public void What_is_on_both_ties()
    {
        var tie = Of([Listed("1"), Listed("2", hours: 2)], [Ours("1"), Ours("2", hours: 2)]);

        Assert.Equal(new Reconciliation(2, 2, 0, 0, 0), tie);
        Assert.True(tie.Ties);
    }

    [Fact]
    public void What_the_reading_found_is_counted_apart_and_ties() =>
        Assert.Equal((new Reconciliation(2, 1, 1, 0, 0), true), (Of([Listed("1"), Listed("2")], [Ours("1"), Ours("2", by: SeenBy.DailyRead)]), Of([Listed("2")], [Ours("2", by: SeenBy.DailyRead)]).Ties));

    [Fact]
    public void What_the_source_does_not_list_or_say_enough_of_does_not_tie()
    {
        Assert.Equal((new Reconciliation(0, 0, 0, 0, 1), false), (Of([], [Ours("1")]), Of([], [Ours("1")]).Ties));
        Assert.Equal((new Reconciliation(1, 0, 0, 1, 0), false), (Of([Listed(null)], []), Of([Listed(null)], []).Ties));
    }

    [Fact]
    public void Attempts_of_one_run_are_one() => Assert.Equal(new Reconciliation(1, 1, 0, 0, 0), Of([Listed("1"), Listed("1/attempts/2", hours: 3)], [Ours("1")]));

    [Fact]
    public void Outside_the_time_nothing_is_counted_and_what_the_clocks_disagree_on_is_not_extra()
    {
        Assert.Equal(new Reconciliation(0, 0, 0, 0, 0), Of([Listed("1", hours: -1), Listed("2", hours: 24)], [Ours("1", hours: -1), Ours("2", hours: 24)]));
        Assert.Equal(new Reconciliation(0, 0, 0, 0, 0), Of([Listed("1", hours: -0.01)], [Ours("1", hours: 0.01)])); // the source began it just before
    }

    [Property(MaxTest = 300)]
    public void Whatever_is_on_either_list_the_equations_hold((byte Run, bool Listed, bool Ours, bool ByReading, short Hours)[] some)
    {
        var rows = some.DistinctBy(r => r.Run).ToList();
        var tie = Of([.. rows.Where(r => r.Listed).Select(r => Listed($"{r.Run}", hours: r.Hours % 48))], [.. rows.Where(r => r.Ours).Select(r => Ours($"{r.Run}", hours: r.Hours % 48, by: r.ByReading ? SeenBy.DailyRead : SeenBy.Webhook))]);

        Assert.Equal(tie.Listed, tie.Known + tie.Found + tie.Unrecorded);
        Assert.Equal(rows.Count(r => r.Ours && In(r.Hours % 48)), tie.Ours);
    }

    [Fact]
    public void Unknown_runs_are_news_oldest_first_and_each_attempt()
    {
        var news = Reconciliation.News([Listed("2", hours: 5), Listed("1"), Listed("2", hours: 2), Listed(null)], _ => null);

        Assert.Equal([0, 2, 5], news.Select(n => (n.CreatedAt - Now).TotalHours));
    }

    [Fact]
    public void Of_known_runs_only_an_end_not_known_or_a_later_attempt_is_news()
    {
        Assert.Empty(Reconciliation.News([Listed("1")], _ => Ours("1")));
        Assert.Single(Reconciliation.News([Listed("1")], _ => Ours("1") with { Outcome = Outcome.Running, FinishedAt = null }));
        Assert.Equal(3, (Assert.Single(Reconciliation.News([Listed("1"), Listed("1", hours: 3)], _ => Ours("1"))).CreatedAt - Now).TotalHours);
        Assert.Single(Reconciliation.News([Listed("1") with { Commit = new string('b', 40) }], _ => Ours("1")));
    }

    [Fact]
    public void What_runs_is_compared_with_what_was_approved_last()
    {
        var approved = Ours("1");

        Assert.True(Reconciliation.RunsWhatWasApproved(approved.Commit, approved, null, Until));
        Assert.False(Reconciliation.RunsWhatWasApproved("other", approved, null, Until));
        Assert.Null(Reconciliation.RunsWhatWasApproved("other", approved, null, approved.FinishedAt!.Value.AddMinutes(-1))); // it was finished after the source was asked
        Assert.Null(Reconciliation.RunsWhatWasApproved(null, approved, null, Until));
        Assert.Null(Reconciliation.RunsWhatWasApproved("other", null, null, Until)); // nothing was approved yet
        Assert.False(Reconciliation.RunsWhatWasApproved("other", null, "baseline", Until));
        Assert.True(Reconciliation.RunsWhatWasApproved("baseline", null, "baseline", Until));
    }

    private static bool In(double hours) => hours is >= 0 and < 24;

    private static Reconciliation Of(IReadOnlyList<SourceDeployment> list, IReadOnlyList<Deployment> ours) => Reconciliation.Of(list, ours, Since, Until);

    private static SourceDeployment Listed(string? run, double hours = 0) => new("7", new string('a', 40), run is null ? null : $"https://git.example.org/acme/app/actions/runs/{run}", "ada", Now.AddHours(hours), Outcome.Success, Now.AddHours(hours + 0.5));

    private static Deployment Ours(string run, double hours = 0, SeenBy by = SeenBy.Webhook) => Some.Deployment(run) with { StartedAt = Now.AddHours(hours), FinishedAt = Now.AddHours(hours + 0.5), SeenBy = by, SeenAt = Now.AddHours(hours + 1) };
}
