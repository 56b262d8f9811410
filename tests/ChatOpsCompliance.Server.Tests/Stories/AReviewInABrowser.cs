using ChatOpsCompliance.AccessReviews;
using Microsoft.Playwright;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>A manager of a real organisation decides everything in a real browser; the system owner's window changes as she does.</summary>
public sealed class AReviewInABrowser(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task Is_decided_signed_and_claimed_while_the_others_watch()
    {
        await using var workspace = await Workspace.Start(Org.Extracted("2024-12-31").AddDays(2), Org.Settings);
        Assert.Null((await workspace.ImportPeople(Org.People("2024-12-31"))).No);
        Assert.Null((await workspace.ImportAccess("github", Org.Access("2024-12-31"), Org.Extracted("2024-12-31"))).No);
        var campaign = (await workspace.Launch("everything")).Value.Campaign!.Value;
        await workspace.Deliver();
        var reviewer = (await workspace.Items(campaign)).GroupBy(i => i.Reviewer).First(g => g.Count() is > 8 and < 16);
        var people = await workspace.Read(ChatOpsCompliance.Server.People.PeopleStore.Everybody);

        var owner = await chromium.Open(workspace.Address, $"/chat/{(await workspace.Person(Org.SystemOwner)).RosterKey}/bot");
        var mine = await chromium.Open(workspace.Address, $"/chat/{people.Single(p => p.Id == reviewer.Key).RosterKey}/bot");
        await mine.GetByRole(AriaRole.Button, new() { Name = $"Review {reviewer.Count()} items" }).ClickAsync();
        await mine.SetViewportSizeAsync(900, 480);
        await mine.Locator("#form").WaitForAsync();
        for (var screen = 1; await mine.GetByText("By signing I say").CountAsync() == 0; screen++)
        {
            await DecideTheScreen(mine, revokeOne: screen == 1);
            await Chromium.IsAccessible(mine);
            await Chromium.Shot(mine, $"review-form-{screen}");
            await mine.Locator("#form .blocks").EvaluateAsync("e => e.scrollTop = e.scrollHeight");
            await Drafted(mine, () => mine.Locator("#form-submit").ClickAsync());
            await mine.WaitForFunctionAsync("() => document.querySelector('#form .blocks').scrollTop === 0");
        }

        await Chromium.Shot(mine, "review-sign");
        await Chromium.IsAccessible(mine);
        await mine.GetByRole(AriaRole.Button, new() { Name = "Sign " }).Last.ClickAsync();

        await mine.GetByText("Thank you, nothing waits for you here.").WaitForAsync();
        Assert.Equal(["Change a decision…"], await mine.Locator(".message button").AllInnerTextsAsync());
        await owner.GetByRole(AriaRole.Button, new() { Name = "Open the list" }).ClickAsync();
        await owner.GetByRole(AriaRole.Checkbox).First.CheckAsync();
        await owner.GetByRole(AriaRole.Button, new() { Name = "I removed what is ticked" }).ClickAsync();
        await owner.GetByText("Noted: you removed 1.").WaitForAsync();
        await Chromium.Shot(owner, "removal-claimed");
        await Chromium.IsAccessible(owner);
        Assert.Equal([Removal.Claimed], (await workspace.Read(read => ChatOpsCompliance.Server.Remediation.RemediationStore.Of(read, campaign))).Select(t => t.Status));
        Assert.DoesNotContain(await workspace.Items(campaign), i => i.Reviewer == reviewer.Key && i.Outcome == Outcome.Undecided);
        Assert.Empty(await chromium.Leave());
    }

    /// <summary>Each choice and tick is a draft as soon as it is made; the button of a screen of ticks says at once what it does.</summary>
    private static async Task DecideTheScreen(IPage page, bool revokeOne)
    {
        foreach (var select in await page.Locator("#form select").AllAsync())
        {
            await Drafted(page, () => select.SelectOptionAsync(revokeOne ? "revoke:moved" : "keep:needed"));
            revokeOne = false;
        }

        if (await page.Locator("#form [type=checkbox]").CountAsync() == 0 || !revokeOne) return;
        await Drafted(page, () => page.Locator("#form [type=checkbox]").First.CheckAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Revoke 1 ticked, keep " }).First.WaitForAsync();
        await Drafted(page, () => page.GetByRole(AriaRole.Radio, new() { Name = "moved team" }).CheckAsync());
    }

    private static async Task Drafted(IPage page, Func<Task> choose) =>
        await page.RunAndWaitForResponseAsync(async () => await choose(), r => r.Request.Method == "POST" && r.Url.EndsWith("/click", StringComparison.Ordinal));
}
