using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Evidence;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>Who decides changes while a review is open: the owner chooses another, somebody is away, moves or leaves. Nobody ever gets their own access.</summary>
public sealed class WhoReviewsChanges
{
    [Fact]
    public async Task The_owner_gives_many_to_another_after_seeing_what_goes()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        using var grace = await company.As(SmallCompany.Grace);
        await grace.GoTo("compliance");

        await grace.Click("Reassign…");
        grace.Write("Only items that wait for (name or e-mail; empty for anybody's)", "Mia Keller");
        grace.Write("Only items whose account, access or holder has these letters (empty for all)", "ben");
        grace.Write("Give them to (name or e-mail)", "carla@example.com");
        grace.Write("Why", "Mia is on leave.");
        var look = await grace.Submit("Look at what would go");
        Assert.Equal("Quarterly access review: 4 items to Carla Mendes", look.Form!.Title);
        Assert.Equal(0, (await workspace.Items(company.Campaign)).Count(i => i.ReviewerName == "Carla Mendes" && i.SubjectName == "Ben Weber"));
        var done = await grace.Submit("Give these 4 items to Carla Mendes");

        Assert.Equal("Done: 4 items wait for Carla Mendes now.", done.Status);
        Assert.All((await workspace.Items(company.Campaign)).Where(i => i.SubjectName == "Ben Weber"), i => Assert.Equal("Carla Mendes", i.ReviewerName));
        using var mia = await company.As(SmallCompany.Mia);
        Assert.Contains("5 items wait for your decision", mia.Cards[^1].Text, StringComparison.Ordinal);
        using var carla = await company.As(SmallCompany.Carla);
        Assert.Contains("7 items wait for your decision", carla.Cards[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_the_new_reviewers_own_stays_and_the_form_says_so()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;

        var look = Assert.IsType<Show>(await Reassign(workspace, company, "grace@example.com", from: "mia@example.com", to: "ada@example.com"));

        Assert.Equal("Quarterly access review: 6 items to Ada Novak", look.Form.Title);
        Assert.Contains("3 items stay where they are: Ada Novak holds this access", look.Form.Sketch(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ada@example.com", "mia@example.com", "carla@example.com", "Only Grace Okafor, who owns this review, or a compliance officer can give its items to others.")]
    [InlineData("grace@example.com", "mia@example.com", "jo@example.com", "Jo Berg is no longer active in the roster. Choose somebody who is.")]
    [InlineData("grace@example.com", "omar@example.com", "carla@example.com", "No undecided item fits. Widen the filter.")]
    public async Task It_is_refused(string by, string from, string to, string sentence)
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;

        Assert.Equal(sentence, Assert.IsType<Refused>(await Reassign(workspace, company, by, from, to)).Text);
    }

    [Fact]
    public async Task Nobody_by_that_name_is_told_beside_the_field()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;

        var answer = Assert.IsType<Mistakes>(await Reassign(workspace, company, "grace@example.com", "mia@example.com", "Carl"));

        Assert.Equal("Nobody in the roster has the name or e-mail “Carl”. Write it in full.", answer.Fields["to"]);
    }

    [Fact]
    public async Task A_form_that_is_out_of_date_is_shown_again()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        var grace = await workspace.Person("grace@example.com");
        var look = Assert.IsType<Show>(await Reassign(workspace, company, "grace@example.com", "mia@example.com", "carla@example.com"));
        var item = (await workspace.Items(company.Campaign)).First(i => i.ReviewerName == "Mia Keller" && !i.Flagged);
        await workspace.Act(await workspace.Person("mia@example.com"), ReviewVerbs.Decide, Deciding.Keep(item));

        var again = Assert.IsType<Show>(await workspace.Act(grace, LifeVerbs.Give, look.Form.Hidden.With(Form.RenderingField, look.Form.Rendering())));

        Assert.Equal("Something changed since you looked: this is how it stands now.", again.Form.Banner);
        Assert.Equal(8, (await workspace.Items(company.Campaign)).Count(i => i.ReviewerName == "Mia Keller" && i.Decided is null));
    }

    [Fact]
    public async Task While_Mia_is_away_Omar_decides_and_what_he_did_not_comes_back()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        using var mia = await company.As(SmallCompany.Mia);
        await mia.Click("I'm away…");
        mia.Write("Who stands in (name or e-mail)", "Omar Haddad");
        mia.Write("First day (like 2026-01-31)", "2026-03-03");
        mia.Write("Last day", "2026-03-04");
        Assert.Equal("Omar Haddad decides for you from 2026-03-03 to 2026-03-04. Say when you are back earlier.", (await mia.Submit("Let them decide for me")).Status);
        Assert.Equal(9, await With(workspace, company, "Mia Keller"));

        workspace.Clock.Advance(TimeSpan.FromDays(1));
        await company.Follow();
        Assert.Equal(9, await With(workspace, company, "Omar Haddad"));
        var item = (await workspace.Items(company.Campaign)).First(i => i.ReviewerName == "Omar Haddad" && !i.Flagged);
        Assert.IsType<Finish>(await workspace.Act(await workspace.Person("omar@example.com"), ReviewVerbs.Decide, Deciding.Keep(item)));
        workspace.Clock.Advance(TimeSpan.FromDays(2));
        await company.Follow();

        Assert.Equal(8, await With(workspace, company, "Mia Keller"));
        Assert.Equal("Omar Haddad", (await workspace.Items(company.Campaign)).Single(i => i.Ordinal == item.Ordinal).DecidedByName);
    }

