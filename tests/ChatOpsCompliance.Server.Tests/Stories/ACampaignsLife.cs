using System.Globalization;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Remediation;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>What happens to a review between its launch and its end: more time, items left out, silence, corrections, an end that is approved or a cancellation.</summary>
public sealed class ACampaignsLife
{
    private static readonly (string, string) Executive = ("Console:Roles:executive", "carla@example.com");

    [Fact]
    public async Task Mia_asks_for_more_time_and_Grace_approves()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        using var mia = await company.As(SmallCompany.Mia);
        await mia.Click("More time…");
        mia.Write("New due day (like 2026-01-31)", "2026-03-27");
        mia.Write("Why", "The team is at a fair.");
        Assert.Equal("Asked. Nothing changes until somebody else approves; you will be told.", (await mia.Submit("Ask for more time")).Status);
        Assert.Equal(16, (await Campaign(workspace, company)).DueAt.Day);

        using var grace = await company.As(SmallCompany.Grace);
        await grace.GoTo("compliance");
        await grace.Sees("Mia Keller asks: “The team is at a fair.”");
        await grace.Click("Approve: due 2026-03-27");

        var campaign = await Campaign(workspace, company);
        Assert.Equal(new DateTimeOffset(2026, 3, 27, 22, 59, 0, TimeSpan.Zero), campaign.DueAt);
        Assert.Equal(new DateTimeOffset(2026, 3, 16, 22, 59, 0, TimeSpan.Zero), campaign.OriginalDueAt);
        await workspace.Deliver();
        await mia.Sees("Approved by Grace Okafor.");
        Assert.Contains(mia.Cards, c => c.Text.Contains("Due Friday 27 March, 23:59", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nobody_approves_what_they_asked_for_and_a_refusal_says_why()
    {
        var (workspace, company) = await SmallCompany.Reviewing(Executive);
        await using var _ = workspace;
        var request = await AskTime(workspace, company, "grace@example.com");

        Assert.Equal("AskedItYourself", Assert.IsType<Refused>(await Act(workspace, "grace@example.com", LifeVerbs.ApproveRequest, request)).Kind);
        Assert.Equal("NotAnApprover", Assert.IsType<Refused>(await Act(workspace, "mia@example.com", LifeVerbs.ApproveRequest, request)).Kind);
        Assert.Equal("Write why.", Assert.IsType<Mistakes>(await Act(workspace, "carla@example.com", LifeVerbs.RefuseRequestBecause, request)).Fields[LifeVerbs.Why]);
        Assert.IsType<Finish>(await Act(workspace, "carla@example.com", LifeVerbs.RefuseRequestBecause, request.With(LifeVerbs.Why, "Two weeks are enough.")));
        Assert.Equal("Carla Mendes has refused this already.", Assert.IsType<Refused>(await Act(workspace, "carla@example.com", LifeVerbs.ApproveRequest, request)).Text);

        Assert.Null((await Campaign(workspace, company)).OriginalDueAt);
        using var grace = await company.As(SmallCompany.Grace);
        Assert.Contains(grace.Cards, c => c.Text.Contains("Refused by Carla Mendes: “Two weeks are enough.”", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("mia@example.com", "2026-03-10", "", "until", "Write why.")]
    [InlineData("mia@example.com", "2026-03-10", "x", "until", "The review is due 2026-03-16 22:59 UTC; choose a later day.")]
    [InlineData("mia@example.com", "2026-09-10", "x", "until", "A review may be open for 90 days at most. Choose an earlier day.")]
    [InlineData("mia@example.com", "next week", "x", "until", "Write a day like 2026-01-31.")]
    public async Task More_time_is_asked_for_in_full(string by, string until, string why, string field, string sentence)
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;

        var answer = Assert.IsType<Mistakes>(await Act(workspace, by, LifeVerbs.AskExtension, Of(company).With(LifeVerbs.Until, until).With(LifeVerbs.Why, why)));

        Assert.Equal(sentence, answer.Fields.GetValueOrDefault(field) ?? answer.Fields.Values.Single());
    }

    [Fact]
    public async Task Whoever_reviews_nothing_asks_for_nothing()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;

        Assert.Equal("NotPartOfTheReview", Assert.IsType<Refused>(await Act(workspace, "ben@example.com", LifeVerbs.Extend, Of(company))).Kind);
    }

    [Fact]
    public async Task An_item_that_does_not_belong_is_left_out_when_a_non_reviewer_approves()
    {
        var (workspace, company) = await SmallCompany.Reviewing(Executive);
        await using var _ = workspace;
        var items = await workspace.Items(company.Campaign);
        var bot = items.Single(i => i.Grant.Account == "deploy-bot");
        var asking = Of(company).With(LifeVerbs.Item, Number(bot)).With(LifeVerbs.Why, "Its system is switched off.");

        Assert.Equal("OwnAccessOut", Assert.IsType<Refused>(await Act(workspace, "omar@example.com", LifeVerbs.ExcludeThese, asking)).Kind);
        var request = await Asked(workspace, company, await Sent(workspace, "grace@example.com", LifeVerbs.ExcludeThese, LifeVerbs.AskExclusion, asking));
        Assert.Equal("ReviewsIt", Assert.IsType<Refused>(await Act(workspace, "carla@example.com", LifeVerbs.ApproveRequest, request)).Kind);
        Assert.Equal("AskedItYourself", Assert.IsType<Refused>(await Act(workspace, "grace@example.com", LifeVerbs.ApproveRequest, request)).Kind);

        workspace.Clock.Advance(TimeSpan.FromMinutes(1)); // the newest request is the last
        var own = items.First(i => i.ReviewerName == "Mia Keller" && i.SubjectName == "Ben Weber");
        var second = await Asked(workspace, company, await Sent(workspace, "mia@example.com", LifeVerbs.ExcludeThese, LifeVerbs.AskExclusion, Of(company).With(LifeVerbs.Item, Number(own)).With(LifeVerbs.Why, "A test account.")));
        Assert.Equal("Approved: 1 item is left out.", Assert.IsType<Finish>(await Act(workspace, "grace@example.com", LifeVerbs.ApproveRequest, second)).Text);

        Assert.Equal(Outcome.Excluded, (await workspace.Items(company.Campaign)).Single(i => i.Ordinal == own.Ordinal).Outcome);
        Assert.Equal("HasItsOutcome", Assert.IsType<Refused>(await Act(workspace, "mia@example.com", ReviewVerbs.Decide, Deciding.Keep(own))).Kind);
        Assert.Equal(1, (await workspace.Read(read => CloseCampaign.Recount(read, company.Campaign))).Excluded);
        Assert.Null((await workspace.Verify()).Fault);
    }

    [Fact]
    public async Task Silence_revokes_where_the_review_says_so_but_never_a_service_account_or_the_last_administrator()
    {
        var (workspace, company) = await SmallCompany.Reviewing(("Reviews:quarterly:NoResponse", "revoke"));
        await using var _ = workspace;
        var item = (await workspace.Items(company.Campaign)).First(i => i.ReviewerName == "Mia Keller" && !i.Flagged);
        await Act(workspace, "mia@example.com", ReviewVerbs.Draft, Of(company).With(ReviewVerbs.ChoiceOf(item.Ordinal), "keep"));

        workspace.Clock.SetUtcNow((await Campaign(workspace, company)).DueAt.AddDays(2));
        await company.Follow();
        Assert.DoesNotContain(await workspace.Items(company.Campaign), i => i.Outcome != Outcome.Undecided);
        Assert.Equal("SilenceRevokesFirst", Assert.IsType<Refused>(await workspace.Close(await workspace.Person("grace@example.com"), company.Campaign, "They were away.")).Kind);
        workspace.Clock.Advance(TimeSpan.FromDays(1.1));
        await company.Follow();
        await company.Follow();

        // Nobody decided on any administrator, so each of them may be the last; the signed-for draft was no answer.
        var items = await workspace.Items(company.Campaign);
        Assert.Equal(8, items.Count(i => i.Outcome == Outcome.RevokedByNoResponse));
        Assert.All(items.Where(i => i.Outcome == Outcome.Undecided), i => Assert.True(i.Privileged == true || i.Grant.Account == "deploy-bot"));
        Assert.Equal(8, (await workspace.Read(read => RemediationStore.Of(read, company.Campaign))).Count);
        Assert.IsType<Finish>(await workspace.Close(await workspace.Person("grace@example.com"), company.Campaign, "They were away."));
        var closed = await workspace.Read(read => CloseCampaign.Recount(read, company.Campaign));
        Assert.Equal((0, 8, 5), (closed.Kept, closed.RevokedByNoResponse, closed.UndecidedDeviation));
        Assert.Null(closed.Difference);
        Assert.Null((await workspace.Verify()).Fault);
    }

    [Fact]
    public async Task Once_an_administrator_is_kept_silence_revokes_the_others()
    {
        var (workspace, company) = await SmallCompany.Reviewing(("Reviews:quarterly:NoResponse", "revoke"), ("Reviews:quarterly:NoResponseAfterDays", "0"));
        await using var _ = workspace;
        var omar = (await workspace.Items(company.Campaign)).Single(i => i.Grant.Account == "omar");
        await Act(workspace, "carla@example.com", ReviewVerbs.Decide, Deciding.Keep(omar));

        workspace.Clock.SetUtcNow((await Campaign(workspace, company)).DueAt.AddMinutes(1));
        await company.Follow();

        var items = await workspace.Items(company.Campaign);
        Assert.Equal(["deploy-bot"], items.Where(i => i.Outcome == Outcome.Undecided).Select(i => i.Grant.Account));
        Assert.Equal(11, items.Count(i => i.Outcome == Outcome.RevokedByNoResponse));
    }

    [Fact]
    public async Task A_decision_is_corrected_under_a_new_signature_and_both_stay()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        var item = (await workspace.Items(company.Campaign)).First(i => i.ReviewerName == "Carla Mendes" && !i.Flagged);
        foreach (var each in (await workspace.Items(company.Campaign)).Where(i => i.ReviewerName == "Carla Mendes")) await Act(workspace, "carla@example.com", ReviewVerbs.Decide, each.Ordinal == item.Ordinal ? Deciding.Revoke(each) : Deciding.Keep(each));
        using var carla = await company.As(SmallCompany.Carla);

        await carla.Click("Change a decision…");
        carla.Tick("Decide anew", "Mia Keller: web: maintain on github — Revoke: moved team");
        var reopened = await carla.Submit("Open what is ticked again");
        Assert.Equal("1 item is open again. Decide and sign anew with the button in the review's message.", reopened.Status);
        Assert.Equal(Outcome.Undecided, (await workspace.Items(company.Campaign)).Single(i => i.Ordinal == item.Ordinal).Outcome);
        Assert.Equal([Removal.Withdrawn], (await workspace.Read(read => RemediationStore.Of(read, company.Campaign))).Select(t => t.Status));
        await workspace.Deliver();
        await carla.Refresh();
        await carla.Click("Keep web: maintain of Mia Keller");

        Assert.Equal(Outcome.Kept, (await workspace.Items(company.Campaign)).Single(i => i.Ordinal == item.Ordinal).Outcome);
        var history = (await workspace.Read(read => DecisionStore.Of(read, company.Campaign))).Where(d => d.Ordinal == item.Ordinal);
        Assert.Equal([(1, "revoke:moved"), (2, "keep")], history.Select(d => (d.Number, d.Option)));
        Assert.Null((await workspace.Read(read => CloseCampaign.Recount(read, company.Campaign))).Difference);
        Assert.Null((await workspace.Verify()).Fault);
    }

    [Fact]
    public async Task A_correction_is_refused_to_others_and_once_somebody_has_removed()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        var item = (await workspace.Items(company.Campaign)).First(i => i.ReviewerName == "Mia Keller" && !i.Flagged);
        await Act(workspace, "mia@example.com", ReviewVerbs.Decide, Deciding.Revoke(item));
        var reopen = Of(company).With(LifeVerbs.Items, Number(item));

        Assert.Equal("Mia Keller decided this, so only they can correct it. The compliance team can help when they can't.", Assert.IsType<Refused>(await Act(workspace, "carla@example.com", LifeVerbs.Reopen, reopen)).Text);
        var task = (await workspace.Read(read => RemediationStore.Of(read, company.Campaign))).Single();
        await Act(workspace, "omar@example.com", RemovalVerbs.Claim, new() { [RemovalVerbs.Removed] = task.Id.ToString() });

        Assert.Equal("Somebody has said already that this access was removed. The way back is a new request for access, not a correction.", Assert.IsType<Refused>(await Act(workspace, "mia@example.com", LifeVerbs.Reopen, reopen)).Text);
    }

