using System.Net;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Tests.Stories;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatOpsCompliance.Server.Tests.Console;

/// <summary>The page of all removals: how old they are, what is late, and the acts on them, offered to whom they are open.</summary>
public sealed class WatchingRemovals(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private readonly ConsoleHost host = new();

    public async ValueTask InitializeAsync()
    {
        await host.InitializeAsync();
        var items = await host.Read(read => ItemStore.Page(read, host.Campaign.Id, 0, 100));
        foreach (var item in items.Where(i => i is { ReviewerName: "Mia Keller", System: "github" }).Take(3)) await Act("Mia", ReviewVerbs.Decide, Deciding.Revoke(item));
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        Assert.Empty(await chromium.Leave());
    }

    [Fact]
    public async Task Compliance_sees_what_is_late_and_hands_it_over_here()
    {
        host.Clock.Push(TimeSpan.FromDays(40));
        using var grace = await host.Visit("Grace");
        var page = await (await grace.Get("/console/removals?show=late")).Page();

        Assert.Equal(3, page.QuerySelectorAll("tbody tr").Length);
        Assert.Equal("Late (3)", page.QuerySelector("nav.pages a[aria-current]")!.TextContent);
        Assert.Contains("3 31 to 90 days", string.Join(' ', page.QuerySelector(".chart figcaption")!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        var form = await (await grace.Get(page.QuerySelector("tbody a[href*='removal.hand']")!.GetAttribute("href")!)).Page();
        Assert.Equal("Hand over", form.QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task Who_only_reads_is_offered_nothing_and_who_may_not_see_is_told_who_may()
    {
        using var erik = await host.Visit("Erik");
        using var mia = await host.Visit("Mia");
        var page = await (await erik.Get("/console/removals")).Page();

        Assert.Equal(3, page.QuerySelectorAll("tbody tr").Length);
        Assert.Empty(page.QuerySelectorAll("main a[href*='/do/']"));
        var refused = await mia.Get("/console/removals");
        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.Contains("to compliance officers and executives", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_filter_finds_by_text_which_is_shown_as_text()
    {
        using var grace = await host.Visit("Grace");

        var none = await (await grace.Get("/console/removals?q=%3Cb%3Enobody")).Page();
        var omars = await (await grace.Get("/console/removals?show=nonsense&q=OMAR")).Page();

        Assert.Equal("No removal matches.", none.QuerySelector(".empty")!.TextContent);
        Assert.Equal("<b>nobody", none.QuerySelector("#q")!.GetAttribute("value"));
        Assert.Equal(3, omars.QuerySelectorAll("tbody tr").Length);
        Assert.All(omars.QuerySelectorAll("tbody tr"), row => Assert.Contains("Omar Haddad", row.TextContent, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("wide", 1280, 900, false)]
    [InlineData("phone-dark", 375, 720, true)]
    public async Task The_page_is_accessible_and_fits(string name, int width, int height, bool dark)
    {
        var tasks = await host.Read(async read => await RemediationStore.Of(read, (await host.Person("Omar")).Id));
        await Act("Omar", RemovalVerbs.RiskAsk, new()
        {
            [RemovalVerbs.Removed] = tasks[0].Id.ToString(),
            [RemovalVerbs.Why] = "The payroll run of Friday needs it.",
            [RemovalVerbs.Control] = "Each use is logged and read the same day.",
            [RemovalVerbs.Days] = "30",
        });
        var page = await chromium.Open(host.Address, "/console/removals", width, height, dark);
        await page.GetByRole(AriaRole.Button, new() { Name = "Grace Okafor" }).ClickAsync();
        await page.GotoAsync(new Uri(host.Address, "/console/removals").ToString());
        await Expect(page.GetByText("The payroll run of Friday needs it.")).ToBeVisibleAsync();
        await Judge(page, $"removals-{name}");
        await page.GetByRole(AriaRole.Link, new() { Name = "Decide" }).ClickAsync();
        await Judge(page, $"removals-risk-{name}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Accept the risk for 30 days" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Risk accepted (1)" })).ToBeVisibleAsync();
    }

    private async Task Act(string who, Verb verb, Values values) =>
        Assert.IsType<Finish>(await host.Get<ChatRouter>().Handle((await host.Person(who)).Id, verb, values, Guid.NewGuid().ToString(), TestContext.Current.CancellationToken));

    private static async Task Judge(IPage page, string name)
    {
        await Chromium.IsAccessible(page);
        if (Environment.GetEnvironmentVariable("SHOTS") is { } folder) await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png"), FullPage = true });
    }
}
