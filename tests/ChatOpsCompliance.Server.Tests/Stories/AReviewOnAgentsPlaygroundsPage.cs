using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Tests.Chat.Teams;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>A review by hand in a browser, on the Agents Playground's own page, which draws cards as Teams does: what a person sees, reads and presses.</summary>
public sealed class AReviewOnAgentsPlaygroundsPage(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Reason = "On leave until <!channel> *May* & <b>longer</b>", Jo = "organisation owner on github, production — Jo Berg", Left = "Revoke: left the company";

    [Fact]
    public async Task Is_decided_and_signed()
    {
        await using var on = await CompanyOnPlayground.Reviewing(SmallCompany.Mia);
        await on.As(SmallCompany.Mia).Sees("9 items wait");
        var page = await Open(on);

        await Press(page, "Review 9 items", "teams-digest");
        await Choose(page, "payments: admin on github, production — Ada Novak", "Keep: on call");
        await Choose(page, "infra: write on github, production — Ben Weber", "Revoke: other reason…");
        await Choose(page, "web: write on github — Jo Berg", Left);
        await Choose(page, Jo, Left);
        await Press(page, "Save, next page", "teams-page");
        await Expect(Card(page)).ToContainTextAsync("One more thing: say the rest of what you chose below.");
        await Press(page, "Save, next page", "teams-asked");
        await Expect(Card(page)).ToContainTextAsync("Write the reason in your own words.");
        await Chromium.Shot(page, "teams-mistake");
        await Card(page).GetByLabel("The reason in your own words").FillAsync(Reason);
        await Press(page, "Save, next page");
        await Expect(Card(page)).ToContainTextAsync("Recorded at once, to be removed:");
        await Press(page, "Keep all 5 shown (2 with facts unknown)", "teams-ticks");
        await Expect(Card(page)).ToContainTextAsync($"Revoke: {Reason}");
        await Press(page, "Sign 7 decisions", "teams-sign");
        await on.Workspace.Deliver();
        await Expect(Card(page)).ToContainTextAsync("Thank you, nothing waits for you here.");
        await Chromium.Shot(page, "teams-done");
        await Expect(Card(page).GetByRole(AriaRole.Button)).ToHaveTextAsync(["Change a decision…"]);
        await page.GetByRole(AriaRole.Treeitem, new() { Name = "Everybody - Compliance" }).ClickAsync();
        await page.GetByText("9 of 13 decided").WaitForAsync();
        await Chromium.Shot(page, "teams-channel");
        Assert.Empty(await chromium.Leave());
    }

    [Fact]
    public async Task Then_what_is_to_go_is_ticked_off()
    {
        await using var on = await CompanyOnPlayground.Reviewing(SmallCompany.Omar);
        var mia = on.As(SmallCompany.Mia);
        await mia.Press("Review 9 items");
        await mia.Choose(Jo, Left);
        await mia.Choose("web: write on github — Jo Berg", Left);
        await mia.Press("Save, next page");
        await on.Workspace.Deliver();
        var page = await Open(on);

        await Press(page, "Open the list", "teams-removals");
        await Card(page).GetByRole(AriaRole.Checkbox).First.WaitForAsync();
        foreach (var box in await Card(page).GetByRole(AriaRole.Checkbox).AllAsync()) await box.CheckAsync();
        await Press(page, "I removed what is ticked", "teams-removal-form");
        await Expect(Card(page)).ToContainTextAsync("Removed by your word, not proven yet: 2");
        await Chromium.Shot(page, "teams-removed");

        Assert.All(await on.Workspace.Read(read => RemediationStore.Of(read, on.Company.Campaign)), t => Assert.Equal(Removal.Claimed, t.Status));
        Assert.Empty(await chromium.Leave());
    }

    /// <summary>The page drops messages of conversations that it does not know yet, as on a busy machine: they reach it once it shows them.</summary>
    private async Task<IPage> Open(CompanyOnPlayground on)
    {
        var page = await chromium.Open(on.Teams.Address, "about:blank", 1400, 1400);
        var known = new TaskCompletionSource();
        await page.RouteWebSocketAsync(
            address => address.EndsWith("/conversations/stream", StringComparison.Ordinal),
            stream =>
            {
                Task before = known.Task;
                stream.ConnectToServer().OnMessage(message => before = Pass(before, () => stream.Send(message.Text!)));
            });
        await page.GotoAsync("/");
        await page.GetByText("Personal Chat").First.WaitForAsync();
        known.SetResult();
        return page;

        static async Task Pass(Task before, Action send)
        {
            await before;
            send();
        }
    }

    /// <summary>The newest one.</summary>
    private static ILocator Card(IPage page) => page.Locator(".ac-adaptiveCard").Last;

    private static async Task Press(IPage page, string button, string? shot = null)
    {
        var there = Card(page).GetByRole(AriaRole.Button, new() { Name = button, Exact = true });
        await there.WaitForAsync();
        if (shot is not null) await Chromium.Shot(page, shot);
        await there.ClickAsync();
    }

    /// <summary>Of a line that folds.</summary>
    private static async Task Choose(IPage page, string field, string option)
    {
        await Card(page).GetByRole(AriaRole.Combobox, new() { Name = field }).ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = option, Exact = true }).ClickAsync();
    }
}
