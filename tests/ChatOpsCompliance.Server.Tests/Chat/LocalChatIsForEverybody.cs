using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Chat.Local;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatOpsCompliance.Server.Tests.Chat;

/// <summary>By keyboard, by ear, on narrow and dark screens, with scripts and without.</summary>
public sealed class LocalChatIsForEverybody(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
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
        await Chromium.IsAccessible(page);
        await Chromium.Shot(page, "mistakes");
    }

    [Fact]
    public async Task On_a_phone_the_conversations_fold_away_and_news_of_another_one_is_marked()
    {
        var page = await Open("/chat/mia", 375, 720);
        var menu = page.GetByRole(AriaRole.Button, new() { Name = "Conversations" });
        var channel = page.GetByRole(AriaRole.Link, new() { Name = "# compliance" });
        await Expect(channel).ToBeHiddenAsync();

        await menu.ClickAsync();
        host.Workspace.Post(LocalPlatform.Channel("compliance"), new("Hello all"), "hello");
        await Expect(channel).ToContainTextAsync("(new)");
        await Chromium.IsAccessible(page);
        await Chromium.Shot(page, "phone-menu");

        await channel.ClickAsync();
        await Expect(page.Locator(".card").GetByText("Hello all")).ToBeVisibleAsync();
        await Expect(page.Locator("#places")).Not.ToContainTextAsync("(new)");
    }

    [Fact]
    public async Task Long_words_and_many_fields_fit_a_phone()
    {
        var word = new string('w', 300);
        host.Workspace.Post(
            LocalChatHost.Direct(LocalChatHost.Mia),
            new(word, new Heading(word), new Facts((word, word)), new Buttons(new Button(new("lunch.open"), word, Values.None))),
            "long");
        var page = await Open("/chat/mia", 320, 600);

        await Chromium.IsAccessible(page);
        await Chromium.Shot(page, "long-words");
    }

    [Fact]
    public async Task A_refusal_is_read_out_at_once()
    {
        var page = await Open("/chat/mia");
        await page.GetByRole(AriaRole.Button, new() { Name = "Call it off" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "Only Ana Ruiz" })).ToBeVisibleAsync();
        await Chromium.IsAccessible(page);
        await Chromium.Shot(page, "refused");
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
        await Chromium.IsAccessible(page);
        await Chromium.Shot(page, $"{name}-pick");

        await page.GotoAsync(new Uri(host.Address, "/chat/mia").ToString());
        await Chromium.IsAccessible(page);
        await Chromium.Shot(page, $"{name}-chat");

        await page.GetByRole(AriaRole.Button, new() { Name = "Order" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await Chromium.IsAccessible(page);
        await Chromium.Shot(page, $"{name}-form");
    }

    [Fact]
    public async Task Without_the_script_the_form_stands_in_the_page()
    {
        var page = await Open("/chat/mia", script: false);
        await page.GetByRole(AriaRole.Button, new() { Name = "Order" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Save draft: Dish" })).ToBeVisibleAsync();
        await Expect(page.Locator("#messages")).ToBeHiddenAsync();
        await Chromium.Shot(page, "plain-form");
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

    private Task<IPage> Open(string path, int width = 1280, int height = 800, bool dark = false, bool script = true) =>
        chromium.Open(host.Address, path, width, height, dark, script);
}
