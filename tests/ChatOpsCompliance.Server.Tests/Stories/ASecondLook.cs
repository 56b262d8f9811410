using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Evidence;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>In a review of two stages, what was flagged and kept goes to a second reviewer; whatever either revokes is revoked.</summary>
public sealed class ASecondLook
{
    private static readonly (string, string) BySystemOwner = ("Reviews:quarterly:SecondStage", "system-owner");

    [Fact]
    public async Task What_is_flagged_and_kept_waits_for_somebody_else()
    {
        var (workspace, company) = await SmallCompany.Reviewing(BySystemOwner);
        await using var _ = workspace;
        var (flagged, plain) = (await Of(workspace, company, "ada", "payments: admin"), await Of(workspace, company, "ada", "web: write"));

        await Act(workspace, "mia@example.com", Deciding.As(flagged, "keep:on-call"));
        await Act(workspace, "mia@example.com", Deciding.Keep(plain));

        var second = await Of(workspace, company, "ada", "payments: admin");
        Assert.Equal((Outcome.Undecided, 2, "Omar Haddad"), (second.Outcome, second.Stage, second.ReviewerName));
        Assert.Equal("Mia Keller decided: Keep: on call. It is flagged, so a second look is asked of you.", second.Statement);
        Assert.Equal((Outcome.Kept, 1), ((await Of(workspace, company, "ada", "web: write")).Outcome, (await Of(workspace, company, "ada", "web: write")).Stage));
        using var omar = await company.As(SmallCompany.Omar);
        await omar.Sees("1 item waits for your decision");
        Assert.Equal("Only Omar Haddad can decide this item.", Assert.IsType<Refused>(await Act(workspace, "mia@example.com", Deciding.Revoke(flagged))).Text);
        Assert.True((await workspace.Verify()).Whole);
    }

    [Fact]
    public async Task Kept_twice_it_is_kept_and_both_decisions_stay()
    {
        var (workspace, company) = await SmallCompany.Reviewing(BySystemOwner);
        await using var _ = workspace;
        var item = await Of(workspace, company, "ada", "payments: admin");

        await Act(workspace, "mia@example.com", Deciding.As(item, "keep:on-call"));
        await Act(workspace, "omar@example.com", Deciding.As(item, "keep:needed"));

        var kept = await Of(workspace, company, "ada", "payments: admin");
        Assert.Equal((Outcome.Kept, "Omar Haddad"), (kept.Outcome, kept.DecidedByName));
        var history = (await workspace.Read(read => DecisionStore.Of(read, company.Campaign))).Where(d => d.Ordinal == item.Ordinal);
        Assert.Equal([(1, 1, "keep:on-call", "Mia Keller"), (2, 2, "keep:needed", "Omar Haddad")], history.Select(d => (d.Number, d.Stage, d.Option, d.ByName!)));
        Assert.True((await workspace.Verify()).Whole);
    }

    [Fact]
    public async Task Any_revoke_wins()
    {
        var (workspace, company) = await SmallCompany.Reviewing(BySystemOwner);
        await using var _ = workspace;
        var (first, later) = (await Of(workspace, company, "ben", "infra: write"), await Of(workspace, company, "ada", "payments: admin"));

        await Act(workspace, "mia@example.com", Deciding.Revoke(first));
        await Act(workspace, "mia@example.com", Deciding.As(later, "keep:on-call"));
        await Act(workspace, "omar@example.com", Deciding.Revoke(later));

        Assert.Equal((Outcome.Revoked, 1), ((await Of(workspace, company, "ben", "infra: write")).Outcome, (await Of(workspace, company, "ben", "infra: write")).Stage));
        Assert.Equal((Outcome.Revoked, 2), ((await Of(workspace, company, "ada", "payments: admin")).Outcome, (await Of(workspace, company, "ada", "payments: admin")).Stage));
        Assert.Equal(2, (await workspace.Read(read => CloseCampaign.Recount(read, company.Campaign))).Open);
        Assert.True((await workspace.Verify()).Whole);
    }

    [Fact]
    public async Task Never_by_the_holder_or_by_who_kept_it()
    {
        var (workspace, company) = await SmallCompany.Reviewing(BySystemOwner);
        await using var _ = workspace;
        var omars = await Of(workspace, company, "omar", "organisation owner");

        await Act(workspace, "carla@example.com", Deciding.As(omars, "keep:needed"));

        Assert.Equal((2, "Grace Okafor"), ((await Of(workspace, company, "omar", "organisation owner")).Stage, (await Of(workspace, company, "omar", "organisation owner")).ReviewerName));
    }

