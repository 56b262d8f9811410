using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Tests.Chat.Teams;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>The same review as <see cref="AReviewOnTeams"/>, on the stand-in that Microsoft made: from adding the app to the claimed removal.</summary>
public sealed class AReviewOnAgentsPlayground
{
    private const string KeepOne = "Keep web: maintain of Mia Keller";

    [Fact]
    public async Task From_adding_the_app_to_the_claimed_removal()
    {
        await using var on = await CompanyOnPlayground.Start(SmallCompany.Mia);
        var (mia, omar, grace, carla) = (on.As(SmallCompany.Mia), on.As(SmallCompany.Omar), on.As(SmallCompany.Grace), on.As(SmallCompany.Carla));
        await on.Teams.Install(AgentsPlayground.Channel);
        await on.Teams.Install(AgentsPlayground.Group);
        await on.Teams.Install(await on.Teams.Personal(CompanyOnTeams.UserOf(SmallCompany.Mia)));
        await mia.Sees("Nothing waits for you.");
        Assert.Single(await mia.Messages(), m => m.Text.Contains("Nothing waits for you.", StringComparison.Ordinal)); // told of twice, greeted once

        on.Company.Campaign = (await on.Workspace.Launch("quarterly")).Value.Campaign!.Value;
        await on.Workspace.Deliver();
        await mia.Sees("9 items wait for your decision");
        await AReviewOnTeams.Decides(mia);
        await on.Workspace.Deliver();
        Assert.Equal(["Change a decision…"], (await mia.Sees("Thank you, nothing waits for you here.")).Buttons);

        await omar.Sees("Access to remove");
        await omar.Press("Open the list");
        await omar.TickAll("Removed");
        AReviewOnTeams.Says(await omar.Press("I removed what is ticked"), "Noted: you removed 3.");
        Assert.All(await on.Workspace.Read(read => RemediationStore.Of(read, on.Company.Campaign)), t => Assert.Equal(Removal.Claimed, t.Status));

        await carla.Sees("3 items wait for your decision");
        AReviewOnTeams.Says(await carla.Press(KeepOne), "Recorded: Keep.");
        await on.Workspace.Deliver();
        Assert.DoesNotContain(KeepOne, (await carla.Sees("2 items wait for your decision")).Buttons);

        foreach (var (person, says) in new[] { (mia, "Nothing waits for you."), (omar, "Removed by your word, not proven yet: 3"), (grace, "10 of 13 decided") })
        {
            await person.Write("home");
            await person.Sees(says);
        }

        Assert.True((await on.Workspace.Verify()).Whole);
    }

    [Fact]
    public async Task What_is_asked_for_where_others_read_is_answered_in_private()
    {
        await using var on = await CompanyOnPlayground.Reviewing(SmallCompany.Grace);
        var (grace, omar) = (on.As(SmallCompany.Grace), on.As(SmallCompany.Omar));

        foreach (var where in new[] { AgentsPlayground.Group, AgentsPlayground.Channel })
        {
            await grace.Write("status", where);
            await grace.Sees("Waiting for Mia Keller (9)");
            await omar.Sees("I've answered you in our own chat, since others read here.");
        }

        Assert.DoesNotContain(await omar.Messages(), m => m.Text.Contains("Waiting for Mia Keller (9)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_card_in_the_channel_is_the_same_for_everybody_after_one_has_pressed()
    {
        await using var on = await CompanyOnPlayground.Reviewing(SmallCompany.Grace);
        var (grace, carla) = (on.As(SmallCompany.Grace), on.As(SmallCompany.Carla));
        await carla.Sees("0 of 13 decided");

        await grace.Press("Cancel…", "0 of 13 decided");
        foreach (var field in await grace.Fields()) await grace.Fill(field, "Launched by mistake");
        await grace.Press("Cancel the review");
        await on.Workspace.Deliver();

        Assert.DoesNotContain("Cancel…", (await carla.Sees("State: cancelled")).Buttons);
    }
}
