using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.EmergencyChanges;
using Xunit;
using static ChatOpsCompliance.Tests.Some;

namespace ChatOpsCompliance.Tests.Deployments;

/// <summary>Vienna works from 8 to 18; the second of March is a Monday, the third a holiday.</summary>
public sealed class NotingWhatIsUnusual
{
    private static readonly EmergencyPolicy Policy = new()
    {
        Name = "production",
        Title = "Production",
        Owner = "ada@example.org",
        Repositories = ["acme/*"],
        Environments = ["production"],
        Approvers = [],
        TimeZone = "Europe/Vienna",
        UsualHours = new(8, 18),
        Calendar = new([new(2026, 3, 3)]),
    };

    private static readonly Before Usual = new(Now.AddDays(-30), ActorKnown: true);

    [Theory]
    [InlineData("2026-03-02T06:59:59Z", true)]
    [InlineData("2026-03-02T07:00:00Z", false)] // eight in Vienna
    [InlineData("2026-03-02T16:59:59Z", false)]
    [InlineData("2026-03-02T17:00:00Z", true)]
    [InlineData("2026-03-03T10:00:00Z", true)] // a holiday
    [InlineData("2026-03-07T10:00:00Z", true)] // a Saturday
    [InlineData("2026-03-30T06:00:00Z", false)] // summer time by then
    public void Outside_the_hours_of_the_policy_by_its_own_clock_and_calendar(string at, bool outside) =>
        Assert.Equal(outside, Anomalies.Of(Some.Deployment() with { StartedAt = DateTimeOffset.Parse(at, null) }, Policy, Usual).Contains(Anomaly.OutsideHours));

    [Fact]
    public void A_policy_without_hours_knows_none() => Assert.Empty(Anomalies.Of(Some.Deployment() with { StartedAt = Now.AddDays(5) }, Policy with { UsualHours = null }, Usual));

    [Fact]
    public void Who_never_deployed_there_is_new_once_it_is_known_who_does()
    {
        var d = Some.Deployment();

        Assert.Equal([Anomaly.NewActor], Anomalies.Of(d, Policy, Usual with { ActorKnown = false }));
        Assert.Empty(Anomalies.Of(d, Policy, new(null, ActorKnown: false))); // the first of all
        Assert.Empty(Anomalies.Of(d, Policy, new(d.SeenAt.AddHours(-23), ActorKnown: false)));
        Assert.Equal([Anomaly.NewActor], Anomalies.Of(d, Policy, new(d.SeenAt.AddDays(-1), ActorKnown: false)));
        Assert.Empty(Anomalies.Of(d with { Actor = "" }, Policy, Usual with { ActorKnown = false })); // unknown is not new
    }
}
