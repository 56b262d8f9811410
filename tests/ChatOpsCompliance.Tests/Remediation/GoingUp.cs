using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Remediation;
using Xunit;
using static ChatOpsCompliance.Tests.Some;

namespace ChatOpsCompliance.Tests.Remediation;

/// <summary>Lateness goes up, work goes to somebody else.</summary>
public sealed class GoingUp
{
    /// <summary>Due on a Friday.</summary>
    private static readonly RemediationTask Friday = Some.Task() with { Deadline = new(2026, 3, 6, 9, 0, 0, TimeSpan.Zero) };

    [Theory]
    [InlineData("2026-03-06T09:00:00Z", Escalation.None)]
    [InlineData("2026-03-06T09:01:00Z", Escalation.Manager)]
    [InlineData("2026-03-10T09:00:00Z", Escalation.Manager)] // Tuesday, two business days on
    [InlineData("2026-03-10T09:01:00Z", Escalation.Compliance)]
    public void To_the_manager_and_after_two_business_days_past_them(string now, Escalation due) =>
        Assert.Equal(due, Friday.Due(DateTimeOffset.Parse(now, null), BusinessCalendar.WeekendsOnly, TimeZoneInfo.Utc));

    [Fact]
    public void Holidays_are_not_counted_against_anybody() =>
        Assert.Equal(Escalation.Manager, Friday.Due(new(2026, 3, 11, 8, 0, 0, TimeSpan.Zero), new([new(2026, 3, 9)]), TimeZoneInfo.Utc));

    [Theory]
    [InlineData(Removal.Claimed, true)]
    [InlineData(Removal.Unconfirmed, true)]
    [InlineData(Removal.Verified, false)]
    [InlineData(Removal.RiskAccepted, false)]
    [InlineData(Removal.Withdrawn, false)]
    public void A_claim_stops_nothing_a_proof_does(Removal status, bool late) => Assert.Equal(late, (Friday with { Status = status }).LateAt(Friday.Deadline.AddDays(1)));

    [Fact]
    public void Owner_manager_campaign_owner_and_compliance_hand_over_to_anybody_active_but_the_holder()
    {
        Assert.Equal(Tom.Id, Friday.HandOver(Kim, false, false, Tom, null).Value.To);
        Assert.True(Friday.HandOver(Mia, false, managesOwner: true, Tom, null).Done);
        Assert.True(Friday.HandOver(Ada, false, false, Tom, null).Done);
        Assert.True(Friday.HandOver(Mia, isCompliance: true, false, Tom, null).Done);
        Assert.IsType<NotYoursToHandOver>(Friday.HandOver(Ben, false, false, Tom, null).No);
        Assert.IsType<HolderCantRemove>(Friday.HandOver(Kim, false, false, Ben, null).No);
        Assert.IsType<NobodyOfThatName>(Friday.HandOver(Kim, false, false, Uma, null).No);
        Assert.IsType<OwnsItAlready>(Friday.HandOver(Ada, false, false, Kim, null).No);
    }

    [Fact]
    public void When_the_owner_leaves_the_first_who_can_takes_it()
    {
        Assert.Equal(Tom.Id, Friday.OwnerLeft([Kim, Uma, Ben, Tom])!.To); // herself, gone, the holder
        Assert.Equal(Ben.Id, Friday.OwnerLeft([null, Ben])!.To); // better the holder than nobody: their word alone closes nothing
        Assert.Null(Friday.OwnerLeft([Uma]));
    }
}
