using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Remediation;
using Xunit;
using static ChatOpsCompliance.Tests.Some;

namespace ChatOpsCompliance.Tests.Remediation;

/// <summary>Kim owns github and removed Ben's access, which Mia reviewed in Ada's campaign.</summary>
public sealed class LookingTwice
{
    private static readonly RemediationTask Claimed = Some.Task(Removal.Claimed, claimedAt: Now);

    private static readonly RemediationTask Unconfirmed = Some.Task(Removal.Unconfirmed, claimedAt: Now, provenAt: Now.AddHours(1)) with { ProvenBy = 7 };

    [Fact]
    public void An_extract_of_ones_own_proves_nothing_alone()
    {
        Assert.IsType<RemovalUnconfirmed>(Claimed.Judge(Snapshot(at: Now.AddHours(1)), present: false, replaced: false, ownProof: true));
        Assert.IsType<RemovalReopened>(Claimed.Judge(Snapshot(at: Now.AddHours(1)), present: true, replaced: false, ownProof: true));
        Assert.Null(Unconfirmed.Judge(Snapshot(at: Now.AddHours(2)), present: false, replaced: false, ownProof: true));
        Assert.IsType<RemovalVerified>(Unconfirmed.Judge(Snapshot(at: Now.AddHours(2)), present: false, replaced: false, ownProof: false));
        Assert.IsType<RemovalReopened>(Unconfirmed.Judge(Snapshot(at: Now.AddHours(2)), present: true, replaced: false, ownProof: true));
    }

    [Theory]
    [InlineData("kim@example.org", true)]
    [InlineData("Extract of KIM@EXAMPLE.ORG", true)]
    [InlineData("Kim", true)]
    [InlineData("the nightly job", false)]
    public void Who_made_an_extract_is_known_by_e_mail_or_name(string by, bool kims) => Assert.Equal(kims, (Extract() with { By = by }).MadeBy(Kim));

    [Fact]
    public void Reviewer_campaign_owner_and_compliance_may_look_and_nobody_else()
    {
        Assert.Equal(new RemovalConfirmed(Unconfirmed.Id, TheCampaign, 12, Mia.Id, 7, Now.AddHours(1)), Unconfirmed.Confirm(Mia, isCompliance: false).Value);
        Assert.True(Unconfirmed.Confirm(Ada, isCompliance: false).Done);
        Assert.True(Unconfirmed.Confirm(Tom, isCompliance: true).Done);
        Assert.IsType<NotASecondPerson>(Unconfirmed.Confirm(Tom, isCompliance: false).No);
        Assert.IsType<NoLongerActive>(Unconfirmed.Confirm(Mia with { Active = false }, isCompliance: true).No);
    }

    [Fact]
    public void Remover_and_holder_may_not_whatever_their_role()
    {
        Assert.IsType<OwnWordIsNotEnough>(Unconfirmed.Confirm(Kim, isCompliance: true).No);
        Assert.IsType<HolderCantConfirm>(Unconfirmed.Confirm(Ben, isCompliance: true).No);
        Assert.IsType<OwnWordIsNotEnough>((Unconfirmed with { Owner = Tom.Id }).Confirm(Kim, isCompliance: true).No); // it was handed over since
        Assert.IsType<OwnWordIsNotEnough>(Claimed.Inspect(Kim, isCompliance: true, new("gone"), default, Now).No);
    }

    [Fact]
    public void Only_what_waits_is_confirmed_or_doubted()
    {
        Assert.IsType<RemovalSettled>(Claimed.Confirm(Mia, isCompliance: false).No);
        Assert.IsType<RemovalSettled>(Some.Task(Removal.Verified, Now, Now).Doubt(Mia, isCompliance: false).No);
        Assert.Equal(ReopenReason.SeenBySecondPerson, Unconfirmed.Doubt(Mia, isCompliance: false).Value.Reason);
    }

    [Fact]
    public void An_inspection_needs_a_claim_and_words()
    {
        Assert.IsType<NotClaimedYet>(Some.Task().Inspect(Mia, isCompliance: false, new("gone"), default, Now).No);
        Assert.IsType<SayWhatYouSaw>(Claimed.Inspect(Mia, isCompliance: false, null, default, Now).No);
        Assert.True(Claimed.Inspect(Mia, isCompliance: false, new("gone"), default, Now).Done);
    }

    [Fact]
    public void A_system_that_cant_be_exported_is_confirmed_by_whoever_looked_second()
    {
        Fact? Judged(Person second, bool present = false) => Claimed.Judge(Snapshot(at: Now.AddHours(1)) with { ConfirmedBy = second.Id }, present, replaced: false, ownProof: true);

        Assert.Equal((Tom.Id, 7L), Assert.IsType<RemovalInspected>(Judged(Tom)) is var inspected ? (inspected.By, inspected.Snapshot!.Value) : default);
        Assert.IsType<RemovalUnconfirmed>(Judged(Ben)); // whose access it is
        Assert.IsType<RemovalUnconfirmed>(Judged(Kim)); // who removed it
        Assert.IsType<RemovalReopened>(Judged(Tom, present: true));
    }

    [Fact]
    public void A_modification_is_proven_by_both_halves()
    {
        var modified = Claimed with { Becomes = "reader" };

        Assert.Equal(ReopenReason.NotReplaced, Assert.IsType<RemovalReopened>(modified.Judge(Snapshot(at: Now.AddHours(1)), present: false, replaced: false, ownProof: false)).Reason);
        Assert.Equal(ReopenReason.StillPresent, Assert.IsType<RemovalReopened>(modified.Judge(Snapshot(at: Now.AddHours(1)), present: true, replaced: true, ownProof: false)).Reason);
        Assert.IsType<RemovalVerified>(modified.Judge(Snapshot(at: Now.AddHours(1)), present: false, replaced: true, ownProof: false));
    }

    [Fact]
    public void A_corrected_decision_withdraws_what_is_not_proven()
    {
        Assert.True(Some.Task().Withdraw().Done);
        Assert.True(Unconfirmed.Withdraw().Done);
        Assert.IsType<RemovalSettled>(Some.Task(Removal.Verified, Now, Now).Withdraw().No);
    }
}
