using System.Net;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Evidence;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatOpsCompliance.Server.Tests.Console;

/// <summary>What could not be sent, and its cure, where compliance looks; and the numbers of the first page.</summary>
public sealed class WatchingMessages(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private readonly ConsoleHost host = new();

    public async ValueTask InitializeAsync()
    {
        await host.InitializeAsync();
        host.Tamper("""
            insert into outbox (id, lane, effect, subject, payload, status, attempts, due_at, created_at, error, cure) values
            ('0197A5E2-0000-7000-8000-000000000001', 'file', 'append', 'checkpoints', 'a line', 'dead', 5, '2026-11-23T10:00:00.000000Z', '2026-11-23T10:00:00.000000Z', 'the file <b>can''t</b> be written', 'give this service the right to write it')
            """);
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        Assert.Empty(await chromium.Leave());
    }

    [Fact]
    public async Task Compliance_reads_the_cure_and_has_it_tried_again()
    {
        using var grace = await host.Visit("Grace");
        var page = await (await grace.Get("/console/messages")).Page();
        Assert.Contains("1 given up", page.QuerySelector(".lead")!.TextContent, StringComparison.Ordinal);
        var row = page.QuerySelector("tbody tr")!.TextContent;
        Assert.Contains("the file <b>can't</b> be written", row, StringComparison.Ordinal);
        Assert.Contains("give this service the right to write it", row, StringComparison.Ordinal);
        Assert.Equal("1", await Glance(grace, "Messages given up"));

        var form = await (await grace.Get(page.QuerySelector("main a[href*='messages.retry']")!.GetAttribute("href")!)).Page();
        Assert.Equal(HttpStatusCode.Found, (await grace.Press(form, "Try again")).Status);

        Assert.Equal(0, await host.Read(MessagesStore.GivenUp));
        Assert.Contains(await host.Read(read => LedgerStore.Latest(read, 20)), e => e.Kind == "outbox.retried");
        Assert.Equal("0", await Glance(grace, "Messages given up"));
    }

    [Fact]
    public async Task Who_only_reads_is_offered_nothing_and_others_are_told_who_may_see()
    {
        using var erik = await host.Visit("Erik");
        using var mia = await host.Visit("Mia");

        var page = await (await erik.Get("/console/messages")).Page();
        Assert.Single(page.QuerySelectorAll("tbody tr"));
        Assert.Empty(page.QuerySelectorAll("main a[href*='/do/']"));
        Assert.Contains("Only compliance officers", (await erik.Get("/console/do/messages.retry")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await mia.Get("/console/messages")).Status);
        Assert.Equal(1, await host.Read(MessagesStore.GivenUp));
    }

    [Fact]
    public async Task The_first_page_counts_what_is_late()
    {
        using var grace = await host.Visit("Grace");
        Assert.Equal("0", await Glance(grace, "Reviewers overdue"));

        host.Clock.Push(TimeSpan.FromDays(40));

        Assert.NotEqual("0", await Glance(grace, "Reviewers overdue"));
        Assert.Equal("1", await Glance(grace, "Open reviews"));
        Assert.EndsWith("of 5", await Glance(grace, "Controls not shown to operate all year"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wide", 1280, 900, false)]
    [InlineData("phone-dark", 375, 720, true)]
    public async Task The_page_is_accessible_and_fits(string name, int width, int height, bool dark)
    {
        var page = await chromium.Open(host.Address, "/console", width, height, dark);
        await page.GetByRole(AriaRole.Button, new() { Name = "Grace Okafor" }).ClickAsync();
        await Expect(page.GetByLabel("At a glance")).ToBeVisibleAsync();
        await Judge(page, $"glance-{name}");
        await page.GetByRole(AriaRole.Link, new() { Name = "Messages given up" }).ClickAsync();
        await Expect(page.Locator(".lead", new() { HasText = "1 given up" })).ToBeVisibleAsync();
        await Judge(page, $"messages-{name}");
    }

    private static async Task<string> Glance(ConsoleVisitor visitor, string label)
    {
        var page = await (await visitor.Get("/console")).Page();
        return page.QuerySelectorAll(".glance > div").Single(d => d.QuerySelector("dt")!.TextContent == label).QuerySelector("dd")!.TextContent;
    }

    private static async Task Judge(IPage page, string name)
    {
        await Chromium.IsAccessible(page);
        await Chromium.Shot(page, name);
    }
}
