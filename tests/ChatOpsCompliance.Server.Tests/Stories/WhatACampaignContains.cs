using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Evidence;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>What is asked in a campaign besides “does this account still need this access?”, and what is told beside the question.</summary>
public sealed class WhatACampaignContains
{
    [Fact]
    public async Task Extracts_that_are_too_old_launch_nothing_unless_somebody_says_why()
    {
        var (workspace, _) = await SmallCompany.Starting();
        await using var __ = workspace;
        workspace.Clock.Advance(TimeSpan.FromDays(8));

        Assert.Equal("SnapshotStale", (await workspace.Launch("quarterly")).No?.Kind);
        var launched = await workspace.Get<LaunchCampaign>().Run("quarterly", null, Actor.Shell("tester"), stale: new Words("GitHub's export is down; Omar looked."), ct: TestContext.Current.CancellationToken);

        Assert.Null(launched.No);
        var fact = (await workspace.Read(read => LedgerStore.Latest(read, 50))).Single(f => f.Kind == "campaign.launched");
        Assert.Contains("\"stale\":\"text:", fact.Body, StringComparison.Ordinal);
        Assert.Null((await workspace.Verify()).Fault);
    }

    [Fact]
    public async Task An_item_says_what_was_decided_on_it_last_time_until_those_words_are_erased()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        var carla = await workspace.Person("carla@example.com");
        await Decide(workspace, Item(await workspace.Items(company.Campaign), "mia", "web: maintain"), "keep:other", "She leads the team.");
        await CloseLate(workspace, company.Campaign);
        await company.Extract([.. SmallCompany.Grants, "ada,human,ada@example.com,,new: write,,false,true,,,"]);

        var next = (await workspace.Launch("quarterly")).Value.Campaign!.Value;

