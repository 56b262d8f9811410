using ChatOpsCompliance.Server.AccessReviews;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>Somebody gets another manager: what they can do is reviewed at once, by the new one, and nobody else's.</summary>
public sealed class AReviewAfterAMove
{
    private static readonly (string, string)[] Settings =
    [
        ("Reviews:moves:Title", "Access after a move"),
        ("Reviews:moves:Scope", "all"),
        ("Reviews:moves:Launch", "move"),
        ("Reviews:moves:TimeZone", "Europe/Berlin"),
        ("Reviews:moves:DurationDays", "7"),
        ("Reviews:moves:Owner", "grace@example.com"),
        ("Reviews:moves:Fallback", "carla@example.com"),
    ];

    [Fact]
    public async Task Is_launched_by_itself_for_the_mover_alone_with_the_new_manager()
    {
        var (workspace, company) = await SmallCompany.Starting(Settings);
        await using var _ = workspace;
        workspace.Clock.Advance(TimeSpan.FromDays(1));

        await company.Rostered(row => row.Replace("ben@example.com,mia@example.com", "ben@example.com,omar@example.com", StringComparison.Ordinal));
        await Due(workspace);
        await Due(workspace);

        var campaign = Assert.Single(await workspace.Read(CampaignStore.All));
        Assert.Equal(("moves/P4", "Access after a move: Ben Weber", new DateOnly(2026, 3, 3)), (campaign.Definition, campaign.Title, campaign.Period));
        var items = await workspace.Items(campaign.Id);
        Assert.Equal(4, items.Count);
        Assert.All(items, i => Assert.Equal(("ben", "Omar Haddad"), (i.Grant.Account, i.ReviewerName)));
    }

    [Fact]
    public async Task Waits_for_a_fresh_extract_and_says_so()
    {
        var (workspace, company) = await SmallCompany.Starting(Settings);
        await using var _ = workspace;
        workspace.Clock.Advance(TimeSpan.FromDays(10));

        await company.Rostered(row => row.Replace("ben@example.com,mia@example.com", "ben@example.com,omar@example.com", StringComparison.Ordinal));
        await Due(workspace);
        Assert.Empty(await workspace.Read(CampaignStore.All));
        await company.Extract(SmallCompany.Grants);
        await Due(workspace);

        Assert.Single(await workspace.Read(CampaignStore.All));
    }

    [Fact]
    public async Task Nobody_without_access_and_nobody_who_stayed()
    {
        var (workspace, company) = await SmallCompany.Starting(Settings);
        await using var _ = workspace;
        workspace.Clock.Advance(TimeSpan.FromDays(1));

        await company.Rostered(row => row.Replace("grace@example.com,carla@example.com", "grace@example.com,omar@example.com", StringComparison.Ordinal)); // Grace has no access
        await Due(workspace);
        await company.Rostered(row => row);
        await Due(workspace);

        Assert.Empty(await workspace.Read(CampaignStore.All));
        Assert.Empty(await workspace.Read(MoveStore.Waiting));
    }

    [Fact]
    public async Task By_hand_it_needs_somebody()
    {
        var (workspace, _) = await SmallCompany.Starting(Settings);
        await using var __ = workspace;

        var nobody = await workspace.Launch("moves");
        var stranger = await workspace.Get<LaunchCampaign>().Run("moves", null, Actor.Service, person: "who@example.com", ct: TestContext.Current.CancellationToken);
        var ada = await workspace.Get<LaunchCampaign>().Run("moves", null, Actor.Service, person: "Ada@example.com", ct: TestContext.Current.CancellationToken);
        var again = await workspace.Get<LaunchCampaign>().Run("moves", null, Actor.Service, person: "ada@example.com", ct: TestContext.Current.CancellationToken);

        Assert.Equal("moves reviews one person's access after a move (Launch: move). Say whose: --person E-MAIL.", nobody.No!.Sentence);
        Assert.Equal("Nobody in the roster has the address who@example.com.", stranger.No!.Sentence);
        Assert.Equal(3, ada.Value.Population);
        Assert.IsType<LaunchedAlready>(again.No);
    }

    private static Task Due(Workspace workspace) => workspace.Get<LaunchDue>().Run(TestContext.Current.CancellationToken);
}
