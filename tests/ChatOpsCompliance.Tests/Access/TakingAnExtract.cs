using ChatOpsCompliance.Access;
using Xunit;
using static ChatOpsCompliance.Tests.Some;

namespace ChatOpsCompliance.Tests.Access;

public sealed class TakingAnExtract
{
    [Fact]
    public void The_first_of_a_system_is_taken_when_its_count_is_the_sources() => Assert.Null(Extract(count: 100).Check(100, Now, newest: null, lookedAt: null));

    [Theory]
    [InlineData(99)]
    [InlineData(101)]
    [InlineData(0)]
    public void Another_count_refuses(int rows) => Assert.Equal(new CountMismatch(100, rows), Extract(count: 100).Check(rows, Now, null, "looked"));

    [Fact]
    public void It_is_not_of_the_future() => Assert.IsType<ExtractedInTheFuture>(Extract(at: Now.AddSeconds(1)).Check(100, Now, null, null));

    [Fact]
    public void Time_is_not_turned_back()
    {
        Assert.IsType<OlderThanTheNewest>(Extract(at: Now.AddHours(-3)).Check(100, Now, Snapshot(at: Now.AddHours(-2)), null));
        Assert.Null(Extract(at: Now.AddHours(-2)).Check(100, Now, Snapshot(at: Now.AddHours(-2)), null));
    }

    [Theory]
    [InlineData(81, true)]
    [InlineData(80, false)]
    [InlineData(1, false)]
    [InlineData(0, false)]
    public void Rows_down_by_a_fifth_ask_for_a_look(int rows, bool taken)
    {
        Assert.Equal(taken, Extract(rows).Check(rows, Now, Snapshot(count: 100, at: Now.AddDays(-1)), null) is null);
        Assert.Null(Extract(rows).Check(rows, Now, Snapshot(count: 100, at: Now.AddDays(-1)), "the team was dissolved"));
    }

    [Fact]
    public void An_empty_one_after_an_empty_one_did_not_shrink() => Assert.Null(Extract(0).Check(0, Now, Snapshot(count: 0, at: Now.AddDays(-1)), null));

    [Fact]
    public void What_came_went_and_changed_between_two()
    {
        var (stays, goes, comes) = (Grant(account: "ben"), Grant(account: "uma"), Grant(account: "kim"));

        var difference = SnapshotDifference.Between([stays, goes], [comes, stays with { Mfa = true }]);

        Assert.Equal([comes], difference.Came);
        Assert.Equal([goes], difference.Went);
        Assert.Equal([(stays, stays with { Mfa = true })], difference.Changed);
    }

    [Fact]
    public void A_grant_in_another_environment_is_another_grant()
    {
        var difference = SnapshotDifference.Between([Grant(environment: "test")], [Grant(environment: "production")]);

        Assert.Single(difference.Came);
        Assert.Single(difference.Went);
        Assert.Empty(difference.Changed);
    }
}
