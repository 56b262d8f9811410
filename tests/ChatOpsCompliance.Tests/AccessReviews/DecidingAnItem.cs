using ChatOpsCompliance.Access;
using ChatOpsCompliance.AccessReviews;
using Xunit;
using static ChatOpsCompliance.Tests.Some;

namespace ChatOpsCompliance.Tests.AccessReviews;

public sealed class DecidingAnItem
{
    [Fact]
    public void Its_reviewer_decides()
    {
        var (decided, no) = Item(reviewer: Mia, subject: Ben).Decide(Revoke("moved"), Mia, Now, "seen");

        Assert.Null(no);
        Assert.Equal(new ItemDecided(TheCampaign, 12, Decision.Revoke, "moved", null, Mia.Id, Ben.Id, Now, "seen"), decided);
    }

    [Fact]
    public void What_is_passed_on_is_not_decided() =>
        Assert.Throws<ArgumentException>(() => Item(reviewer: Mia).Decide(Choice.Parse("not-sure", "Who is this?")!, Mia, Now, ""));

    [Fact]
    public void Nobody_else_does_and_is_told_who_can()
    {
        var no = Item(reviewer: Mia).Decide(Keep(), Kim, Now, "").No;

        Assert.Equal(new NotTheReviewer("Mia"), no);
        Assert.Equal("Only Mia can decide this item.", no!.Sentence);
    }

    [Fact]
    public void Nobody_decides_on_their_own_access_not_even_as_its_reviewer() =>
        Assert.IsType<OwnAccess>(Item(reviewer: Ben, subject: Ben).Decide(Keep(), Ben, Now, "").No);

    [Fact]
    public void Who_has_left_decides_nothing() =>
        Assert.IsType<NoLongerActive>(Item(reviewer: Uma).Decide(Keep(), Uma, Now, "").No);

    [Theory]
    [InlineData(CampaignStatus.Staged)]
    [InlineData(CampaignStatus.Remediating)]
    [InlineData(CampaignStatus.Closed)]
    public void Only_an_open_review_is_decided_in(CampaignStatus status) =>
        Assert.Equal(new CampaignNotOpen(status), Item(status: status).Decide(Keep(), Mia, Now, "").No);

    [Fact]
    public void Once_decided_it_stays_and_says_by_whom()
    {
        var item = Item() with { Decided = Revoke("moved"), Outcome = Outcome.Revoked, DecidedByName = "Mia", DecidedAt = Now };

        var no = item.Decide(Keep(), Mia, Now, "").No;

        Assert.Equal("Mia decided this item already: Revoke: moved team, 2026-03-02 09:00 UTC.", no!.Sentence);
    }

    [Theory]
    [InlineData(Outcome.RevokedByNoResponse)]
    [InlineData(Outcome.UndecidedDeviation)]
    [InlineData(Outcome.RemovedBeforeDecision)]
    [InlineData(Outcome.Excluded)]
    public void What_has_its_outcome_without_a_decision_is_not_decided_any_more(Outcome outcome) =>
        Assert.Equal(new HasItsOutcome(outcome), (Item() with { Outcome = outcome }).Decide(Keep(), Mia, Now, "").No);

    [Fact]
    public void Who_may_not_act_learns_nothing_of_the_state()
    {
        var item = Item(status: CampaignStatus.Closed) with { Decided = Keep(), DecidedByName = "Mia" };

        Assert.IsType<NotTheReviewer>(item.Decide(Revoke(reason: null), Kim, Now, "").No);
    }

    [Fact]
    public void A_revoke_without_a_reason_is_refused() =>
        Assert.Equal(new ReasonNeeded(Decision.Revoke), Item().Decide(Revoke(reason: null), Mia, Now, "").No);

    [Fact]
    public void A_flagged_item_is_not_kept_without_a_reason()
    {
        Assert.Equal(new ReasonNeeded(Decision.Keep), Item(flags: FlagKind.NoMfa).Decide(Keep(), Mia, Now, "").No);
        Assert.True(Item(flags: FlagKind.NoMfa).Decide(Keep("on-call"), Mia, Now, "").Done);
        Assert.True(Item().Decide(Keep(), Mia, Now, "").Done);
    }

    [Fact]
    public void Revokes_of_leavers_and_of_privileged_access_count_at_once()
    {
        Assert.True((Item() with { Privileged = true }).CountsAtOnce(Decision.Revoke));
        Assert.True(Item(flags: FlagKind.Leaver).CountsAtOnce(Decision.Revoke));
        Assert.False((Item() with { Privileged = null }).CountsAtOnce(Decision.Revoke));
        Assert.False((Item() with { Privileged = true }).CountsAtOnce(Decision.Keep));
    }
}
