using ChatOpsCompliance.Chat;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatOpsCompliance.Server.Tests.Chat;

/// <summary>The script at work: nothing is lost, nothing jumps.</summary>
public sealed class LocalChatInABrowser(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private LocalChatHost host = null!;

    public async ValueTask InitializeAsync()
    {
        host = await LocalChatHost.Start();
        host.Workspace.Post(LocalChatHost.Direct(LocalChatHost.Mia), LunchBot.Invitation, "invitation");
    }

    public async ValueTask DisposeAsync()
    {
        var faults = await chromium.Leave();
        await host.DisposeAsync();
        Assert.Empty(faults);
    }

    [Fact]
    public async Task A_choice_is_saved_as_it_is_made()
    {
        var page = await Ordering();
        await page.GetByLabel("Vegetable curry").CheckAsync();
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Draft saved" })).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Vegetable curry")).ToBeFocusedAsync();

        var draft = host.Bot.Clicks.Last();
        Assert.Equal(("lunch.draft", "curry"), (draft.Verb.Name, draft.Values["dish"]));
    }

    [Fact]
    public async Task What_was_typed_is_saved_before_the_form_is_sent()
    {
        var page = await Ordering();
        await page.GetByLabel("Vegetable curry").CheckAsync();
        await page.GetByLabel("For the kitchen").FillAsync("mild");
        await page.GetByRole(AriaRole.Button, new() { Name = "Order lunch" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Ordered. Enjoy!" })).ToBeVisibleAsync();
        await Expect(page.GetByText("You ordered curry.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Call it off" })).ToHaveCountAsync(0);
        Assert.Equal("lunch.order", host.Bot.Clicks.Last().Verb.Name);
        Assert.Equal("mild", host.Bot.Clicks.Last(c => c.Verb.Name == "lunch.draft").Values["note"]);
    }

    [Fact]
    public async Task A_draft_that_is_answered_by_another_form_does_not_disturb_the_typing()
    {
        var page = await Ordering();
        var guest = page.GetByLabel("Guest's name");
        await guest.PressSequentiallyAsync("Cy");
        await Expect(page.GetByText("Cy comes.")).ToBeVisibleAsync();
        await guest.PressSequentiallyAsync(" Ito");
        await Expect(page.GetByText("Cy Ito comes.")).ToBeVisibleAsync();

        await Expect(guest).ToBeFocusedAsync();
        await Expect(guest).ToHaveValueAsync("Cy Ito");
    }

    [Fact]
    public async Task A_draft_typed_just_before_closing_is_saved()
    {
        var page = await Ordering();
        await page.GetByLabel("For the kitchen").FillAsync("mild");
        await page.RunAndWaitForResponseAsync(() => page.Keyboard.PressAsync("Escape"), "**/click");

        Assert.Equal("mild", host.Bot.Clicks.Last().Values["note"]);
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_lost_answer_is_asked_for_again_under_the_same_delivery()
    {
        var page = await Open("/chat/mia");
        var sent = new List<string>();
        await page.RouteAsync("**/click", async route =>
        {
            sent.Add(route.Request.PostData!);
            if (sent.Count == 1) await route.AbortAsync();
            else await route.ContinueAsync();
        });
        await page.GetByRole(AriaRole.Button, new() { Name = "Who comes?" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Ana and Bo" })).ToBeVisibleAsync();
        Assert.Equal(2, sent.Count);
        Assert.Equal(sent[0], sent[1]);
    }

    [Fact]
    public async Task News_appears_by_itself_and_the_focus_stays_where_it_was()
    {
        var page = await Open("/chat/mia");
        var button = page.GetByRole(AriaRole.Button, new() { Name = "Order" });
        await button.FocusAsync();
        host.Workspace.Post(LocalChatHost.Direct(LocalChatHost.Mia), new("Soup", new Paragraph("Soup is out")), "news");

        await Expect(page.Locator(".card").GetByText("Soup is out")).ToBeInViewportAsync();
        await Expect(button).ToBeFocusedAsync();
    }

    [Fact]
    public async Task The_clock_moves_without_leaving_the_place()
    {
        var page = await Open("/chat/mia/in-compliance");
        await page.GetByRole(AriaRole.Button, new() { Name = "+1 day" }).ClickAsync();

        await Expect(page.Locator("#clock time")).ToHaveTextAsync("Tue 3 Mar 2026, 09:00 UTC");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "# compliance" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "+1 day" })).ToBeFocusedAsync();
    }

    private async Task<IPage> Ordering()
    {
        var page = await Open("/chat/mia");
        await page.GetByRole(AriaRole.Button, new() { Name = "Order" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        return page;
    }

    private Task<IPage> Open(string path) => chromium.Open(host.Address, path);
}