    [Fact]
    public async Task The_stand_in_never_gets_his_own_access_and_coming_back_early_ends_it()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        var carla = await workspace.Person("carla@example.com");
        Assert.IsType<Finish>(await workspace.Act(carla, LifeVerbs.Delegate, new() { [LifeVerbs.To] = "omar@example.com", [LifeVerbs.First] = "2026-03-02", [LifeVerbs.Last] = "2026-03-20" }));

        // Of Carla's three, one is Omar's own and one that of a service account of his.
        Assert.Equal(1, await With(workspace, company, "Omar Haddad"));
        Assert.Equal(2, await With(workspace, company, "Carla Mendes"));
        var away = Assert.IsType<Show>(await workspace.Act(carla, LifeVerbs.Away, Values.None));
        Assert.IsType<Finish>(await workspace.Act(carla, LifeVerbs.Back, away.Form.Hidden));

        Assert.Equal(3, await With(workspace, company, "Carla Mendes"));
    }

    [Fact]
    public async Task Absences_are_checked()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        async Task<string> Say(string by, string to, string first, string last) => await workspace.Act(await workspace.Person(by), LifeVerbs.Delegate, new() { [LifeVerbs.To] = to, [LifeVerbs.First] = first, [LifeVerbs.Last] = last }) switch
        {
            Mistakes m => m.Fields.Values.Single(),
            Refused r => r.Text,
            Finish f => f.Text,
            var other => other.ToString(),
        };

        Assert.Equal("Choose somebody else: you can't stand in for yourself.", await Say("mia@example.com", "mia@example.com", "2026-03-02", "2026-03-03"));
        Assert.Equal("Jo Berg is no longer active in the roster. Choose somebody who is.", await Say("mia@example.com", "jo@example.com", "2026-03-02", "2026-03-03"));
        Assert.Equal("The last day is before the first.", await Say("mia@example.com", "carla@example.com", "2026-03-05", "2026-03-03"));
        Assert.Equal("These days are over already.", await Say("mia@example.com", "carla@example.com", "2026-02-01", "2026-02-03"));
        Assert.Equal("Write a day like 2026-01-31.", await Say("mia@example.com", "carla@example.com", "soon", "2026-03-03"));
        Assert.StartsWith("That is longer than 60 days.", await Say("mia@example.com", "carla@example.com", "2026-03-02", "2026-12-03"), StringComparison.Ordinal);
        Assert.StartsWith("Carla Mendes decides for you", await Say("mia@example.com", "carla@example.com", "2026-03-02", "2026-03-06"), StringComparison.Ordinal);
        Assert.Equal("Carla Mendes stands in for you already, from 2026-03-02 to 2026-03-06. End that first.", await Say("mia@example.com", "omar@example.com", "2026-03-06", "2026-03-09"));
        Assert.Equal("You stand in for somebody else on some of these days. Ask the owner of the review to find another reviewer.", await Say("carla@example.com", "omar@example.com", "2026-03-04", "2026-03-09"));
        Assert.Equal("Mia Keller is away on some of these days. Choose somebody who is there.", await Say("omar@example.com", "mia@example.com", "2026-03-06", "2026-03-09"));
    }

    [Fact]
    public async Task Whoever_gets_another_manager_is_decided_on_by_the_new_one()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;

        await company.NewRoster(("ben@example.com,mia@example.com", "ben@example.com,omar@example.com"));

        Assert.All((await workspace.Items(company.Campaign)).Where(i => i.SubjectName == "Ben Weber"), i => Assert.Equal("Omar Haddad", i.ReviewerName));
        Assert.Equal(5, await With(workspace, company, "Mia Keller"));
        Assert.Equal(4, (await Facts(workspace)).Count(f => f.Kind == "item.reassigned" && f.Body.Contains("holder-moved", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_was_chosen_by_hand_does_not_follow_a_move()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        var look = Assert.IsType<Show>(await Reassign(workspace, company, "grace@example.com", "mia@example.com", "carla@example.com"));
        await workspace.Act(await workspace.Person("grace@example.com"), LifeVerbs.Give, look.Form.Hidden.With(Form.RenderingField, look.Form.Rendering()));

        await company.NewRoster(("ben@example.com,mia@example.com", "ben@example.com,omar@example.com"));

        Assert.All((await workspace.Items(company.Campaign)).Where(i => i.SubjectName == "Ben Weber"), i => Assert.Equal("Carla Mendes", i.ReviewerName));
    }

    [Fact]
    public async Task When_a_reviewer_leaves_what_is_signed_stands_and_the_rest_goes_on()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        var item = (await workspace.Items(company.Campaign)).First(i => i.ReviewerName == "Mia Keller" && !i.Flagged);
        await workspace.Act(await workspace.Person("mia@example.com"), ReviewVerbs.Decide, Deciding.Keep(item));

        await company.NewRoster(("P2,Mia Keller,mia@example.com,carla@example.com,true", "P2,Mia Keller,mia@example.com,carla@example.com,false"));

        Assert.Equal(0, await With(workspace, company, "Mia Keller"));
        Assert.Equal(11, await With(workspace, company, "Carla Mendes"));
        Assert.Equal("Mia Keller", (await workspace.Items(company.Campaign)).Single(i => i.Ordinal == item.Ordinal).DecidedByName);
    }

    [Fact]
    public async Task Whoever_left_and_is_gone_from_the_source_needs_no_decision()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        await company.NewRoster(("P4,Ben Weber,ben@example.com,mia@example.com,true", "P4,Ben Weber,ben@example.com,mia@example.com,false"));
        workspace.Clock.Advance(TimeSpan.FromHours(1));
        await company.Extract(SmallCompany.Grants.Where(g => !g.StartsWith("ben,", StringComparison.Ordinal)), method: "another way");
        await company.Follow();
        Assert.DoesNotContain(await workspace.Items(company.Campaign), i => i.Outcome == Outcome.RemovedBeforeDecision);

        workspace.Clock.Advance(TimeSpan.FromHours(1));
        await company.Extract(SmallCompany.Grants.Where(g => !g.StartsWith("ben,", StringComparison.Ordinal) && !g.StartsWith("ada,", StringComparison.Ordinal)));
        await company.Follow();

        // Ada's access is gone too, but she is here: somebody still says whether that was right.
        Assert.Equal(["ben", "ben", "ben", "ben"], (await workspace.Items(company.Campaign)).Where(i => i.Outcome == Outcome.RemovedBeforeDecision).Select(i => i.Grant.Account));
        Assert.Null((await workspace.Read(read => CloseCampaign.Recount(read, company.Campaign))).Difference);
        Assert.Null((await workspace.Verify()).Fault);
    }

    private static async Task<Reply> Reassign(Workspace workspace, SmallCompany company, string by, string from, string to) => await workspace.Act(await workspace.Person(by), LifeVerbs.ReassignThese, new()
    {
        [LifeVerbs.Campaign] = company.Campaign.ToString(),
        [LifeVerbs.Reviewer] = from,
        [LifeVerbs.To] = to,
        [LifeVerbs.Why] = "Because.",
    });

    private static async Task<int> With(Workspace workspace, SmallCompany company, string reviewer) =>
        (await workspace.Items(company.Campaign)).Count(i => i.ReviewerName == reviewer && i.Outcome == Outcome.Undecided);

    private static Task<IReadOnlyList<LedgerStore.Row>> Facts(Workspace workspace) => workspace.Read(read => LedgerStore.Latest(read, 10_000));
}