    [Fact]
    public async Task A_review_of_which_everything_was_decided_is_open_again_after_a_correction()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        foreach (var item in await workspace.Items(company.Campaign)) await workspace.Act((await workspace.Read(read => Server.People.PeopleStore.ById(read, item.Reviewer)))!, ReviewVerbs.Decide, Deciding.Keep(item));
        Assert.Equal(CampaignStatus.Remediating, (await Campaign(workspace, company)).Status);
        var one = (await workspace.Items(company.Campaign)).First(i => i.ReviewerName == "Mia Keller");

        Assert.IsType<Finish>(await Act(workspace, "mia@example.com", LifeVerbs.Reopen, Of(company).With(LifeVerbs.Items, Number(one))));

        var campaign = await Campaign(workspace, company);
        Assert.Equal((CampaignStatus.Active, null), (campaign.Status, campaign.ReviewCompletedAt));
        await Act(workspace, "mia@example.com", ReviewVerbs.Decide, Deciding.Keep(one));
        Assert.Equal(CampaignStatus.Remediating, (await Campaign(workspace, company)).Status);
    }

    [Fact]
    public async Task Cancelled_with_a_reason_its_period_is_launched_again_by_naming_it()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        var period = (await Campaign(workspace, company)).Period;
        using var grace = await company.As(SmallCompany.Grace);
        await grace.GoTo("compliance");
        await grace.Click("Cancel…");
        Assert.Equal("Write why.", (await grace.Submit("Cancel the review")).Form!.Mistakes.Single().Value);
        grace.Write("Why it is cancelled", "The extract was of the wrong organisation.");
        Assert.StartsWith("Cancelled. To launch 2026-03-02 again: campaign launch quarterly --period 2026-03-02 --replaces", (await grace.Submit("Cancel the review")).Status, StringComparison.Ordinal);

        var item = (await workspace.Items(company.Campaign)).First(i => i.ReviewerName == "Mia Keller");
        Assert.Equal("This review was cancelled; nothing in it can be changed. The compliance team can say what comes instead.", Assert.IsType<Refused>(await Act(workspace, "mia@example.com", ReviewVerbs.Decide, Deciding.Keep(item))).Text);
        Assert.IsType<Refused>(await workspace.Close(await workspace.Person("grace@example.com"), company.Campaign));
        using var mia = await company.As(SmallCompany.Mia);
        Assert.Contains("This review was cancelled.", mia.Cards[^1].Text, StringComparison.Ordinal);

        Assert.IsType<PeriodWasCancelled>((await workspace.Launch("quarterly", period)).No);
        var again = (await workspace.Get<LaunchCampaign>().Run("quarterly", period, Actor.Shell("tester"), replaces: company.Campaign, ct: TestContext.Current.CancellationToken)).Value;
        Assert.Equal(company.Campaign, (await workspace.Read(read => CampaignStore.ById(read, again.Campaign!.Value)))!.Replaces);
        Assert.IsType<LaunchedAlready>((await workspace.Launch("quarterly", period)).No);
        Assert.Null((await workspace.Verify()).Fault);
    }

    [Fact]
    public async Task A_closed_review_is_approved_by_an_executive_who_is_told_of_open_removals()
    {
        var (workspace, company) = await SmallCompany.Reviewing(Executive);
        await using var _ = workspace;
        foreach (var item in await workspace.Items(company.Campaign)) await workspace.Act((await workspace.Read(read => Server.People.PeopleStore.ById(read, item.Reviewer)))!, ReviewVerbs.Decide, item.Grant.Account == "jo" ? Deciding.Revoke(item) : Deciding.Keep(item));
        Assert.Equal("NotClosedYet", Assert.IsType<Refused>(await Act(workspace, "carla@example.com", LifeVerbs.Approve, Of(company))).Kind);
        Assert.IsType<Finish>(await workspace.Close(await workspace.Person("grace@example.com"), company.Campaign));
        Assert.Equal("NotAnExecutive", Assert.IsType<Refused>(await Act(workspace, "grace@example.com", LifeVerbs.Approve, Of(company))).Kind);

        workspace.Clock.SetUtcNow(new(2026, 3, 3, 11, 0, 0, TimeSpan.Zero));
        await workspace.Get<Server.Reminders.SendNudges>().Run(TestContext.Current.CancellationToken);
        using var carla = await company.As(SmallCompany.Carla);
        await carla.Click("Look and approve…");
        Assert.Contains("2 removals are not proven yet. Approving says that you know.", carla.Form!.Text, StringComparison.Ordinal);
        Assert.Equal("Approved, with 2 removals still open. Thank you.", (await carla.Submit("Approve, with 2 removals open")).Status);

        var campaign = await Campaign(workspace, company);
        Assert.Equal((CampaignStatus.Approved, "Carla Mendes"), (campaign.Status, campaign.ApprovedByName));
        Assert.Equal("ApprovedAlready", Assert.IsType<Refused>(await Act(workspace, "carla@example.com", LifeVerbs.Approve, Of(company))).Kind);
    }

    private static Task<Campaign> Campaign(Workspace workspace, SmallCompany company) => workspace.Read(async read => (await CampaignStore.ById(read, company.Campaign))!);

    private static Values Of(SmallCompany company) => new() { [LifeVerbs.Campaign] = company.Campaign.ToString() };

    private static string Number(ReviewItem item) => item.Ordinal.ToString(CultureInfo.InvariantCulture);

    private static async Task<Reply> Act(Workspace workspace, string by, Verb verb, Values values) => await workspace.Act(await workspace.Person(by), verb, values);

    /// <summary>Shows a form, and sends it as it was shown.</summary>
    private static async Task<Reply> Sent(Workspace workspace, string by, Verb show, Verb send, Values values)
    {
        var shown = Assert.IsType<Show>(await Act(workspace, by, show, values)).Form;
        return await Act(workspace, by, send, shown.Hidden.With(Form.RenderingField, shown.Rendering()));
    }

    private static async Task<Values> AskTime(Workspace workspace, SmallCompany company, string by) =>
        await Asked(workspace, company, await Act(workspace, by, LifeVerbs.AskExtension, Of(company).With(LifeVerbs.Until, "2026-03-27").With(LifeVerbs.Why, "A fair.")));

    private static async Task<Values> Asked(Workspace workspace, SmallCompany company, Reply reply)
    {
        Assert.IsType<Finish>(reply);
        return new() { [LifeVerbs.Request] = (await workspace.Read(read => RequestStore.Of(read, company.Campaign)))[^1].Id.ToString() };
    }
}
