using System.Net;
using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.Server.Console;
using ChatOpsCompliance.Server.EmergencyChanges;
using ChatOpsCompliance.Server.Remediation;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatOpsCompliance.Server.Tests.Console;

/// <summary>Emergency changes, deployments and the gate's answers in the console: readable by who sees all, with the acts that are open to them.</summary>
public sealed class WatchingEmergencies(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private readonly ConsoleHost host = new();

    public ValueTask InitializeAsync() => host.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        Assert.Empty(await chromium.Leave());
    }

    [Fact]
    public async Task The_page_of_one_tells_all_that_happened_and_the_list_finds_it()
    {
        await Play("ask", "author", "approve", "deploy", "finish");
        using var vera = await host.Visit("Vera");
        var page = await (await vera.Get("/console/changes/1")).Page();
        var all = await (await vera.Get("/console/changes?show=all&q=inc-2041")).Page();

        Assert.Equal("EC-1: Stop charging orders twice when the payment provider answers late", page.QuerySelector("h1")!.TextContent);
        Assert.Equal(
            ["Asked for", "Read who wrote it: 2 accounts", "Approved", "The gate let a run through", "Deployed: it pays for no other deployment", "Gave the second approval", "Added the details", "Reviewed it", "Closed: everything that was asked of it is there"],
            page.QuerySelectorAll("#history ~ .table tbody td[data-label=What]").Select(c => c.TextContent.Split(": https")[0]));
        Assert.Equal(["Ada Novak", "the service", "Liam Murphy", "the service", "the service", "Mia Keller", "Ada Novak", "Ben Adeyemi", "the service"], page.QuerySelectorAll("#history ~ .table tbody td[data-label=Who]").Select(c => c.TextContent));
        Assert.Equal(["Opened", "Emergency"], page.QuerySelectorAll("#runs ~ .table tbody th").Select(c => c.TextContent));
        Assert.Empty(page.QuerySelectorAll("main a[href*='/do/']")); // an auditor reads
        Assert.Equal("/console/changes/1", Assert.Single(all.QuerySelectorAll("tbody th a")).GetAttribute("href"));
        Assert.Equal("There is none.", (await (await vera.Get("/console/changes?show=open")).Page()).QuerySelector(".empty")!.TextContent);
        Assert.Equal(HttpStatusCode.NotFound, (await vera.Get("/console/changes/2")).Status);
    }

    [Fact]
    public async Task An_approver_with_chat_down_approves_by_the_same_act_and_an_author_is_not_offered_it()
    {
        await host.Restart(settings => settings.Replace("\"compliance\": \"grace@lumen.example\"", "\"compliance\": \"grace@lumen.example, liam@lumen.example, sofia@lumen.example\"", StringComparison.Ordinal));
        await Play("ask");
        using var sofia = await host.Visit("Sofia");
        using var liam = await host.Visit("Liam");
        static IEnumerable<string> Offered(AngleSharp.Dom.IDocument page) => page.QuerySelectorAll(".offers a").Select(a => a.TextContent);
        Assert.DoesNotContain("Approve", Offered(await (await sofia.Get("/console/changes/1")).Page()));
        var page = await (await liam.Get("/console/changes/1")).Page();
        Assert.Equal(["Approve", "Reject", "Add the details", "Ask or answer", "Break the glass"], Offered(page));
        var form = await (await liam.Get(page.QuerySelectorAll(".offers a")[0].GetAttribute("href")!)).Page();
        await liam.Press(form, form.GetElementById("form-submit")!.TextContent.Trim());

        var change = await host.Read(read => ChangeStore.ByNumber(read, 1, host.Get<PolicyBook>()));
        Assert.Equal((ChangeStatus.Approved, "Liam Murphy"), (change!.Status, Assert.Single(change.Seats).Name));
    }

    [Fact]
    public async Task With_chat_down_an_engineer_asks_and_an_approver_approves_from_the_first_page()
    {
        using var ada = await host.Visit("Ada");
        var asked = await ada.Press(await (await ada.Get("/console")).Page(), "Ask for an emergency change…");
        Assert.Equal("Ask for an emergency change", await asked.Of("h1"));
        await Play("ask");
        using var liam = await host.Visit("Liam");
        var look = await liam.Press(await (await liam.Get("/console")).Page(), "More…");
        var card = await look.Page();
        var approve = card.QuerySelectorAll("button").Single(b => b.TextContent.Contains("Approve: deploy", StringComparison.Ordinal)).TextContent.Trim();
        await liam.Press(card, approve);

        var change = await host.Read(read => ChangeStore.ByNumber(read, 1, host.Get<PolicyBook>()));
        Assert.Equal((ChangeStatus.Approved, "Liam Murphy"), (change!.Status, Assert.Single(change.Seats).Name));
    }

    [Fact]
    public async Task Deployments_are_found_by_class_and_what_nobody_approved_says_whose_it_is_to_deal_with_it()
    {
        await Play("ask", "approve", "deploy", "around", "silent", "read");
        using var grace = await host.Visit("Grace");
        var around = await (await grace.Get("/console/deployments?show=unauthorised")).Page();
        var all = await (await grace.Get("/console/deployments?q=noah")).Page();

        Assert.Equal(["Unauthorised", "Unauthorised"], around.QuerySelectorAll("tbody th").Select(c => c.TextContent));
        Assert.Equal(["All (3)", "Unauthorised (2)", "Emergency (1)"], around.QuerySelectorAll(".pages a").Take(3).Select(a => a.TextContent));
        Assert.Contains("AT-1, Ben Adeyemi: Open", around.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("nobody told; found in github's own list", around.Body.TextContent, StringComparison.Ordinal);
        Assert.Equal(2, all.QuerySelectorAll("tbody tr").Length);
        var form = await (await grace.Get(around.QuerySelector("tbody a[href*='change.open']")!.GetAttribute("href")!)).Page();
        Assert.Equal("After the fact: explain a deployment", form.QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task The_gate_says_what_each_run_was_told()
    {
        await Play("ask", "approve");
        using var erik = await host.Visit("Erik");
        var page = await (await erik.Get("/console/gate")).Page();

        Assert.Equal(["Waits", "Waits", "Opened"], page.QuerySelectorAll("tbody th").Select(c => c.TextContent));
        Assert.Contains("EC-1, approved by Liam Murphy.", page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_to_be_done_is_done_by_its_owner_and_confirmed_by_compliance_here_as_in_chat()
    {
        await Play("around");
        using var grace = await host.Visit("Grace");
        using var ben = await host.Visit("Ben");
        static IEnumerable<string> Offered(AngleSharp.Dom.IDocument page) => page.QuerySelectorAll("tbody a[href*='/do/']").Select(a => a.FirstChild!.TextContent);
        Assert.Equal(["Say why", "Hand over"], Offered(await (await grace.Get("/console/actions")).Page()));
        var mine = await (await ben.Get("/console")).Page();
        var form = await (await ben.Get(VerbPages.Address(ActionVerbs.Open, new() { [ActionVerbs.Action] = (await host.Read(ActionStore.All)).Single().Id.ToString() }, "/console"))).Page();
        ((AngleSharp.Html.Dom.IHtmlTextAreaElement)form.QuerySelector("textarea")!).Value = "The door is locked again.";
        await ben.Press(form, "It is done");
        var page = await (await grace.Get("/console/actions?show=look")).Page();
        var look = await (await grace.Get(page.QuerySelector("tbody a[href*='action.look']")!.GetAttribute("href")!)).Page();
        await grace.Press(look, "I looked: it is done");

        Assert.Contains("AT-1", mine.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Ben Adeyemi: “The door is locked again.”", page.Body!.TextContent, StringComparison.Ordinal);
        var settled = await (await grace.Get("/console/actions?show=settled")).Page();
        Assert.Contains("Done, confirmed by Grace Okafor", settled.Body!.TextContent, StringComparison.Ordinal);
        Assert.Empty(Offered(settled));
    }

    [Theory]
    [InlineData("/console/changes")]
    [InlineData("/console/changes/1")]
    [InlineData("/console/deployments")]
    [InlineData("/console/gate")]
    [InlineData("/console/actions")]
    public async Task Who_may_not_see_all_is_told_who_may(string address)
    {
        await Play("ask");
        using var noah = await host.Visit("Noah");
        var refused = await noah.Get(address);

        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.Contains("to compliance officers", refused.Text, StringComparison.Ordinal);
        Assert.Contains("Grace Okafor", refused.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wide", 1280, 900, false)]
    [InlineData("phone-dark", 375, 720, true)]
    public async Task The_pages_are_accessible_and_fit(string name, int width, int height, bool dark)
    {
        await Play("ask", "author", "approve", "deploy", "finish", "around", "silent", "read");
        var page = await chromium.Open(host.Address, "/console/changes", width, height, dark);
        await page.GetByRole(AriaRole.Button, new() { Name = "Grace Okafor" }).ClickAsync();
        foreach (var (at, sees) in ((string, string)[])[("changes?show=all", "Every request for the short cut"), ("changes/1", "Everything that happened"), ("deployments", "What went to production"), ("gate", "what they were told"), ("actions", "until a second person")])
        {
            await page.GotoAsync(new Uri(host.Address, $"/console/{at}").ToString());
            await Expect(page.GetByText(sees)).ToBeVisibleAsync();
            await Chromium.IsAccessible(page);
            await Chromium.Shot(page, $"emergency-{at.Split('?')[0].Replace('/', '-')}-{name}");
        }
    }

    /// <summary>By the tour's own buttons.</summary>
    private async Task Play(params string[] acts)
    {
        using var visitor = new HttpClient { BaseAddress = host.Address };
        foreach (var act in acts) (await visitor.PostAsync(new Uri($"/tour/{act}", UriKind.Relative), null, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode().Dispose();
    }
}