    [Fact]
    public async Task Where_there_is_nobody_else_the_keep_stands_and_that_is_a_deviation()
    {
        var (workspace, company) = await SmallCompany.Reviewing(("Reviews:quarterly:SecondStage", "grace@example.com"), ("Reviews:quarterly:Fallback", "grace@example.com"));
        await using var _ = workspace;
        var carlas = await Of(workspace, company, "carla", "organisation owner");

        await Act(workspace, "grace@example.com", Deciding.As(carlas, "keep:needed"));

        Assert.Equal((Outcome.Kept, 1), ((await Of(workspace, company, "carla", "organisation owner")).Outcome, (await Of(workspace, company, "carla", "organisation owner")).Stage));
        Assert.Contains(await workspace.Read(read => LedgerStore.Latest(read, 10)), f => f.Kind == "item.second-look-missing");
    }

    [Fact]
    public async Task The_review_is_complete_only_after_the_second_looks_and_silence_there_is_no_keep_either()
    {
        var (workspace, company) = await SmallCompany.Reviewing(BySystemOwner);
        await using var _ = workspace;
        var everybody = await workspace.Read(ChatOpsCompliance.Server.People.PeopleStore.Everybody);
        foreach (var item in await workspace.Items(company.Campaign))
            Assert.IsType<Finish>(await workspace.Act(everybody.Single(p => p.Id == item.Reviewer), ReviewVerbs.Decide, Deciding.Keep(item)));

        Assert.Equal(CampaignStatus.Active, (await workspace.Read(read => CampaignStore.ById(read, company.Campaign)))!.Status);
        var waiting = (await workspace.Items(company.Campaign)).Where(i => i.Outcome == Outcome.Undecided).ToList();
        Assert.All(waiting, i => Assert.Equal((2, true), (i.Stage, i.Flagged)));
        Assert.All(waiting, i => Assert.NotEqual(i.Subject, i.Reviewer));
        workspace.Clock.Advance(TimeSpan.FromDays(20));
        Assert.IsType<Finish>(await workspace.Close(await workspace.Person("grace@example.com"), company.Campaign, "Omar was away."));

        var recount = await workspace.Read(read => CloseCampaign.Recount(read, company.Campaign));
        Assert.Equal((waiting.Count, SmallCompany.Grants.Length - waiting.Count), (recount.UndecidedDeviation, recount.Kept));
        Assert.True((await workspace.Verify()).Whole);
    }

    [Fact]
    public async Task What_the_first_reviewer_wrote_is_erased_with_their_words()
    {
        var (workspace, company) = await SmallCompany.Reviewing(BySystemOwner);
        await using var _ = workspace;
        var mia = await workspace.Person("mia@example.com");
        await Act(workspace, "mia@example.com", Deciding.As(await Of(workspace, company, "ada", "payments: admin"), "keep:other", "Ada knows Mr. Smith's account."));
        Assert.Contains("Mr. Smith", (await Of(workspace, company, "ada", "payments: admin")).Statement, StringComparison.Ordinal);

        await workspace.Database.InTransaction<int>(Actor.Service, tx => EraseWords.Of(tx, mia.Id), ct: TestContext.Current.CancellationToken);

        Assert.Null((await Of(workspace, company, "ada", "payments: admin")).Statement);
    }

    [Theory]
    [InlineData("update review_item set outcome = 'Kept', decision = 'keep:needed' where stage = 2", "the table says keep by")]
    [InlineData("update review_item set stage = 1, outcome = 'Revoked', decision = 'revoke:left', decided_by = reviewer_id where stage = 2", "the table says revoke by")]
    public async Task A_second_look_that_nobody_took_is_found_by_ledger_verify(string tampering, string says)
    {
        var (workspace, company) = await SmallCompany.Reviewing(BySystemOwner);
        await using var _ = workspace;
        await Act(workspace, "mia@example.com", Deciding.As(await Of(workspace, company, "ada", "payments: admin"), "keep:on-call"));

        workspace.Tamper(tampering);

        Assert.Contains(says, (await workspace.Verify()).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_named_who_has_left_stops_the_launch()
    {
        var (workspace, _) = await SmallCompany.Starting(("Reviews:quarterly:SecondStage", "jo@example.com"));
        await using var __ = workspace;

        Assert.Equal("Reviews:quarterly:SecondStage is jo@example.com, who is not an active person of the roster.", (await workspace.Launch("quarterly")).No!.Sentence);
    }

    private static async Task<Reply> Act(Workspace workspace, string email, Values values) => await workspace.Act(await workspace.Person(email), ReviewVerbs.Decide, values);

    private static async Task<ReviewItem> Of(Workspace workspace, SmallCompany company, string account, string entitlement) =>
        (await workspace.Items(company.Campaign)).Single(i => i.Grant.Account == account && i.Grant.Entitlement == entitlement);
}
