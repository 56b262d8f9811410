using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatOpsCompliance.Server.Tests.Chat;

/// <summary>What only a browser can judge: the script, the keyboard, accessibility, narrow and dark screens.</summary>
public sealed class LocalChatInABrowser : IAsyncLifetime
{
    private LocalChatHost host = null!;
    private IPlaywright playwright = null!;
    private IBrowser browser = null!;
    private readonly List<string> faults = [];

    public async ValueTask InitializeAsync()
    {
        Peers.NeedChromium();
        host = await LocalChatHost.Start();
        host.Workspace.Post(LocalChatHost.Direct(LocalChatHost.Mia), LunchBot.Invitation, "invitation");
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Peers.Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
        if (host is not null) await host.DisposeAsync();
        Assert.Empty(faults);
    }

    [Fact]
    public async Task The_keyboard_is_enough()
    {
        var page = await Open("/chat");
        await page.GetByLabel("Find a person").FocusAsync();
        await page.Keyboard.TypeAsync("kell");
        await Expect(page.Locator(".people li:visible")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");

        await page.GetByRole(AriaRole.Button, new() { Name = "Order" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Dialog, new() { Name = "Your order for Friday" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Order" })).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Mistakes_take_the_focus_and_are_told_with_their_field()
    {
        var page = await Ordering();
        await page.GetByRole(AriaRole.Button, new() { Name = "Order lunch" }).ClickAsync();

        var first = page.GetByLabel("Lentil soup");
        await Expect(first).ToBeFocusedAsync();
        await Expect(first).ToHaveAccessibleDescriptionAsync("Pick a dish.");
        await Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "Not sent yet" })).ToBeVisibleAsync();
        await Accessible(page);
        await Shot(page, "mistakes");
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
        host.Workspace.Post(LocalChatHost.Direct(LocalChatHost.Mia), new("Soup", new ChatOpsCompliance.Chat.Paragraph("Soup is out")), "news");

        await Expect(page.Locator(".card").GetByText("Soup is out")).ToBeInViewportAsync();
        await Expect(button).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_refusal_is_read_out_at_once()
    {
        var page = await Open("/chat/mia");
        await page.GetByRole(AriaRole.Button, new() { Name = "Call it off" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "Only Ana Ruiz" })).ToBeVisibleAsync();
        await Accessible(page);
        await Shot(page, "refused");
    }

    [Theory]
    [InlineData("wide", 1280, 800, false)]
    [InlineData("dark", 1280, 800, true)]
    [InlineData("phone", 375, 720, false)]
    [InlineData("phone-dark", 375, 720, true)]
    [InlineData("small", 320, 600, false)]
    public async Task Every_page_is_accessible_and_fits(string name, int width, int height, bool dark)
    {
        var page = await Open("/chat", width, height, dark);
        await Accessible(page);
        await Shot(page, $"{name}-pick");

        await page.GotoAsync(new Uri(host.Address, "/chat/mia").ToString());
        await Accessible(page);
        await Shot(page, $"{name}-chat");

        await page.GetByRole(AriaRole.Button, new() { Name = "Order" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await Accessible(page);
        await Shot(page, $"{name}-form");
    }

    [Fact]
    public async Task Without_the_script_the_form_stands_in_the_page()
    {
        var page = await Open("/chat/mia", script: false);
        await page.GetByRole(AriaRole.Button, new() { Name = "Order" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Save draft: Dish" })).ToBeVisibleAsync();
        await Expect(page.Locator("#messages")).ToBeHiddenAsync();
        await Shot(page, "plain-form");
        await page.GetByRole(AriaRole.Link, new() { Name = "Close" }).ClickAsync();
        await Expect(page.Locator("#messages")).ToBeVisibleAsync();
    }

    private async Task<IPage> Ordering()
    {
        var page = await Open("/chat/mia");
        await page.GetByRole(AriaRole.Button, new() { Name = "Order" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        return page;
    }

    private async Task<IPage> Open(string path, int width = 1280, int height = 800, bool dark = false, bool script = true)
    {
        var context = await browser.NewContextAsync(new()
        {
            BaseURL = host.Address.ToString(),
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            JavaScriptEnabled = script,
        });
        var page = await context.NewPageAsync();
        page.PageError += (_, fault) => faults.Add(fault);
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.Ordinal)) faults.Add(message.Text);
        };
        await page.GotoAsync(path);
        return page;
    }

    private static async Task Accessible(IPage page)
    {
        var found = await page.RunAxe(new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] } });
        Assert.True(found.Violations.Length == 0, string.Join('\n', found.Violations.Select(v => $"{v.Id}: {v.Help}\n  {string.Join("\n  ", v.Nodes.Select(n => n.Html))}")));
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "The page scrolls sideways.");
    }

    /// <summary>For the eye: with CHAT_SHOTS set to a folder, keeps a picture there.</summary>
    private static async Task Shot(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("CHAT_SHOTS") is { } folder) await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png") });
    }
}
