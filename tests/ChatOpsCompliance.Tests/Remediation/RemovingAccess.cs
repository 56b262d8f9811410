using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Remediation;
using Xunit;
using static ChatOpsCompliance.Tests.Some;

namespace ChatOpsCompliance.Tests.Remediation;

public sealed class RemovingAccess
{
    private static readonly RemediationTask Open = Some.Task(), Claimed = Some.Task(Removal.Claimed, claimedAt: Now), Verified = Some.Task(Removal.Verified, claimedAt: Now, provenAt: Now.AddHours(1));

    [Fact]
    public void The_system_owner_claims_that_it_is_done()
    {
        Assert.Equal(new RemovalClaimed(Open.Id, TheCampaign, 12, Kim.Id, Now, new Words("by hand")), Open.Claim(Kim, new("by hand"), null, Now).Value);
        Assert.Equal(new NotTheSystemOwner("Kim"), Open.Claim(Mia, null, null, Now).No);
        Assert.IsType<NoLongerActive>(Open.Claim(Kim with { Active = false }, null, null, Now).No);
    }

    [Fact]
    public void Once()
    {
        Assert.Equal(new AlreadyClaimed("Kim", Now), Claimed.Claim(Kim, null, null, Now).No);
        Assert.Equal(new RemovalSettled(Removal.Verified), Verified.Claim(Kim, null, null, Now).No);
        Assert.Equal(new RemovalSettled(Removal.RiskAccepted), Some.Task(Removal.RiskAccepted).Claim(Kim, null, null, Now).No);
    }

    [Fact]
    public void A_claim_proves_nothing_an_extract_made_after_it_does()
    {
        Assert.Null(Claimed.Judge(Snapshot(at: Now.AddMinutes(-1)), present: false, replaced: false, ownProof: false));
        Assert.Null(Claimed.Judge(Snapshot(at: Now), present: false, replaced: false, ownProof: false));
        Assert.Equal(new RemovalVerified(Claimed.Id, TheCampaign, 12, 7, Now.AddMinutes(1)), Claimed.Judge(Snapshot(at: Now.AddMinutes(1)), present: false, replaced: false, ownProof: false));
    }

    [Fact]
    public void Only_of_the_same_system_and_by_the_same_method()
    {
        Assert.Null(Claimed.Judge(Snapshot("aws", Now.AddMinutes(1)), present: false, replaced: false, ownProof: false));
        Assert.Null(Claimed.Judge(Snapshot(at: Now.AddMinutes(1), method: "screenshot"), present: false, replaced: false, ownProof: false));
        Assert.NotNull(Claimed.Judge(Snapshot(at: Now.AddMinutes(1), method: " API "), present: false, replaced: false, ownProof: false));
    }

    [Fact]
    public void Still_present_it_is_open_again() =>
        Assert.Equal(new RemovalReopened(Claimed.Id, TheCampaign, 12, 7, ReopenReason.StillPresent), Claimed.Judge(Snapshot(at: Now.AddMinutes(1)), present: true, replaced: false, ownProof: false));

    [Fact]
    public void What_came_back_is_open_again()
    {
        Assert.Equal(new RemovalReopened(Verified.Id, TheCampaign, 12, 7, ReopenReason.CameBack), Verified.Judge(Snapshot(at: Now.AddHours(2)), present: true, replaced: false, ownProof: false));
        Assert.Null(Verified.Judge(Snapshot(at: Now.AddHours(1)), present: true, replaced: false, ownProof: false));
        Assert.Null(Verified.Judge(Snapshot(at: Now.AddHours(2)), present: false, replaced: false, ownProof: false));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Nothing_is_judged_before_it_is_claimed(bool present) => Assert.Null(Open.Judge(Snapshot(at: Now.AddDays(1)), present, replaced: false, ownProof: false));
}
