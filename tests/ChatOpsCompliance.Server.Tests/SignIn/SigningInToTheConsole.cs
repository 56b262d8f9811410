using System.Net;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.Tests.Console;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.SignIn;

/// <summary>The round trip with a provider, as a browser makes it.</summary>
public sealed class SigningInToTheConsole : IAsyncLifetime
{
    private SignInHost host = null!;

    public async ValueTask InitializeAsync() => host = await SignInHost.Start();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Leads_back_to_the_page_that_was_asked_for()
    {
        host.Provider.Person = FakeProvider.Of("Grace@Example.com");
        using var browser = host.Browser();
        var answer = await browser.Follow("/console/log?x=1");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("Audit log", await answer.Of("h1"));
        Assert.Equal("Grace Okafor", await answer.Of(".who .name"));
        Assert.Equal(["account.linked", "session.began"], await Kinds("account.linked", "session.began"));
    }

    [Fact]
    public async Task Asks_by_code_with_PKCE_and_for_no_more_than_it_needs()
    {
        using var browser = await host.Visit("grace@example.com");
        var asked = host.Provider.Questions.Single();

        Assert.Equal(("code", "query", "S256", "openid profile email"), (asked["response_type"], asked.GetValueOrDefault("response_mode", "query"), asked["code_challenge_method"], asked["scope"]));
        Assert.Equal(new Uri(host.Address, "/console/signed-in").ToString(), asked["redirect_uri"]);
        Assert.False(asked.ContainsKey("prompt"));
    }

    [Fact]
    public async Task Gives_one_cookie_with_a_secret_for_this_host_over_https_alone()
    {
        using var browser = await host.Visit("grace@example.com");
        var cookie = browser.Cookies.GetCookies(host.Address)["__Host-console"]!;

        Assert.True(cookie is { Secure: true, HttpOnly: true, Path: "/" });
        Assert.Equal(DateTime.MinValue, cookie.Expires);
        Assert.DoesNotContain(cookie.Value, File.ReadAllText(Path.Combine(host.Workspace.Folder, "compliance.db"), System.Text.Encoding.Latin1));
    }

    [Fact]
    public async Task Signing_out_ends_the_session_for_whoever_has_its_cookie()
    {
        using var browser = await host.Visit("grace@example.com");
        using var thief = new ConsoleVisitor(host.Address, CopyOf(browser));
        Assert.Equal(HttpStatusCode.OK, (await thief.Get("/console/log")).Status);
        var answer = await browser.Post("/console/sign-out", await browser.Token());

        Assert.Equal("/console/signed-out", answer.Location);
        Assert.Contains("You are signed out", (await browser.Get("/console/signed-out")).Text);
        Assert.StartsWith("/console/sign-in", (await thief.Get("/console/log")).Location);
        Assert.Equal(["session.ended"], await Kinds("session.ended"));
    }

    [Fact]
    public async Task A_session_ends_by_itself_when_nothing_is_asked_for_an_hour()
    {
        using var browser = await host.Visit("grace@example.com");
        for (var i = 0; i < 3; i++)
        {
            host.Workspace.Clock.Advance(TimeSpan.FromMinutes(59));
            Assert.Equal(HttpStatusCode.OK, (await browser.Get("/console")).Status);
        }

        host.Workspace.Clock.Advance(TimeSpan.FromMinutes(60));
        Assert.Equal(HttpStatusCode.Found, (await browser.Get("/console")).Status);
    }

