using ChatOpsCompliance.Server.Bundles;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatOpsCompliance.Server.Tests.Console;

/// <summary>Each page as a browser has it: accessible, without scrolling sideways, wide and narrow, light and dark.</summary>
public sealed class ConsoleInABrowser(ConsoleHost host, Chromium chromium) : IClassFixture<ConsoleHost>, IClassFixture<Chromium>, IAsyncLifetime
{
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync() => Assert.Empty(await chromium.Leave());

    [Theory]
    [InlineData("wide", 1280, 900, false)]
    [InlineData("dark", 1280, 900, true)]
    [InlineData("phone", 375, 720, false)]
    [InlineData("phone-dark", 375, 720, true)]
    [InlineData("small", 320, 600, false)]
    public async Task Every_page_is_accessible_and_fits(string name, int width, int height, bool dark)
    {
        var page = await chromium.Open(host.Address, "/console", width, height, dark);
        await Judge(page, $"{name}-sign-in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Grace Okafor" }).ClickAsync();
        await Judge(page, $"{name}-reviews");
        await page.GetByRole(AriaRole.Link, new() { Name = "Quarterly access review" }).ClickAsync();
        await Judge(page, $"{name}-campaign");
        await page.GetByLabel("Management's response").FillAsync("The managers were away.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Close this review" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "26 items are undecided" })).ToBeVisibleAsync();
        await Judge(page, $"{name}-refused");
        await page.GotoAsync("/console/reports/file?report=remediation&format=pdf&from=2026-12-31&to=2026-01-01");
        await Judge(page, $"{name}-reports");
        await page.GotoAsync("/console/do/extract.open?system=github");
        await Judge(page, $"{name}-act");
        await page.GotoAsync("/console/do/chat.command?text=help");
        await Judge(page, $"{name}-card");
        await page.GotoAsync("/console/log");
        await Judge(page, $"{name}-log");
        await page.GotoAsync("/console/nowhere");
        await Judge(page, $"{name}-nowhere");
        await page.GotoAsync("/console/evidence");
        await page.GetByLabel("From").FillAsync("2026-01-01");
        await page.GetByLabel("To").FillAsync("2026-12-31");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make a bundle" }).ClickAsync();
        await Expect(page.GetByText("It stands here when it is done")).ToBeVisibleAsync();
        await host.Get<BundleDesk>().Idle;
        await page.ReloadAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Download" }).First).ToBeVisibleAsync();
        await Judge(page, $"{name}-evidence");
    }

    [Fact]
    public async Task Who_has_work_to_do_is_shown_where()
    {
        var page = await chromium.Open(host.Address, "/console");
        await page.GetByRole(AriaRole.Button, new() { Name = "Mia Keller" }).ClickAsync();
        await Judge(page, "work");
        await page.GetByRole(AriaRole.Link, new() { Name = "Open the chat" }).ClickAsync();
        await Expect(page).ToHaveTitleAsync("Pick a person · chat");
    }

    [Theory]
    [InlineData("wide", 1280)]
    [InlineData("phone", 375)]
    public async Task Who_owns_a_system_hands_in_an_extract(string name, int width)
    {
        var page = await chromium.Open(host.Address, "/console", width);
        await page.GetByRole(AriaRole.Button, new() { Name = "Omar Haddad" }).ClickAsync();
        await Judge(page, $"{name}-owner");
        await page.GetByRole(AriaRole.Link, new() { Name = "hand in a newer one" }).ClickAsync();
        await page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "github.csv", MimeType = "text/csv", Buffer = "account"u8.ToArray() });
        await page.Locator("#form-submit").ClickAsync();
        await Expect(page.GetByText("Not sent yet")).ToBeVisibleAsync();
        await Expect(page.GetByText("Uploaded: github.csv, 7 bytes.")).ToBeVisibleAsync();
        await Judge(page, $"{name}-owner-mistake");
    }

    [Fact]
    public async Task The_keyboard_and_no_script_are_enough_to_find_an_item()
    {
        var page = await chromium.Open(host.Address, $"/console/campaigns/{host.Campaign.Id}", script: false);
        await page.GetByRole(AriaRole.Button, new() { Name = "Vera Lindqvist" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.GetByLabel("Account, entitlement or holder").FocusAsync();
        await page.Keyboard.TypeAsync("deploy-bot");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.GetByText("2 items match.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Times_are_the_readers_own_and_say_their_zone()
    {
        var page = await chromium.Open(host.Address, $"/console/campaigns/{host.Campaign.Id}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Vera Lindqvist" }).ClickAsync();
        var due = page.Locator(".facts div").Filter(new() { HasText = "Due" }).Locator("time");

        await Expect(due).ToContainTextAsync("(Europe/Stockholm)");
        await Expect(due).ToHaveAttributeAsync("title", $"{host.Campaign.DueAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC");
    }

    [Fact]
    public async Task A_periods_report_is_downloaded_without_script()
    {
        var page = await chromium.Open(host.Address, "/console/reports", script: false);
        await page.GetByRole(AriaRole.Button, new() { Name = "Vera Lindqvist" }).ClickAsync();
        await page.GetByLabel("Report", new() { Exact = true }).SelectOptionAsync("Leaver removal");
        await page.GetByLabel("From").FillAsync("2026-01-01");
        await page.GetByLabel("To", new() { Exact = true }).FillAsync("2026-12-31");
        await page.GetByLabel("Format").SelectOptionAsync("PDF");
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Download" }).ClickAsync());

        Assert.Equal("leaver-removal-2026-01-01-2026-12-31.pdf", download.SuggestedFilename);
    }

    private static async Task Judge(IPage page, string name)
    {
        await Chromium.IsAccessible(page);
        if (Environment.GetEnvironmentVariable("SHOTS") is { } folder) await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png"), FullPage = true });
    }
}
