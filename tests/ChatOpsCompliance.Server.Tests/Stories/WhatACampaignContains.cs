using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.AccessReviews;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Stories;

public sealed class WhatACampaignContains
{
    [Fact]
    public async Task An_item_says_what_was_decided_on_it_last_time_until_those_words_are_erased()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        var carla = await workspace.Person("carla@example.com");
        await Decide(workspace, company.Campaign, "web: maintain", "keep:other", "She leads the team.");
        workspace.Clock.Advance(TimeSpan.FromDays(20));
        Assert.IsType<Finish>(await workspace.Close(await workspace.Person("grace@example.com"), company.Campaign, "The others were away."));
        await company.Extract([.. SmallCompany.Grants, "ada,human,ada@example.com,,new: write,,false,true,,,"]);

        var next = (await workspace.Launch("quarterly")).Value.Campaign!.Value;

        var items = await workspace.Items(next);
        Assert.Equal("Keep: She leads the team. (Carla Mendes, 2026-03-02)", items.Single(i => i.Grant.Entitlement == "web: maintain").LastSaid);
        Assert.Equal("nobody decided in time", items.First(i => i.Grant.Account == "ada").LastSaid);
        Assert.Null(items.Single(i => i.Grant.Entitlement == "new: write").LastSaid);
        await workspace.Database.InTransaction<int>(Actor.Service, tx => ChatOpsCompliance.Server.Evidence.EraseWords.Of(tx, carla.Id), ct: TestContext.Current.CancellationToken);
        Assert.Null((await workspace.Items(next)).Single(i => i.Grant.Entitlement == "web: maintain").LastSaid);
    }

    private static async Task Decide(Workspace workspace, Id<Campaign> campaign, string entitlement, string option, string words = "")
    {
        var item = (await workspace.Items(campaign)).Single(i => i.Grant.Entitlement == entitlement);
        var by = (await workspace.Read(ChatOpsCompliance.Server.People.PeopleStore.Everybody)).Single(p => p.Id == item.Reviewer);
        Assert.IsType<Finish>(await workspace.Act(by, ReviewVerbs.Decide, new()
        {
            [ReviewVerbs.Campaign] = campaign.ToString(),
            [ReviewVerbs.Item] = item.Ordinal.ToString(System.Globalization.CultureInfo.InvariantCulture),
            [ReviewVerbs.Option] = option,
            [ReviewVerbs.Words] = words,
        }));
    }
}
