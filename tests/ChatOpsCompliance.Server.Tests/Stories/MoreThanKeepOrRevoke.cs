using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.Tests.Chat;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>What a reviewer can say besides keep and revoke: exchange it, pass it on, take everything of somebody, and ask why it came to them.</summary>
public sealed class MoreThanKeepOrRevoke
{
    private const string BensInfra = "infra: write on github, production — Ben Weber";

    [Fact]
    public async Task What_is_modified_says_to_what_and_is_a_task_of_its_own()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        using var mia = await Opened(company);

        mia.Choose(BensInfra, "Modify: the job needs something else…");
        var asked = await mia.SaveDraft();
        var missing = await mia.Submit("Save, next page");
        mia.Choose("Change it to", "web: write");
        await mia.Submit("Sign this page");
        var done = await mia.Submit("Sign 1 decision");

        Assert.Contains("Change it to", asked.Form!.Fields);
        Assert.Equal("Say which access should take its place.", Assert.Single(missing.Form!.Mistakes).Value);
        Assert.Equal("Signed: 0 kept, 0 to be removed, 1 to be changed.", done.Form!.Banner);
        var item = await Item(workspace, company, BensInfra);
        Assert.Equal((Outcome.Modified, "web: write"), (item.Outcome, item.Decided!.To));
        Assert.Equal(1, (await workspace.Read(read => CloseCampaign.Recount(read, company.Campaign))).Open);
        Assert.Null((await workspace.Read(read => CloseCampaign.Recount(read, company.Campaign))).Difference);
        Assert.Null((await workspace.Verify()).Fault);
    }

    [Fact]
    public async Task It_is_modified_only_to_what_the_system_has()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        var mia = await workspace.Person("mia@example.com");
        var item = await Item(workspace, company, BensInfra);

        var nowhere = await workspace.Act(mia, ReviewVerbs.Decide, Deciding.As(item, "modify:job-needs-other").With(ReviewVerbs.Target, "root of everything"));
        var itself = await workspace.Act(mia, ReviewVerbs.Decide, Deciding.As(item, "modify:job-needs-other").With(ReviewVerbs.Target, "infra: write"));

        var drafted = await workspace.Act(mia, ReviewVerbs.Draft, new()
        {
            [ReviewVerbs.Campaign] = company.Campaign.ToString(),
            [ReviewVerbs.On] = $"{item.Ordinal}",
            [ReviewVerbs.ChoiceOf(item.Ordinal)] = "modify:job-needs-other",
            [$"t{item.Ordinal}"] = "root of everything",
        });

        Assert.StartsWith("github has no other", Assert.Single(Assert.IsType<Mistakes>(drafted).Fields).Value, StringComparison.Ordinal);
        Assert.Null((await Item(workspace, company, BensInfra)).Draft);
        Assert.All([nowhere, itself], no => Assert.StartsWith("github has no other", Assert.IsType<Mistakes>(no).Fields[ReviewVerbs.Target], StringComparison.Ordinal));
        Assert.Null((await Item(workspace, company, BensInfra)).Decided);
    }

    [Fact]
    public async Task Not_sure_goes_to_the_owner_of_the_system_with_the_note()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        using var mia = await Opened(company);

        mia.Choose(BensInfra, "Not sure…");
        await mia.Submit("Save, next page");
        mia.Write("What is not clear? The owner of the system reads it.", "Does he still deploy?");
        var passed = await mia.Submit("Save, next page");
        using var omar = await company.As(SmallCompany.Omar);
        var seen = omar.Cards[^1].Text;
        await omar.Click("Why me?");
        await omar.Click("Keep infra: write of Ben Weber…");
        omar.Choose("Why?", "on call");
        var kept = await omar.Submit("Keep it");

        Assert.Equal("Passed on to Omar Haddad: infra: write on github, production of Ben Weber.", passed.Form!.Banner);
        Assert.Contains("Came from Mia Keller, who was not sure. “Does he still deploy?”", seen, StringComparison.Ordinal);
        Assert.StartsWith("Recorded: Keep: on call.", kept.Status, StringComparison.Ordinal);
        Assert.Contains(await workspace.Read(r => LedgerStore.Latest(r, 100)), r => r.Kind == "item.reassigned");
        await mia.Refresh();
        Assert.Contains("8 items wait for your decision", mia.Cards[^1].Text, StringComparison.Ordinal);
        Assert.True((await workspace.Verify()).Whole);
    }

    [Fact]
    public async Task Nothing_counts_while_something_on_the_screen_is_not_complete()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        using var mia = await Opened(company);

        mia.Choose(BensInfra, "Not sure…");
        mia.Choose("payments: admin on github, production — Ada Novak", "Modify: the job needs something else…");
        mia.Choose("organisation owner on github, production — Jo Berg", "Revoke: left the company");
        await mia.SaveDraft();
        mia.Write("What is not clear? The owner of the system reads it.", "Does he still deploy?");
        var answer = await mia.Submit("Save, next page");

        Assert.Equal("Say which access should take its place.", Assert.Single(answer.Form!.Mistakes).Value);
        Assert.All((await workspace.Items(company.Campaign)).Where(i => i.SubjectName is "Ben Weber" or "Jo Berg"), i => Assert.Equal((Outcome.Undecided, "Mia Keller"), (i.Outcome, i.ReviewerName)));

        mia.Choose("Change it to", "web: write");
        var next = await mia.Submit("Save, next page");
        Assert.Contains("Passed on to Omar Haddad", next.Form!.Banner, StringComparison.Ordinal);
        Assert.Contains("Recorded at once, to be removed: organisation owner", next.Form.Banner, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Not_my_person_goes_to_the_owner_of_the_review_and_never_to_the_holder()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        var carla = await workspace.Person("carla@example.com");
        var omars = (await workspace.Items(company.Campaign)).Single(i => i.SubjectName == "Omar Haddad" && i.ReviewerName == "Carla Mendes" && i.AccountType == ChatOpsCompliance.Access.AccountType.Human);

        // Omar owns the system, but it is his own access: not sure goes on to the owner of the review.
        var bare = await workspace.Act(carla, ReviewVerbs.Decide, Deciding.As(omars, "not-sure"));
        var passed = await workspace.Act(carla, ReviewVerbs.Decide, Deciding.As(omars, "not-sure", "Does he need all of it?"));
        var again = await workspace.Act(carla, ReviewVerbs.Decide, Deciding.As(omars, "not-my-person", "Grace?"));

        Assert.Equal("Write what is not clear, for whoever looks at it next.", Assert.IsType<Mistakes>(bare).Fields[ReviewVerbs.Words]);
        Assert.StartsWith("Passed on to Grace Okafor", Assert.IsType<Finish>(passed).Text, StringComparison.Ordinal);
        Assert.Equal("Only Grace Okafor can decide this item.", Assert.IsType<Refused>(again).Text);
    }

    [Fact]
    public async Task When_nobody_else_may_decide_it_stays()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        var grace = await workspace.Person("grace@example.com");
        var carlas = (await workspace.Items(company.Campaign)).Single(i => i.SubjectName == "Carla Mendes");

        // Carla is the holder and the fallback; Omar, who owns the system, may: everybody reports to her.
        Assert.StartsWith("Passed on to Omar Haddad", Assert.IsType<Finish>(await workspace.Act(grace, ReviewVerbs.Decide, Deciding.As(carlas, "not-my-person", "?"))).Text, StringComparison.Ordinal);
        var omar = await workspace.Person("omar@example.com");
        Assert.StartsWith("Passed on to Grace Okafor", Assert.IsType<Finish>(await workspace.Act(omar, ReviewVerbs.Decide, Deciding.As(carlas, "not-sure", "?"))).Text, StringComparison.Ordinal);
        Assert.Equal(Outcome.Undecided, (await workspace.Items(company.Campaign)).Single(i => i.SubjectName == "Carla Mendes").Outcome);
    }

    [Fact]
    public async Task Everything_of_one_person_goes_with_one_reason()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        using var mia = await Opened(company);

        var form = await mia.Submit("Revoke everything of Jo Berg…");
        var bare = await mia.Submit("Revoke all 2");
        mia.Choose("Why?", "left the company");
        var done = await mia.Submit("Revoke all 2");

        Assert.Contains("web: write on github", form.Form!.Text, StringComparison.Ordinal);
        Assert.Equal("Say why the access should go: choose a reason.", Assert.Single(bare.Form!.Mistakes).Value);
        Assert.Equal("Chosen for Jo Berg: all 2 to be removed, recorded at once.", done.Form!.Banner);
        Assert.All((await workspace.Items(company.Campaign)).Where(i => i.SubjectName == "Jo Berg"), i => Assert.Equal(Outcome.Revoked, i.Outcome));
    }

    [Fact]
    public async Task Everything_of_one_person_is_a_draft_where_nothing_counts_at_once()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        using var mia = await Opened(company);

        await mia.Submit("Revoke everything of Ben Weber…");
        mia.Choose("Why?", "other reason…");
        mia.Write("Reason in your own words", "He is on leave for a year.");
        var done = await mia.Submit("Revoke all 4");

        Assert.Equal("Chosen for Ben Weber: all 4 to be removed; it counts when you sign.", done.Form!.Banner);
        Assert.All((await workspace.Items(company.Campaign)).Where(i => i.SubjectName == "Ben Weber"), i => Assert.Equal((Outcome.Undecided, "revoke:other"), (i.Outcome, i.Draft?.Option)));
    }

    [Fact]
    public async Task Why_me_tells_of_each_item_why()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        using var mia = await company.As(SmallCompany.Mia);
        using var carla = await company.As(SmallCompany.Carla);
        using var grace = await company.As(SmallCompany.Grace);

        await mia.Click("Why me?");
        await carla.Click("Why me?");
        await grace.Click("Why me?");

        Assert.Contains("9 items: you manage Ada Novak, Ben Weber, Jo Berg.", mia.Aside!.Text, StringComparison.Ordinal);
        Assert.Contains("2 items: you manage Mia Keller, Omar Haddad.", carla.Aside!.Text, StringComparison.Ordinal);
        Assert.Contains("1 item: you manage whoever owns the service account.", carla.Aside.Text, StringComparison.Ordinal);
        Assert.Contains("1 item: nobody closer may decide", grace.Aside!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_has_no_part_learns_nothing_by_asking_why()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;

        var no = await workspace.Act(await workspace.Person("ben@example.com"), ReviewVerbs.WhyMe, new() { [ReviewVerbs.Campaign] = company.Campaign.ToString() });

        Assert.StartsWith("Nothing in this review is yours to decide.", Assert.IsType<Refused>(no).Text, StringComparison.Ordinal);
    }

    private static async Task<LocalChatClient> Opened(SmallCompany company)
    {
        var mia = await company.As(SmallCompany.Mia);
        await mia.Click("Review 9 items");
        return mia;
    }

    private static async Task<ReviewItem> Item(Workspace workspace, SmallCompany company, string label) =>
        (await workspace.Items(company.Campaign)).Single(i => $"{ReviewWords.Title(i)} — {ReviewWords.Holder(i)}" == label);
}