        var items = await workspace.Items(next);
        Assert.Equal("Keep: She leads the team. (Carla Mendes, 2026-03-02)", Item(items, "mia", "web: maintain").LastSaid);
        Assert.Equal("nobody decided in time", Item(items, "ada", "web: write").LastSaid);
        Assert.Null(Item(items, "ada", "new: write").LastSaid);
        await workspace.Database.InTransaction<int>(Actor.Service, tx => EraseWords.Of(tx, carla.Id), ct: TestContext.Current.CancellationToken);
        Assert.Null(Item(await workspace.Items(next), "mia", "web: maintain").LastSaid);
    }

    [Fact]
    public async Task What_everybody_has_by_being_there_is_one_rule_and_whoever_does_not_fit_is_an_item()
    {
        var (workspace, company) = await SmallCompany.Starting();
        await using var _ = workspace;
        await company.Catalogue("wiki: edit,Wiki author,May edit the wiki,ben@example.com,false,true", "web: write,Web developer,,,false,");
        await company.Extract([.. SmallCompany.Grants, "jo,human,jo@example.com,,wiki: edit,,false,,,,", "bot,service,,omar@example.com,wiki: edit,,false,,,,", "ghost,human,,,wiki: edit,,false,,,,"]);

        var launched = (await workspace.Launch("quarterly")).Value;

        var items = await workspace.Items(launched.Campaign!.Value);
        var rule = Assert.Single(items, i => i.Kind == ItemKind.Rule);
        Assert.Equal(("everybody in the roster", "wiki: edit", "Ben Weber", 2), (rule.Grant.Account, rule.Grant.Entitlement, rule.ReviewerName, rule.Covers));
        Assert.Equal("2 of 5 accounts that have this belong to somebody active in the roster. Each of the other 3 is an item of its own.", rule.Statement);
        Assert.Equal(["bot", "ghost", "jo"], items.Where(i => i.Kind == ItemKind.Grant && i.Grant.Entitlement == "wiki: edit").Select(i => i.Grant.Account).Order());
        Assert.Equal(SmallCompany.Grants.Length + 3 - 2 + 1, launched.Population);
        Assert.Equal(launched.Population, items.Count);
    }

    [Fact]
    public async Task Whoever_a_rule_stood_for_is_not_new_at_the_next_review()
    {
        var (workspace, company) = await SmallCompany.Starting();
        await using var _ = workspace;
        await company.Catalogue("wiki: edit,Wiki author,,ben@example.com,false,true");
        var first = (await workspace.Launch("quarterly")).Value.Campaign!.Value;
        await Decide(workspace, (await workspace.Items(first)).Single(i => i.Kind == ItemKind.Rule), "keep");
        await CloseLate(workspace, first);
        await company.Catalogue("wiki: edit,Wiki author,,ben@example.com,false,false");
        await company.Extract([.. SmallCompany.Grants, "mia,human,mia@example.com,,wiki: edit,,false,,,,"]);

        var items = await workspace.Items((await workspace.Launch("quarterly")).Value.Campaign!.Value);

        bool New(string account) => Item(items, account, "wiki: edit").Flags.Any(f => f.Kind == ChatOpsCompliance.Access.FlagKind.NewSinceLastReview);
        Assert.Equal((false, false, true), (New("ada"), New("ben"), New("mia")));
    }

    [Fact]
    public async Task A_role_is_asked_of_its_owner_and_a_statement_of_who_answers_for_it()
    {
        var (workspace, company) = await SmallCompany.Starting(
            ("Reviews:quarterly:Roles", "privileged"),
            ("Reviews:quarterly:Attestations:restore:Statement", "A restore from backup was tried in the last quarter."),
            ("Reviews:quarterly:Attestations:restore:By", "omar@example.com"));
        await using var _ = workspace;
        await company.Catalogue("organisation owner,Owner of everything,May do anything to every repository,carla@example.com,true,");

        var campaign = (await workspace.Launch("quarterly")).Value.Campaign!.Value;

        var items = await workspace.Items(campaign);
        var roles = items.Where(i => i.Kind == ItemKind.RoleDefinition).ToDictionary(i => i.Grant.Entitlement);
        Assert.Equal(["organisation owner", "payments: admin", "payments: deploy"], roles.Keys.Order());
        Assert.Equal("Owner of everything. It allows: May do anything to every repository. 3 accounts have it.", roles["organisation owner"].Statement);
        Assert.Equal(("Carla Mendes", "Omar Haddad", true), (roles["organisation owner"].ReviewerName, roles["payments: deploy"].ReviewerName, roles["payments: deploy"].Flagged));
        var restore = Assert.Single(items, i => i.Kind == ItemKind.Attestation);
        Assert.Equal(("restore", "Omar Haddad", "A restore from backup was tried in the last quarter."), (restore.Grant.Entitlement, restore.ReviewerName, restore.Statement));
        workspace.Tamper("update review_item set statement = 'Nothing was tried.' where kind = 'Attestation'");
        workspace.Clock.Advance(TimeSpan.FromDays(20));
        Assert.StartsWith("The population is not the one frozen at launch", Assert.IsType<Refused>(await workspace.Close(await workspace.Person("grace@example.com"), campaign, "late")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_review_of_statements_alone_needs_no_system()
    {
        var (workspace, _) = await SmallCompany.Starting(
            ("Reviews:drills:Scope", "none"),
            ("Reviews:drills:TimeZone", "Europe/Berlin"),
            ("Reviews:drills:Owner", "grace@example.com"),
            ("Reviews:drills:Fallback", "carla@example.com"),
            ("Reviews:drills:Attestations:restore:Statement", "A restore from backup was tried."),
            ("Reviews:drills:Attestations:restore:By", "jo@example.com"));
        await using var __ = workspace;

        var launched = (await workspace.Launch("drills")).Value;

        Assert.Equal(("Carla Mendes", 1), Assert.Single(launched.Reviewers)); // Jo has left
    }

    private static async Task CloseLate(Workspace workspace, Id<Campaign> campaign)
    {
        workspace.Clock.Advance(TimeSpan.FromDays(20));
        Assert.IsType<Finish>(await workspace.Close(await workspace.Person("grace@example.com"), campaign, "The others were away."));
    }

    private static ReviewItem Item(IReadOnlyList<ReviewItem> items, string account, string entitlement) => items.Single(i => i.Grant.Account == account && i.Grant.Entitlement == entitlement);

    private static async Task Decide(Workspace workspace, ReviewItem item, string option, string words = "")
    {
        var by = (await workspace.Read(ChatOpsCompliance.Server.People.PeopleStore.Everybody)).Single(p => p.Id == item.Reviewer);
        Assert.IsType<Finish>(await workspace.Act(by, ReviewVerbs.Decide, Deciding.As(item, option, words)));
    }
}
