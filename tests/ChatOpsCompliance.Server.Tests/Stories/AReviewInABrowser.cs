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
        await mine.GetByText("page 1 of 2").WaitForAsync();
        await ChooseThePage(mine, revokeFirst: true);
        await Chromium.IsAccessible(mine);
        await Chromium.Shot(mine, "review-form");
        await mine.GetByRole(AriaRole.Button, new() { Name = "Save, next page" }).ClickAsync();
        await mine.GetByText("page 2 of 2").WaitForAsync();
        await ChooseThePage(mine, revokeFirst: false);
        await mine.GetByRole(AriaRole.Button, new() { Name = "Save, and look at what to sign" }).ClickAsync();
        await mine.GetByText("By signing I say").WaitForAsync();
        await Chromium.Shot(mine, "review-sign");
        await Chromium.IsAccessible(mine);
        await mine.GetByRole(AriaRole.Button, new() { Name = "Sign " }).ClickAsync();

        await mine.GetByText("Thank you, nothing waits for you here.").WaitForAsync();
        Assert.Equal(0, await mine.Locator(".message button").CountAsync());
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

    /// <summary>Each choice is a draft as soon as it is made.</summary>
    private static async Task ChooseThePage(IPage page, bool revokeFirst)
    {
        var revoked = !revokeFirst;
        foreach (var select in await page.Locator("#form select").AllAsync())
        {
            await Drafted(page, () => select.SelectOptionAsync("keep:needed"));
        }

        foreach (var choice in await page.Locator("#form fieldset").AllAsync())
        {
            await Drafted(page, () => choice.GetByRole(AriaRole.Radio, new() { Name = revoked ? "Keep" : "Revoke: moved team" }).CheckAsync());
            revoked = true;
        }
    }

    private static async Task Drafted(IPage page, Func<Task> choose) =>
        await page.RunAndWaitForResponseAsync(async () => await choose(), r => r.Request.Method == "POST" && r.Url.EndsWith("/click", StringComparison.Ordinal));
}
