using ChatOpsCompliance.AccessReviews;
using FsCheck.Xunit;
using Xunit;
using static ChatOpsCompliance.Tests.Some;

namespace ChatOpsCompliance.Tests.AccessReviews;

public sealed class ClosingACampaign
{
    private static readonly Words Response = new("We were short of people.");

    [Fact]
    public void Its_owner_closes_it_when_it_ties_out() =>
        Assert.Equal(new CampaignClosed(TheCampaign, Ada.Id, Now, AllDecided, null), Campaign().Close(AllDecided, "hash", Ada, isCompliance: false, null, Now).Value);

    [Fact]
    public void A_compliance_officer_does_too_nobody_else_does()
    {
        Assert.True(Campaign().Close(AllDecided, "hash", Tom, isCompliance: true, null, Now).Done);
        Assert.Equal(new NotTheCampaignOwner("Ada", "close it"), Campaign().Close(AllDecided, "hash", Mia, isCompliance: false, null, Now).No);
        Assert.IsType<NoLongerActive>(Campaign().Close(AllDecided, "hash", Uma, isCompliance: true, null, Now).No);
    }

    [Theory]
    [InlineData(CampaignStatus.Staged)]
    [InlineData(CampaignStatus.Closed)]
    public void Only_one_that_is_open_is_closed(CampaignStatus status) =>
        Assert.Equal(new CampaignNotOpen(status), Campaign(status).Close(AllDecided, "hash", Ada, false, null, Now).No);

    [Fact]
    public void An_undecided_item_waits_until_the_due_date()
    {
        var campaign = Campaign();

        Assert.Equal(new StillUndecided(1, campaign.DueAt), campaign.Close(OneUndecided, "hash", Ada, false, Response, campaign.DueAt.AddTicks(-1)).No);
        Assert.True(campaign.Close(OneUndecided, "hash", Ada, false, Response, campaign.DueAt).Done);
    }

    [Fact]
    public void After_it_the_deviation_needs_managements_response()
    {
        var campaign = Campaign();

        Assert.Equal(new ResponseNeeded(1), campaign.Close(OneUndecided, "hash", Ada, false, null, campaign.DueAt).No);

        var closed = campaign.Close(OneUndecided, "hash", Ada, false, Response, campaign.DueAt).Value;
        Assert.Equal(OneUndecided with { Undecided = 0, UndecidedDeviation = 1 }, closed.TieOut);
        Assert.Equal(Response, closed.Response);
    }

    [Fact]
    public void Another_population_than_the_frozen_one_refuses()
    {
        Assert.IsType<PopulationChanged>(Campaign().Close(AllDecided, "another hash", Ada, false, null, Now).No);
        Assert.Equal(new PopulationChanged(4, 3), Campaign(population: 4).Close(AllDecided, "hash", Ada, false, null, Now).No);
    }

    [Fact]
    public void What_does_not_tie_out_refuses_and_says_what() =>
        Assert.Equal(new DoesNotTieOut("1 revoked or modified, 0 tracked to removal"), Campaign().Close(AllDecided with { Verified = 0 }, "hash", Ada, false, null, Now).No);

    [Fact]
    public void Open_removals_do_not_refuse_but_are_named() =>
        Assert.Equal(1, Campaign(CampaignStatus.Remediating).Close(AllDecided with { Verified = 0, Open = 1 }, "hash", Ada, false, null, Now).Value.TieOut.Open);

    [Property(MaxTest = 300)]
    public void Whatever_else_never_with_undecided_items_before_the_due_date_and_never_twice(CampaignStatus status, byte undecided, byte kept, bool compliance, bool responds, short minutes)
    {
        var count = new TieOut { Population = (undecided % 3) + kept, Kept = kept, Undecided = undecided % 3 };
        var campaign = Campaign(status, count.Population);
        var at = campaign.DueAt.AddMinutes(minutes);

        var closed = campaign.Close(count, "hash", Ada, compliance, responds ? Response : null, at).Done;

        Assert.Equal(status is CampaignStatus.Active or CampaignStatus.Remediating && (undecided % 3 == 0 || (minutes >= 0 && responds)), closed);
    }
}