    [Fact]
    public async Task And_after_twelve_hours_whatever_is_asked()
    {
        using var browser = await host.Visit("grace@example.com");
        for (var i = 0; i < 14; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await browser.Get("/console")).Status);
            host.Workspace.Clock.Advance(TimeSpan.FromMinutes(50));
        }

        host.Workspace.Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal(HttpStatusCode.Found, (await browser.Get("/console")).Status);
    }

    [Fact]
    public async Task Signing_in_again_gives_another_session_and_ends_the_one_before()
    {
        using var browser = await host.Visit("grace@example.com");
        using var before = new ConsoleVisitor(host.Address, CopyOf(browser));
        await browser.Follow("/console/sign-in");

        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/console/log")).Status);
        Assert.Equal(HttpStatusCode.Found, (await before.Get("/console/log")).Status);
    }

    [Fact]
    public async Task A_cookie_that_somebody_else_put_there_becomes_no_session()
    {
        using var browser = host.Browser();
        browser.Cookies.Add(new Cookie("__Host-console", new string('A', 43), "/", host.Address.Host) { Secure = true });
        host.Provider.Person = FakeProvider.Of("grace@example.com");
        await browser.Follow("/console");

        Assert.NotEqual(new string('A', 43), browser.Cookies.GetCookies(host.Address)["__Host-console"]!.Value);
    }

    [Fact]
    public async Task A_form_is_sent_by_whoever_it_was_drawn_for()
    {
        using var grace = await host.Visit("grace@example.com");
        using var omar = await host.Visit("omar@example.com");
        var answer = await grace.Post("/console/sign-out", await omar.Token());

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(HttpStatusCode.OK, (await grace.Get("/console/log")).Status);
    }

    [Fact]
    public async Task Who_left_is_out_at_the_next_request_and_does_not_come_back()
    {
        using var browser = await host.Visit("grace@example.com");
        await host.Company.NewRoster(("grace@example.com,carla@example.com,true", "grace@example.com,carla@example.com,false"));

        Assert.Equal(HttpStatusCode.Forbidden, (await browser.Get("/console/log")).Status);
        Assert.Contains("Your entry in the roster is not active", (await browser.Follow("/console/log")).Text);
    }

    [Fact]
    public async Task An_administrator_ends_it_and_whoever_it_was_is_out_at_the_next_request()
    {
        await using var run = await SignInHost.Start(("Console:Roles:admin", "the-admins"));
        using var grace = await run.Visit("grace@example.com");
        using var omar = await run.Visit("omar@example.com", "the-admins", "others");
        using var ben = await run.Visit("ben@example.com", "others");
        Assert.Equal(HttpStatusCode.Forbidden, (await ben.Get("/console/do/session.open")).Status);
        var page = await (await omar.Get("/console/do/session.open")).Page();
        var hers = page.QuerySelectorAll("label").Single(l => l.TextContent.Contains("Grace Okafor", StringComparison.Ordinal));
        ((AngleSharp.Html.Dom.IHtmlInputElement)(hers.QuerySelector("input") ?? page.GetElementById(hers.GetAttribute("for")!)!)).IsChecked = true;
        await omar.Press(page, "End what is ticked");

        Assert.Equal(HttpStatusCode.Found, (await grace.Get("/console/log")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await ben.Get("/console/nowhere")).Status); // signed in still
    }

    [Fact]
    public async Task A_role_of_a_claim_lasts_as_long_as_the_sign_in_and_the_newest_says_which()
    {
        await using var run = await SignInHost.Start(("Console:Roles:executive", "the-board"));
        using var omar = await run.Visit("omar@example.com", "the-board");
        Assert.Equal(HttpStatusCode.OK, (await omar.Get("/console/log")).Status);
        using var elsewhere = await run.Visit("omar@example.com", "others");

        Assert.Equal(HttpStatusCode.Forbidden, (await omar.Get("/console/log")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await elsewhere.Get("/console/log")).Status);
    }

    [Fact]
    public async Task Without_an_answer_of_the_provider_nobody_comes_in_and_it_says_so()
    {
        host.Provider.Away = true;
        using var browser = host.Browser();
        var answer = await browser.Follow("/console");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.Contains("Your provider does not answer", answer.Text);
    }

    private static CookieContainer CopyOf(ConsoleVisitor browser)
    {
        var copy = new CookieContainer();
        foreach (Cookie cookie in browser.Cookies.GetAllCookies()) copy.Add(cookie);
        return copy;
    }

    private async Task<IEnumerable<string>> Kinds(params string[] of) => (await host.Workspace.Read(r => LedgerStore.Latest(r, 10))).Select(r => r.Kind).Where(of.Contains).Reverse();
}
