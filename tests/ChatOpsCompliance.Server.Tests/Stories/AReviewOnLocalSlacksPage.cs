using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Tests.Chat.Slack;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>A review by hand in a browser, on local-slack's own page: what a person sees, reads and presses.</summary>
public sealed class AReviewOnLocalSlacksPage(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Reason = "On leave until <!channel> *May* & <b>longer</b>";

    [Fact]
    public async Task Is_decided_signed_and_claimed()
    {
        await using var on = await CompanyOnLocalSlack.Reviewing(socket: true);
        await on.As(SmallCompany.Mia).Sees("9 items wait");
        var page = await chromium.Open(on.Slack.Address, "/", 1400, 1000);

        await Be(page, SmallCompany.Mia, "Mia Keller");
        await Press(page, "Review 9 items", "slack-digest");
        await ChooseAll(page);
        await Press(page, "Save, next page", "slack-page");
        await Expect(Modal(page)).ToContainTextAsync("One more thing");
        await ChooseAll(page); // this page shows no initial options and forgets with each new view what was chosen
        await Press(page, "Save, next page", "slack-asked");
        await Expect(Modal(page)).ToContainTextAsync("Write the reason in your own words.");
        await Chromium.Shot(page, "slack-mistake");
        await Modal(page).Locator(".bk-input", new() { HasText = "The reason in your own words" }).Locator("input").FillAsync(Reason);
        await Press(page, "Save, next page");
        await Expect(Modal(page)).ToContainTextAsync("Recorded at once, to be removed:");
        await Press(page, "Keep all 5 shown", "slack-ticks");
        await Expect(Modal(page)).ToContainTextAsync($"Revoke: {Reason}");
        await Press(page, "Sign 7 decisions", "slack-sign");
        await Expect(Modal(page)).ToContainTextAsync("That was everything, thank you.");
        await Press(page, "Close", "slack-done");
        await page.GetByText("Thank you, nothing waits for you here.").WaitForAsync();
        await Expect(page.Locator(".msg .bk-button")).ToHaveTextAsync(["Change a decision…"]);
        await Chromium.Shot(page, "slack-redrawn");

        await Be(page, SmallCompany.Omar, "Omar Haddad");
        await Press(page, "Open the list", "slack-removals");
        await Modal(page).WaitForAsync();
        foreach (var box in await Modal(page).GetByRole(AriaRole.Checkbox).AllAsync()) await box.CheckAsync();
        await Press(page, "I removed what is ticked", "slack-removal-form");
        await Expect(Modal(page)).ToContainTextAsync("Noted: you removed 3.");
        await Press(page, "Close", "slack-removed");
        Assert.All(await on.Workspace.Read(read => RemediationStore.Of(read, on.Company.Campaign)), t => Assert.Equal(Removal.Claimed, t.Status));

        await Be(page, SmallCompany.Carla, "Carla Mendes");
        await Press(page, "Keep payments: deploy of deploy-bot…", "slack-few");
        await Expect(Modal(page)).ToContainTextAsync("Why?");
        await Modal(page).GetByLabel("needed for the job").CheckAsync();
        await Press(page, "Keep it", "slack-why");
        await Expect(Modal(page)).ToContainTextAsync("Recorded: Keep: needed for the job.");
        await Press(page, "Close");
        await page.GetByText("2 items wait for your decision").WaitForAsync();
        await Chromium.Shot(page, "slack-fewer");

        await Be(page, SmallCompany.Grace, "compliance");
        await page.GetByText("How the reviews stand").WaitForAsync();
        await Chromium.Shot(page, "slack-home");
        Assert.Empty(await chromium.Leave());
    }

    private static async Task ChooseAll(IPage page)
    {
        await Choose(page, "payments: admin on github, production — Ada Novak", "Keep: on call");
        await Choose(page, "infra: write on github, production — Ben Weber", "Revoke: other reason…");
        await Choose(page, "web: write on github — Jo Berg", "Revoke: left the company");
        await Choose(page, "organisation owner on github, production — Jo Berg", "Revoke: left the company");
    }

    private static ILocator Modal(IPage page) => page.Locator(".modal");

    private static async Task Be(IPage page, string rosterKey, string place)
    {
        await page.Locator(".actas select").SelectOptionAsync(CompanyOnLocalSlack.UserOf(rosterKey));
        await page.Locator(".sidebar-item", new() { HasText = place }).Last.ClickAsync();
    }

    private static async Task Press(IPage page, string button, string? shot = null)
    {
        var there = page.GetByRole(AriaRole.Button, new() { Name = button }).Last;
        await there.WaitForAsync();
        if (shot is not null) await Chromium.Shot(page, shot);
        await there.ClickAsync();
    }

    private static async Task Choose(IPage page, string field, string option) =>
        await Modal(page).Locator(".bk-input", new() { HasText = field }).Locator("select").SelectOptionAsync(new SelectOptionValue { Label = option });
}
