using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Storage;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>One campaign of a small company, played in chat: what everybody sees, and what is refused.</summary>
public sealed class AReviewInChat
{
    [Fact]
    public async Task The_messages_and_forms_read_well()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        using var mia = await company.As(SmallCompany.Mia);
        var cards = new List<string> { mia.Cards[^1].Text };

        cards.Add(Seen(await mia.Click("Review 9 items")));
        mia.Choose("payments: admin on github, production — Ada Novak", "Revoke: more than the job needs");
        mia.Choose("infra: write on github, production — Ben Weber", "Keep: on call");
        cards.Add(Seen(await mia.Submit("Save, and sign what I chose")));
        cards.Add(Seen(await mia.Submit("Sign 1 decision")));
        using var omar = await company.As(SmallCompany.Omar);
        cards.AddRange(omar.Cards.Select(c => c.Text));
        cards.Add(Seen(await omar.Click("Open the list")));

        Approved.Match(string.Join("\n\n=====\n\n", cards));
    }

    [Fact]
    public async Task A_choice_taken_back_is_not_signed()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        var mia = await workspace.Person("mia@example.com");
        async Task<ReviewItem> Item() => (await workspace.Items(company.Campaign)).First(i => i.Reviewer == mia.Id && !i.Flagged);
        Values Choosing(ReviewItem item, string option) => new() { [ReviewVerbs.Campaign] = company.Campaign.ToString(), [ReviewVerbs.ChoiceOf(item.Ordinal)] = option };

        await workspace.Act(mia, ReviewVerbs.Draft, Choosing(await Item(), "keep"));
        Assert.Equal(Decision.Keep, (await Item()).Draft?.Decision);
        await workspace.Act(mia, ReviewVerbs.Draft, Choosing(await Item(), ""));

        Assert.Null((await Item()).Draft);
    }

    [Fact]
    public async Task A_book_is_no_reason()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        var mia = await workspace.Person("mia@example.com");
        var item = (await workspace.Items(company.Campaign)).First(i => i.Reviewer == mia.Id);

        var answer = await workspace.Act(mia, ReviewVerbs.Draft, new()
        {
            [ReviewVerbs.Campaign] = company.Campaign.ToString(),
            [ReviewVerbs.ChoiceOf(item.Ordinal)] = "keep:other",
            [ReviewVerbs.WordsOf(item.Ordinal)] = new string('x', 3001),
        });

        Assert.Contains("at most 3000 characters", Assert.IsType<Mistakes>(answer).Fields[ReviewVerbs.WordsOf(item.Ordinal)], StringComparison.Ordinal);
        Assert.Null((await workspace.Items(company.Campaign)).First(i => i.Ordinal == item.Ordinal).Draft);
    }

    [Fact]
    public async Task An_override_without_a_reason_is_none()
    {
        var (workspace, _) = await SmallCompany.Reviewing();
        await using var __ = workspace;
        var path = Path.Combine(workspace.Folder, "few.csv");
        await File.WriteAllLinesAsync(path, (await File.ReadAllLinesAsync(Path.Combine(workspace.Folder, "people.csv"), TestContext.Current.CancellationToken)).Take(3), TestContext.Current.CancellationToken);

        Assert.IsType<RosterShrank>((await workspace.ImportPeople(path, why: " ")).No);
    }

    [Fact]
    public async Task What_counts_at_once_leaves_the_list_and_nothing_is_turned_past_unseen()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        using var mia = await company.As(SmallCompany.Mia);
        await mia.Click("Review 9 items");

        mia.Choose("organisation owner on github, production — Jo Berg", "Revoke: left the company");
        await mia.SaveDraft();
        Assert.DoesNotContain(await workspace.Items(company.Campaign), i => i.Decided is not null);
        var next = await mia.Submit("Save, next page");

        Assert.Equal("Recorded at once, to be removed: organisation owner on github, production of Jo Berg.", next.Form!.Banner);
        Assert.Equal(8, (await workspace.Items(company.Campaign)).Count(i => i.Decided is null && i.ReviewerName == "Mia Keller"));
        Assert.Equal(["Tick what Ada Novak should lose", "Tick what Ben Weber should lose"], next.Form.Fields);
        Assert.All(["wiki: edit on github", "docs: write on github"], title => Assert.Contains(title, next.Form.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_counted_at_once_cannot_be_taken_back_by_choosing_otherwise()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        using var mia = await company.As(SmallCompany.Mia);
        await mia.Click("Review 9 items");
        using var elsewhere = await company.As(SmallCompany.Mia);
        await elsewhere.Click("Review 9 items");
        elsewhere.Choose("organisation owner on github, production — Jo Berg", "Revoke: left the company");
        await elsewhere.Submit("Save, next page");

        mia.Choose("organisation owner on github, production — Jo Berg", "Keep: on call");
        var answer = await mia.SaveDraft();

        Assert.Contains("Mia Keller decided this item already: Revoke: left the company", Assert.Single(answer.Form!.Mistakes).Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_decides_nothing_and_is_there_when_the_form_is_opened_again()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        using var mia = await company.As(SmallCompany.Mia);
        await mia.Click("Review 9 items");
        mia.Choose("infra: write on github, production — Ben Weber", "Revoke: moved team");

        await mia.SaveDraft();

        var item = Assert.Single(await workspace.Items(company.Campaign), i => i.Draft is not null);
        Assert.Equal((Outcome.Undecided, "revoke:moved"), (item.Outcome, item.Draft!.Option));
        await mia.Refresh();
        await mia.Click("Review 9 items");
        Assert.Contains("To be removed (1)", (await mia.Submit("Save, and sign what I chose")).Form!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reason_in_own_words_has_to_be_written()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        using var mia = await company.As(SmallCompany.Mia);
        await mia.Click("Review 9 items");

        mia.Choose("infra: write on github, production — Ben Weber", "Revoke: other reason…");
        var asked = await mia.Submit("Save, next page");
        var missing = await mia.Submit("Save, next page");
        mia.Write("The reason in your own words", "On leave until <b>May</b>");
        await mia.Submit("Save, next page");
        var sign = await mia.Submit("Sign what I chose before");

        Assert.Equal("One more thing: say the rest of what you chose below.", asked.Form!.Banner);
        Assert.Equal("Write the reason in your own words.", Assert.Single(missing.Form!.Mistakes).Value);
        Assert.Contains("Revoke: On leave until <b>May</b>", sign.Form!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_changed_since_it_was_looked_at_is_shown_again_before_it_is_signed()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        using var here = await company.As(SmallCompany.Mia);
        using var there = await company.As(SmallCompany.Mia);
        await here.Click("Review 9 items");
        here.Choose("infra: write on github, production — Ben Weber", "Keep: on call");
        await here.Submit("Save, and sign what I chose");
        await there.Click("Review 9 items");
        there.Choose("infra: write on github, production — Ben Weber", "Revoke: moved team");
        await there.SaveDraft();

        var again = await here.Submit("Sign 1 decision");
        var signed = await here.Submit("Sign 1 decision");

        Assert.Contains("Something changed since you looked", again.Form!.Banner, StringComparison.Ordinal);
        Assert.Contains("To be removed (1)", again.Form.Text, StringComparison.Ordinal);
        Assert.Equal("Signed: 0 kept, 1 to be removed. 8 items still wait for you.", signed.Status);
    }

    [Fact]
    public async Task Who_may_not_act_is_told_who_can()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        var items = await workspace.Items(company.Campaign);
        var adas = items.First(i => i.SubjectName == "Ada Novak");
        var mias = items.Single(i => i.SubjectName == "Mia Keller");

        var stranger = await Decide(workspace, "ben@example.com", adas);
        var self = await Decide(workspace, "mia@example.com", mias);
        var close = await workspace.Close(await workspace.Person("mia@example.com"), company.Campaign);
        var claim = await workspace.Act(await workspace.Person("mia@example.com"), RemovalVerbs.Claim, new Values { [RemovalVerbs.Removed] = Guid.NewGuid().ToString() });

        Assert.Equal("Only Mia Keller can decide this item.", Assert.IsType<Refused>(stranger).Text);
        Assert.Equal("This is your own access, so you can't decide on it. Carla Mendes can.", Assert.IsType<Refused>(self).Text);
        Assert.Equal("Only Grace Okafor, who owns this review, or a compliance officer can close it.", Assert.IsType<Refused>(close).Text);
        Assert.StartsWith("This removal is not known", Assert.IsType<Refused>(claim).Text, StringComparison.Ordinal);
        Assert.Equal(4, (await workspace.Read(r => ChatOpsCompliance.Server.Evidence.LedgerStore.Latest(r, 100))).Count(r => r.Kind == "act.refused"));
    }

    [Fact]
    public async Task Few_items_are_decided_on_the_message_itself()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        using var carla = await company.As(SmallCompany.Carla);

        var kept = await carla.Click("Keep web: maintain of Mia Keller");
        await carla.Click("Revoke organisation owner of Omar Haddad…");
        var missing = await carla.Submit("Revoke it");
        carla.Choose("Why?", "more than the job needs");
        var revoked = await carla.Submit("Revoke it");
        await carla.Click("Keep payments: deploy of deploy-bot…");
        carla.Choose("Why?", "needed for the job");
        await carla.Submit("Keep it");
        await workspace.Deliver();
        await carla.Refresh();

        Assert.Equal("Recorded: Keep. Mia Keller, web: maintain on github.", kept.Status);
        Assert.Equal("Choose what should happen with this access.", Assert.Single(missing.Form!.Mistakes).Value);
        Assert.Equal("Recorded: Revoke: more than the job needs. Omar Haddad, organisation owner on github, production.", revoked.Status);
        Assert.Equal(["Change a decision…"], carla.Cards[^1].Buttons);
        Assert.Contains("Thank you, nothing waits for you here.", carla.Cards[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_removal_claimed_falsely_is_open_again_and_one_that_came_back_too()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        await RevokeJo(company);
        await Claim(company);

        workspace.Clock.Advance(TimeSpan.FromHours(1));
        await company.Extract(SmallCompany.Grants);
        using var omar = await company.As(SmallCompany.Omar);
        await omar.Sees("2 removals are open again on github");
        await Claim(company);
        workspace.Clock.Advance(TimeSpan.FromHours(1));
        await company.Extract(SmallCompany.Grants.Where(g => !g.StartsWith("jo,", StringComparison.Ordinal)), "by hand");
        Assert.Equal([Removal.Claimed, Removal.Claimed], await Removals(workspace, company));
        await company.Extract(SmallCompany.Grants.Where(g => !g.StartsWith("jo,", StringComparison.Ordinal)));
        Assert.Equal([Removal.Verified, Removal.Verified], await Removals(workspace, company));
        workspace.Clock.Advance(TimeSpan.FromDays(1));
        await company.Extract(SmallCompany.Grants);

        Assert.Equal([Removal.Open, Removal.Open], await Removals(workspace, company));
        await workspace.Deliver();
        await omar.Sees("Came back: organisation owner (production) of jo on github.");
        Assert.True((await workspace.Verify()).Whole);
    }

    [Theory]
    [InlineData("update review_item set outcome = 'Kept', decision = 'keep' where outcome = 'Revoked'", "the table says keep by")]
    [InlineData("update review_item set outcome = 'Kept', decision = 'keep' where outcome = 'Undecided'", "no row of the log does")]
    [InlineData("update review_item set outcome = 'Undecided', decision = null where outcome = 'Revoked'", "the tables do not have what it says")]
    [InlineData("update remediation_task set status = 'Verified'", "the table says Verified")]
    [InlineData("delete from remediation_task", "the tables do not have what it says")]
    [InlineData("update item_count set items = items - 1 where outcome = 'Revoked'", "the count of items of reviewer")]
    [InlineData("delete from item_count where outcome = 'Undecided'", "the count of items of reviewer")]
    [InlineData("update removal_count set tasks = 0", "the count of removals that are Open")]
    public async Task A_table_that_says_other_than_the_log_is_found(string tampering, string says)
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        await RevokeJo(company);
        Assert.Null((await workspace.Verify()).Fault);

        workspace.Tamper(tampering);

        Assert.Contains(says, (await workspace.Verify()).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_there_before_it_was_counted_along_is_counted_by_the_migration()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        await RevokeJo(company);

        foreach (var (table, migration) in new[] { ("item_count", "items_are_counted"), ("removal_count", "removals_by_urgency") })
        {
            var script = Migrator.Text(Migrator.Scripts(Engine.Sqlite).Single(s => s.Contains(migration, StringComparison.Ordinal)));
            var fill = script.IndexOf($"insert into {table}", StringComparison.Ordinal);
            workspace.Tamper($"delete from {table}");
            Assert.NotNull((await workspace.Verify()).Fault);
            workspace.Tamper(script[fill..script.IndexOf(';', fill)]);
            Assert.Null((await workspace.Verify()).Fault);
        }
    }

    [Fact]
    public async Task An_extract_made_before_the_claim_proves_nothing()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        await RevokeJo(company);
        var before = workspace.Clock.GetUtcNow();
        workspace.Clock.Advance(TimeSpan.FromHours(1));
        await Claim(company);
        var path = Path.Combine(workspace.Folder, "early.csv");
        File.WriteAllLines(path, SmallCompany.Grants.Where(g => !g.StartsWith("jo,", StringComparison.Ordinal)).Prepend("account,account_type,person_email,owner_email,entitlement,environment,privileged,mfa,granted_at,last_used_at,expires_at"));

        Assert.Null((await workspace.ImportAccess("github", path, before.AddMinutes(1))).No);

        Assert.Equal([Removal.Claimed, Removal.Claimed], await Removals(workspace, company));
    }

    private static async Task RevokeJo(SmallCompany company)
    {
        using var mia = await company.As(SmallCompany.Mia);
        await mia.Click("Review 9 items");
        mia.Choose("organisation owner on github, production — Jo Berg", "Revoke: left the company");
        mia.Choose("web: write on github — Jo Berg", "Revoke: left the company");
        Assert.Contains("Recorded at once", (await mia.Submit("Save, next page")).Form!.Banner, StringComparison.Ordinal);
    }

    private static async Task Claim(SmallCompany company)
    {
        using var omar = await company.As(SmallCompany.Omar);
        await omar.Click("Open the list", inMessageContaining: "Access to remove");
        omar.TickAll("Removed");
        Assert.Equal("Finish", (await omar.Submit("I removed what is ticked")).Kind);
    }

    private static async Task<IEnumerable<Removal>> Removals(Workspace workspace, SmallCompany company) =>
        (await workspace.Read(read => RemediationStore.Of(read, company.Campaign))).Select(t => t.Status);

    private static async Task<Reply> Decide(Workspace workspace, string email, ReviewItem item) => await workspace.Act(
        await workspace.Person(email),
        ReviewVerbs.Decide,
        new Values { [ReviewVerbs.Campaign] = item.Campaign.ToString(), [ReviewVerbs.Item] = item.Ordinal.ToString(System.Globalization.CultureInfo.InvariantCulture), [ReviewVerbs.Option] = "keep" });

    private static string Seen(ChatOpsCompliance.Server.Tests.Chat.SeenAnswer answer) =>
        answer.Form is { } form ? $"# {form.Title}\n{form.Banner}\n{form.Text}\n[{string.Join("] [", form.Buttons)}]" : $"{answer.Kind}: {answer.Status ?? answer.Alert}";
}
