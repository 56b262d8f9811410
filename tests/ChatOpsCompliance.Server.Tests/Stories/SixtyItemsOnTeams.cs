using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Tests.Chat;
using ChatOpsCompliance.Server.Tests.Chat.Teams;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>The manager of <see cref="SixtyItems"/>, on one card in Teams.</summary>
public sealed class SixtyItemsOnTeams(ITestOutputHelper output)
{
    [Fact]
    public async Task Take_at_most_twenty_five_interactions_and_none_of_them_keeps_what_was_not_shown()
    {
        await using var clock = new RunningClock(SmallCompany.Start);
        await using var teams = await FakeTeams.Start(clock.Clock);
        var user = CompanyOnTeams.UserOf(SmallCompany.Mia);
        teams.AddChannel(CompanyOnTeams.Channel, "Compliance");
        teams.AddUser(user, "Mia Keller", "mia@example.com");
        teams.Connector.Limits = true;
        await using var workspace = await Workspace.Start(clock.Clock, local: false, [.. SixtyItems.Settings, .. CompanyOnTeams.SettingsOf(teams)]);
        teams.Door.App = workspace.Address;
        var campaign = await SixtyItems.Launch(workspace);
        var (mia, items) = (teams.As(user), await workspace.Items(campaign));
        await mia.Sees("60 items wait");
        var player = new TeamsReviewPlayer(mia, items, SixtyItems.Wanted);

        var done = await player.Play("Review 60 items");

        output.WriteLine($"{mia.Interactions} interactions, {player.Screens} screens, {teams.Connector.Calls.Count} calls");
        Assert.Contains("Signed: 58 kept, 2 to be removed. That was everything, thank you.", done, StringComparison.Ordinal);
        Assert.True(mia.Interactions <= 25, $"{mia.Interactions} interactions");
        Assert.Equal(items.Select(i => i.Ordinal).Order(), player.Shown.Order());
        Assert.All(items, i => Assert.Contains(ReviewWords.Title(i), player.Signed, StringComparison.Ordinal));
        Assert.Equal((58, 2), ((await workspace.Items(campaign)).Count(i => i.Outcome == Outcome.Kept), (await workspace.Items(campaign)).Count(i => i.Outcome == Outcome.Revoked)));
        Assert.DoesNotContain(teams.Connector.Calls, c => c.Status == 429);
        Assert.True((await workspace.Verify()).Whole);
    }
}
