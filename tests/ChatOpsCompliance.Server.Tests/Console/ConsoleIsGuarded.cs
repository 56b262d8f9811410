using System.Net;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Configuration;
using Microsoft.AspNetCore.Hosting;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Console;

public sealed class ConsoleIsGuarded(ConsoleHost host) : IClassFixture<ConsoleHost>
{
    private string Page => $"/console/campaigns/{host.Campaign.Id}";

    [Theory]
    [InlineData("Host", "compliance.example.com")]
    [InlineData("Host", "127.0.0.1.nip.io")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("Forwarded", "for=127.0.0.1")]
    public async Task It_answers_this_machines_own_browser_only(string header, string value)
    {
        using var grace = await host.Visit("Grace");
        string[] paths = ["/console", "/console/sign-in", "/console/log", "/console/assets/console.css", Page, $"{Page}/completion.csv", "/console/nowhere"];
        foreach (var path in paths)
            Assert.Equal((path, HttpStatusCode.Forbidden), (path, (await grace.Get(path, (header, value))).Status));
    }

    [Theory]
    [InlineData("/console/sign-in")]
    [InlineData("/console/sign-out")]
    [InlineData("{page}/close")]
    public async Task A_form_without_its_token_is_refused(string path)
    {
        host.Clock.Push(TimeSpan.FromDays(15));
        using var grace = await host.Visit("Grace");
        path = path.Replace("{page}", Page, StringComparison.Ordinal);
        var fields = new[] { ("delivery", Guid.NewGuid().ToString()), ("response", "Fine."), ("person", host.Campaign.Owner.ToString()) };

        Assert.Equal(HttpStatusCode.BadRequest, (await grace.Post(path, token: null, fields)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await grace.Post(path, token: "made-up", fields)).Status);
        await StillOpen();
        Assert.Equal(HttpStatusCode.OK, (await grace.Get("/console")).Status);
    }

    [Fact]
    public async Task Another_persons_token_is_refused()
    {
        host.Clock.Push(TimeSpan.FromDays(15));
        using var erik = await host.Visit("Erik");
        using var grace = await host.Visit("Grace");
        var answer = await grace.Close(Page, "Fine.", token: await erik.Token());

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        await StillOpen();
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("http://localhost:1")]
    [InlineData("null")]
    public async Task A_form_of_another_site_is_refused_even_with_a_token(string origin)
    {
        host.Clock.Push(TimeSpan.FromDays(15));
        using var grace = await host.Visit("Grace");
        var answer = await grace.PostFrom(origin, $"{Page}/close", await grace.Token(), ("delivery", Guid.NewGuid().ToString()), ("response", "Fine."));

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        await StillOpen();
    }

    [Fact]
    public async Task The_cookie_is_out_of_reach_of_scripts_and_other_sites_and_holds_no_role()
    {
        using var visitor = await host.Visit();
        var page = await (await visitor.Get("/console/sign-in")).Page();
        var answer = await visitor.Post("/console/sign-in", page.QuerySelector("input[name=token]")!.GetAttribute("value"), ("person", host.Campaign.Owner.ToString()));
        var cookie = answer.Headers["Set-Cookie"].ToLowerInvariant();

        Assert.Contains("console=", cookie);
        Assert.Contains("; path=/console", cookie);
        Assert.Contains("; httponly", cookie);
        Assert.Contains("; samesite=strict", cookie);
        Assert.DoesNotContain("expires=", cookie);
    }

    [Theory]
    [InlineData("/console")]
    [InlineData("/console/log")]
    [InlineData("{page}")]
    [InlineData("{page}/completion.csv")]
    [InlineData("/console/sign-in")]
    public async Task Pages_run_no_script_are_framed_by_nobody_and_kept_nowhere(string path)
    {
        using var grace = await host.Visit("Grace");
        var answer = await grace.Get(path.Replace("{page}", Page, StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.StartsWith("default-src 'none'; style-src 'self';", answer.Headers["Content-Security-Policy"]);
        Assert.Contains("frame-ancestors 'none'", answer.Headers["Content-Security-Policy"]);
        Assert.DoesNotContain("script-src", answer.Headers["Content-Security-Policy"]);
        Assert.Equal("nosniff", answer.Headers["X-Content-Type-Options"]);
        Assert.Equal("same-origin", answer.Headers["Referrer-Policy"]);
        Assert.Contains("no-store", answer.Headers["Cache-Control"]);
        Assert.DoesNotContain("<script", answer.Text);
        Assert.DoesNotContain("style=", answer.Text);
    }

    [Theory]
    [InlineData("/console")]
    [InlineData("/console/sign-in")]
    [InlineData("/console/campaigns/1/completion.csv")]
    public async Task Without_a_sign_in_it_is_shut(string path)
    {
        var folder = Directory.CreateTempSubdirectory("plain-").FullName;
        var file = Path.Combine(folder, "settings.json");
        var store = new { Storage = new { ConnectionString = $"Data Source={Path.Combine(folder, "c.db")}" } };
        await File.WriteAllTextAsync(file, System.Text.Json.JsonSerializer.Serialize(store), TestContext.Current.CancellationToken);
        var (settings, configuration) = SettingsFile.Load(file);
        await using var app = Service.Build(settings, configuration, b => b.WebHost.UseUrls("http://127.0.0.1:0"));
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var visitor = new ConsoleVisitor(new(app.Urls.Single()));
        var answer = await visitor.Get(path);

        Assert.Equal(HttpStatusCode.NotImplemented, answer.Status);
        Assert.Contains("Console:Authority", answer.Text);
        await app.StopAsync(TestContext.Current.CancellationToken);
    }

    private async Task StillOpen() => Assert.Equal(CampaignStatus.Active, (await host.Read(r => CampaignStore.ById(r, host.Campaign.Id)))!.Status);
}
