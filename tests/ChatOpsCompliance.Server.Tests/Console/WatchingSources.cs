using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.Retention;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatOpsCompliance.Server.Tests.Console;

/// <summary>Where the evidence comes from, how it is signed, for how long it is kept; and the pictures beside the numbers.</summary>
public sealed class WatchingSources(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private readonly ConsoleHost host = new();

    public async ValueTask InitializeAsync()
    {
        await host.InitializeAsync();
        await host.Get<SignCheckpoint>().WhenThereAreFacts();
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        Assert.Empty(await chromium.Leave());
    }

    [Fact]
    public async Task Each_system_says_how_old_its_extract_is_and_what_is_needed()
    {
        using var grace = await host.Visit("Grace");
        using var mia = await host.Visit("Mia");

        var fresh = (await grace.Get("/console/sources")).Text;
        host.Clock.Push(TimeSpan.FromDays(30));
        var old = (await grace.Get("/console/sources")).Text;

        Assert.Contains("0 older than a review may use", fresh, StringComparison.Ordinal);
        Assert.Contains("yes, until", fresh, StringComparison.Ordinal);
        Assert.Contains("2 older than a review may use", old, StringComparison.Ordinal);
        Assert.DoesNotContain("yes, until", old, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await mia.Get("/console/sources")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await mia.Get("/console/retention")).Status);
    }

    [Fact]
    public async Task The_log_shows_its_checkpoints_and_what_none_covers_yet()
    {
        using var grace = await host.Visit("Grace");
        var signed = (await host.Read(LedgerStore.LatestCheckpoint))!;

        Assert.Contains("Every entry is covered.", (await grace.Get("/console/log")).Text, StringComparison.Ordinal);
        await Place(grace, "A matter");
        var log = (await grace.Get("/console/log")).Text;

        Assert.Contains("1 entry not covered yet", log, StringComparison.Ordinal);
        Assert.Contains(signed.Hash, log, StringComparison.Ordinal);
        Assert.Contains(host.Get<SigningKey>().Fingerprint, log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compliance_places_and_lifts_a_hold_and_who_only_reads_sees_it()
    {
        using var grace = await host.Visit("Grace");
        using var erik = await host.Visit("Erik");
        await Place(grace, "Smith v. us");

        var reads = await (await erik.Get("/console/retention")).Page();
        Assert.Contains("Smith v. us", reads.QuerySelector("tbody")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(reads.QuerySelectorAll("main a[href*='/do/']"));
        var page = await (await grace.Get("/console/retention")).Page();
        var form = await (await grace.Get(page.QuerySelector("main a[href*='hold.look']")!.GetAttribute("href")!)).Page();
        Write(form, "settled");
        Assert.Equal(HttpStatusCode.Found, (await grace.Press(form, "Lift the hold")).Status);

        Assert.Empty(await host.Read(HoldStore.Standing));
        Assert.Contains("settled", (await erik.Get("/console/retention")).Text, StringComparison.Ordinal);
        Assert.True((await host.Get<VerifyLedger>().Run(1, [], TestContext.Current.CancellationToken)).Whole);
    }

    [Theory]
    [InlineData("wide", 1280, 900, false)]
    [InlineData("phone-dark", 375, 720, true)]
    public async Task The_pages_are_accessible_and_their_pictures_have_the_numbers_beside_them(string name, int width, int height, bool dark)
    {
        using (var grace = await host.Visit("Grace")) await Place(grace, "Smith v. us");
        var page = await chromium.Open(host.Address, "/console", width, height, dark);
        await page.GetByRole(AriaRole.Button, new() { Name = "Grace Okafor" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Img, new() { Name = "Items: " })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Img, new() { Name = "Items: " }).ScrollIntoViewIfNeededAsync();
        await Judge(page, $"charts-home-{name}");
        foreach (var (address, heading) in ((string, string)[])[("sources", "Sources"), ("log#checkpoints", "Audit log"), ("retention", "Retention and holds"), ("controls", "Controls"), ("removals", "Removals")])
        {
            await page.GotoAsync($"/console/{address}");
            await Expect(page.GetByRole(AriaRole.Heading, new() { Name = heading, Exact = true, Level = 1 })).ToBeVisibleAsync();
            await Judge(page, $"{heading.Replace(' ', '-').ToLowerInvariant()}-{name}");
        }

        await page.GotoAsync("/console/controls");
        await page.Locator("tbody th a").First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Img, new() { Name = "Required times, " })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Img, new() { Name = "Required times, " }).ScrollIntoViewIfNeededAsync();
        await Judge(page, $"control-{name}");
    }

    private static async Task Place(ConsoleVisitor grace, string why)
    {
        var form = await (await grace.Get("/console/do/hold.open")).Page();
        Write(form, why);
        Assert.Equal(HttpStatusCode.Found, (await grace.Press(form, "Place the hold")).Status);
    }

    private static void Write(IDocument form, string why) => ((IHtmlTextAreaElement)form.QuerySelector("textarea")!).Value = why;

    private static async Task Judge(IPage page, string name)
    {
        await Chromium.IsAccessible(page);
        await Chromium.Shot(page, name);
    }
}
