using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Remediation;
using Xunit;

namespace ChatOpsCompliance.Tests.Remediation;

public sealed class ReportingRisks
{
    private static readonly DateTimeOffset Until = Some.Now.AddDays(30);

    [Theory]
    [InlineData(RiskState.Asked, Removal.Open, 1, "asked")]
    [InlineData(RiskState.Rejected, Removal.Open, 1, "rejected")]
    [InlineData(RiskState.Accepted, Removal.RiskAccepted, 1, "in force")]
    [InlineData(RiskState.Accepted, Removal.Open, 31, "expired")]
    [InlineData(RiskState.Accepted, Removal.Verified, 1, "ended early")]
    public void Its_state_is_what_holds_on_the_day(RiskState state, Removal removal, int day, string expected) =>
        Assert.Equal(expected, Line(state, removal, Until).State(Some.Now.AddDays(day)));

    [Fact]
    public void A_renewal_takes_the_place_of_the_approval_before_it() =>
        Assert.Equal("ended early", Line(RiskState.Accepted, Removal.RiskAccepted, Until.AddDays(60)).State(Some.Now.AddDays(20)));

    [Fact]
    public void A_period_has_what_was_in_force_at_any_time_of_it()
    {
        int Rows(int from, int to) => RisksReport.Of(new ReportScope("a period", Some.Now.AddDays(from), Some.Now.AddDays(to), Some.Now.AddDays(100), []), [Line(RiskState.Accepted, Removal.Open, null)]).Rows.Count;

        Assert.Equal(0, Rows(-10, 0));
        Assert.Equal(1, Rows(-10, 1));
        Assert.Equal(1, Rows(29, 40));
        Assert.Equal(0, Rows(31, 40));
    }

    private static RiskLine Line(RiskState state, Removal removal, DateTimeOffset? taskUntil)
    {
        var task = Some.Task(removal) with { RiskUntil = removal == Removal.RiskAccepted ? taskUntil : null };
        var request = new RiskRequest
        {
            Id = new(new Guid("01890000-0000-7000-8000-0000000000b1")),
            Tasks = [task],
            AskedBy = Some.Kim.Id,
            AskedByName = Some.Kim.Name,
            AskedAt = Some.Now,
            Days = 30,
            Why = "The nightly job.",
            Control = "Looked at each morning.",
            State = state,
            DecidedAt = state == RiskState.Asked ? null : Some.Now,
        };
        return new(new(Some.Campaign(), Some.Item()), task, request, 1);
    }
}
