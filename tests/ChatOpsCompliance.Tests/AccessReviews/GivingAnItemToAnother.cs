using ChatOpsCompliance.Access;
using ChatOpsCompliance.AccessReviews;
using Xunit;
using static ChatOpsCompliance.Tests.Some;

namespace ChatOpsCompliance.Tests.AccessReviews;

public sealed class GivingAnItemToAnother
{
    [Fact]
    public void It_names_who_had_it_who_has_it_and_why()
    {
        var given = Item(reviewer: Mia).Give(Kim, ReassignCause.Chosen, Words.Of("Mia is on leave."), Tom, Lines()).Value;

        Assert.Equal((Mia.Id, Kim.Id, ReassignCause.Chosen, "Mia is on leave."), (given.From, given.To, given.Cause, given.Words!.Text));
    }

    [Fact]
    public void Nobody_gets_their_own_access() => Assert.IsType<HoldsThisAccess>(Item().Give(Ben, ReassignCause.Delegated, null, Mia, Lines()).No);

    [Fact]
    public void Nobody_chooses_who_decides_on_their_own() => Assert.IsType<ChoosesOwnReviewer>(Item().Give(Kim, ReassignCause.Chosen, null, Ben, Lines()).No);

    [Fact]
    public void Whoever_left_gets_nothing() => Assert.IsType<NotInTheRoster>(Item().Give(Uma, ReassignCause.Chosen, null, Tom, Lines()).No);

    [Fact]
    public void Whoever_reports_to_the_holder_gets_nothing() => Assert.IsType<ReportsToTheHolder>(Item(subject: Mia, reviewer: Ada).Give(Ben, ReassignCause.Chosen, null, Tom, Lines()).No);

    [Fact]
    public void A_second_look_is_never_given_to_who_kept_it_first() =>
        Assert.IsType<KeptItFirst>((Item(reviewer: Kim) with { Stage = 2, KeptFirstBy = Mia.Id }).Give(Mia, ReassignCause.Chosen, null, Tom, Lines()).No);

    [Fact]
    public void Unless_everybody_does() =>
        Assert.True(Item(subject: Ada, reviewer: Mia, flags: FlagKind.ReviewerReportsToSubject).Give(Kim, ReassignCause.Chosen, null, Tom, Lines()).Done);

    [Fact]
    public void A_decision_stands() => Assert.IsType<AlreadyDecided>((Item() with { Decided = Keep(), Outcome = Outcome.Kept }).Give(Kim, ReassignCause.Chosen, null, Tom, Lines()).No);

    [Theory]
    [InlineData(Outcome.Excluded)]
    [InlineData(Outcome.RemovedBeforeDecision)]
    public void So_does_another_outcome(Outcome outcome) => Assert.IsType<HasItsOutcome>((Item() with { Outcome = outcome }).Give(Kim, ReassignCause.Chosen, null, Tom, Lines()).No);

    [Fact]
    public void Only_an_open_review_changes() => Assert.IsType<CampaignNotOpen>(Item(status: CampaignStatus.Closed).Give(Kim, ReassignCause.Chosen, null, Tom, Lines()).No);
}
