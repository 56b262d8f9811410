using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Tests.Chat;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>What is not flagged is kept many at once: by a button that says exactly what it does, and only for what was on the screen.</summary>
public sealed class KeepingManyByTicks
{
    private const string Ada = "Tick what Ada Novak should lose", Ben = "Tick what Ben Weber should lose";

    [Fact]
    public async Task The_button_says_how_many_go_how_many_stay_and_of_how_many_something_is_unknown()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        using var mia = await OnTheTicks(company);

        Assert.Contains("Keep all 5 shown (2 with facts unknown)", mia.Form!.Buttons);
        mia.Tick(Ben, "docs: write on github");
        var ticked = await mia.SaveDraft();

        Assert.Contains("Revoke 1 ticked, keep 4 shown (2 with facts unknown)", ticked.Form!.Buttons);
        Assert.Contains("Why do the ticked ones go?", ticked.Form.Fields);
    }

    [Fact]
    public async Task A_button_that_says_something_else_than_what_is_ticked_keeps_nothing()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        using var mia = await OnTheTicks(company);

        mia.Tick(Ben, "docs: write on github");
        var again = await mia.Submit("Keep all 5 shown (2 with facts unknown)");
        var unsaid = await mia.Submit("Revoke 1 ticked, keep 4 shown (2 with facts unknown)");

        Assert.Equal("Please look once more and press again: now the button says what is ticked.", again.Form!.Banner);
        Assert.Equal("Say why the access should go: choose a reason.", Assert.Single(unsaid.Form!.Mistakes).Value);
        Assert.DoesNotContain(await workspace.Items(company.Campaign), i => i.Draft?.Decision == Decision.Keep);

        mia.Choose("Why do the ticked ones go?", "moved team");
        await mia.SaveDraft();
        var signing = await mia.Submit("Revoke 1 ticked, keep 4 shown (2 with facts unknown)");
        Assert.Contains("To be kept (4)", signing.Form!.Text, StringComparison.Ordinal);
        Assert.Contains("Ben Weber: docs: write on github — Revoke: moved team", signing.Form.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_unticked_again_stays()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        using var mia = await OnTheTicks(company);

        mia.Tick(Ada, "wiki: edit on github");
        await mia.SaveDraft();
        mia.Tick(Ada);
        var none = await mia.SaveDraft();

        Assert.Contains("Keep all 5 shown (2 with facts unknown)", none.Form!.Buttons);
        Assert.DoesNotContain(await workspace.Items(company.Campaign), i => i.Draft is not null);
    }

    [Fact]
    public async Task What_was_not_on_the_screen_is_not_kept_whatever_is_sent()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        var mia = await workspace.Person("mia@example.com");
        var items = (await workspace.Items(company.Campaign)).Where(i => i.Reviewer == mia.Id).ToList();
        var unflagged = items.Where(i => !i.Flagged).ToList();
        Values Sent(IEnumerable<ReviewItem> on, string rendering) => new()
        {
            [ReviewVerbs.Campaign] = company.Campaign.ToString(),
            [ReviewVerbs.On] = string.Join(',', on.Select(i => i.Ordinal)),
            [ReviewVerbs.ByTicks] = "1",
            [ReviewVerbs.To] = ReviewForm.ToNext,
            [Form.RenderingField] = rendering,
        };
        var shown = Assert.IsType<Show>(await workspace.Act(mia, ReviewVerbs.Page, Sent(unflagged.Take(2), ""))).Form;

        var more = await workspace.Act(mia, ReviewVerbs.Page, Sent(unflagged, shown.Rendering()));
        var flagged = await workspace.Act(mia, ReviewVerbs.Page, Sent(items, shown.Rendering()));

        Assert.IsType<Show>(more);
        Assert.IsType<Show>(flagged);
        Assert.DoesNotContain(await workspace.Items(company.Campaign), i => i.Draft is not null || i.Decided is not null);
    }

    [Fact]
    public async Task One_of_them_is_looked_at_by_itself_when_wanted()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        using var mia = await OnTheTicks(company);

        var apart = await mia.Submit("Ada Novak, one by one…");
        mia.Choose("web: write on github — Ada Novak", "Not sure…");
        await mia.SaveDraft();
        mia.Write("What is not clear? The owner of the system reads it.", "Is it for the new project?");
        var next = await mia.Submit("Save, next page");

        Assert.Contains("wiki: edit on github — Ada Novak", apart.Form!.Fields);
        Assert.Equal("Passed on to Omar Haddad: web: write on github of Ada Novak.", next.Form!.Banner);
        Assert.Equal("Omar Haddad", (await workspace.Items(company.Campaign)).Single(i => i is { SubjectName: "Ada Novak", Grant.Entitlement: "web: write" }).ReviewerName);
    }

    [Fact]
    public async Task A_page_is_signed_by_itself_and_the_rest_goes_on()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        using var mia = await company.As(SmallCompany.Mia);
        await mia.Click("Review 9 items");
        mia.Choose("infra: write on github, production — Ben Weber", "Keep: on call");
        await mia.Submit("Save, next page");

        var sign = await mia.Submit("Keep all 5 shown (2 with facts unknown), and sign this page");
        var next = await mia.Submit("Sign 5 decisions");

        Assert.Contains("4 other items stay open.", sign.Form!.Text, StringComparison.Ordinal);
        Assert.Equal("Signed: 5 kept, 0 to be removed.", next.Form!.Banner);
        Assert.Equal(4, next.Form.Fields.Count);
        Assert.Equal(5, (await workspace.Items(company.Campaign)).Count(i => i.Outcome == Outcome.Kept));
    }

    [Fact]
    public async Task A_system_is_signed_by_itself()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        workspace.Tamper("update review_item set system = 'aws' where entitlement in ('docs: write', 'wiki: edit')");
        using var mia = await OnTheTicks(company);

        var all = await mia.Submit("Keep all 5 shown (2 with facts unknown)");
        var aws = await mia.Submit("Only aws (3)");
        var next = await mia.Submit("Sign 3 decisions");

        Assert.Contains("Only github (2)", all.Form!.Buttons);
        Assert.Contains("6 other items stay open.", aws.Form!.Text, StringComparison.Ordinal);
        Assert.Equal("Signed: 3 kept, 0 to be removed.", next.Form!.Banner);
        Assert.All(await workspace.Items(company.Campaign), i => Assert.Equal(i.System == "aws" ? Outcome.Kept : Outcome.Undecided, i.Outcome));
    }

    /// <summary>Mia before her five unflagged items, with nothing chosen on the screen before.</summary>
    private static async Task<LocalChatClient> OnTheTicks(SmallCompany company)
    {
        var mia = await company.As(SmallCompany.Mia);
        await mia.Click("Review 9 items");
        await mia.Submit("Save, next page");
        return mia;
    }
}
