using System.Net;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Console;

/// <summary>Each route for each kind of person.</summary>
public sealed class WhoSeesWhat(ConsoleHost host) : IClassFixture<ConsoleHost>
{
    private const string Nobody = "", Compliance = "Grace", Executive = "Erik", Auditor = "Vera", Manager = "Mia", SystemOwner = "Omar", Colleague = "Lena";

    /// <summary>Who gets what: 200 the page, 403 a sentence, 302 the way to the sign-in.</summary>
    public static TheoryData<string, string, int> Matrix()
    {
        var matrix = new TheoryData<string, string, int>();
        Row("/console", seers: 200, workers: 200, colleague: 200, nobody: 302); // whoever it is, they may have to ask for an emergency change
        Row("/console/campaigns/{id}", seers: 200, workers: 403, colleague: 403, nobody: 302);
        Row("/console/campaigns/{id}/completion.csv", seers: 200, workers: 403, colleague: 403, nobody: 403);
        Row("/console/campaigns/{id}/completion.json", seers: 200, workers: 403, colleague: 403, nobody: 403);
        Row("/console/campaigns/{id}/completion.exe", seers: 404, workers: 403, colleague: 403, nobody: 403);
        Row("/console/campaigns/{id}/decisions.pdf", seers: 200, workers: 403, colleague: 403, nobody: 403);
        Row("/console/campaigns/{id}/secrets.csv", seers: 404, workers: 403, colleague: 403, nobody: 403);
        Row("/console/reports", seers: 200, workers: 403, colleague: 403, nobody: 302);
        Row("/console/reports/file?report=decisions&format=csv&from=2026-01-01&to=2026-12-31", seers: 200, workers: 403, colleague: 403, nobody: 403);
        Row("/console/reports/file?report=decisions&format=csv&from=2026-12-31&to=2026-01-01", seers: 422, workers: 403, colleague: 403, nobody: 403);
        Row("/console/reports/file?report=secrets&format=csv", seers: 404, workers: 403, colleague: 403, nobody: 403);
        Row("/console/campaigns/00000000-0000-0000-0000-000000000000", seers: 404, workers: 403, colleague: 403, nobody: 302, auditor: 403);
        Row("/console/campaigns/nonsense", seers: 404, workers: 403, colleague: 403, nobody: 302, auditor: 403);
        Row("/console/reviews/00000000-0000-0000-0000-000000000000", seers: 404, workers: 404, colleague: 404, nobody: 302);
        Row("/console/changes", seers: 200, workers: 403, colleague: 403, nobody: 302);
        Row("/console/changes/1", seers: 404, workers: 403, colleague: 403, nobody: 302);
        Row("/console/deployments", seers: 200, workers: 403, colleague: 403, nobody: 302);
        Row("/console/gate", seers: 200, workers: 403, colleague: 403, nobody: 302);
        Row("/console/log", seers: 200, workers: 403, colleague: 403, nobody: 302);
        Row("/console/nowhere", seers: 404, workers: 404, colleague: 404, nobody: 302);
        return matrix;

        void Row(string path, int seers, int workers, int colleague, int nobody, int? auditor = null)
        {
            foreach (var seer in (string[])[Compliance, Executive]) matrix.Add(path, seer, seers);
            matrix.Add(path, Auditor, auditor ?? seers);
            foreach (var worker in (string[])[Manager, SystemOwner]) matrix.Add(path, worker, workers);
            matrix.Add(path, Colleague, colleague);
            matrix.Add(path, Nobody, nobody);
        }
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task Everybody_sees_what_their_role_allows(string path, string who, int status)
    {
        using var visitor = await host.Visit(who.Length == 0 ? null : who);
        var answer = await visitor.Get(path.Replace("{id}", host.Campaign.Id.ToString(), StringComparison.Ordinal));

        Assert.Equal((HttpStatusCode)status, answer.Status);
        if (status == 302) Assert.StartsWith("/console/sign-in?back=%2Fconsole", answer.Location);
        if (status == 403 && who.Length > 0) Assert.Contains("Grace Okafor (compliance) can help.", answer.Text);
        if (status is 403 or 302) Assert.DoesNotContain("Quarterly access review", answer.Text);
    }

    [Fact]
    public async Task Who_owns_a_system_is_shown_what_is_to_do_for_it_and_nothing_else()
    {
        using var omar = await host.Visit(SystemOwner);
        var answer = await omar.Get("/console");

        Assert.Equal("Your work", await answer.Of("h1"));
        Assert.Equal(["GitHub"], (await answer.Page()).QuerySelectorAll("tbody th").Select(th => th.TextContent));
        Assert.DoesNotContain("/console/log", answer.Text);
        Assert.DoesNotContain("Quarterly access review", answer.Text);
    }

    [Fact]
    public async Task Who_has_accesses_to_decide_on_is_shown_their_own_and_nothing_else()
    {
        using var mia = await host.Visit(Manager);
        var answer = await mia.Get("/console");

        Assert.Equal("Your reviews", await answer.Of("h1"));
        Assert.Contains("14 items wait for you", answer.Text);
        Assert.Contains($"/console/reviews/{host.Campaign.Id}", answer.Text);
        Assert.DoesNotContain("/console/log", answer.Text);
        Assert.DoesNotContain($"/console/campaigns/{host.Campaign.Id}", answer.Text);
    }

    [Theory]
    [InlineData("/console/campaigns/{id}/close")]
    [InlineData("/console/sign-out")]
    public async Task Nobody_posts_anything(string path)
    {
        using var visitor = await host.Visit();
        var answer = await visitor.Post(path.Replace("{id}", host.Campaign.Id.ToString(), StringComparison.Ordinal), token: null);

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Equal("application/problem+json", answer.Headers["Content-Type"]);
    }

    [Fact]
    public async Task Only_active_people_can_be_picked()
    {
        using var visitor = await host.Visit();
        var page = await (await visitor.Get("/console/sign-in")).Page();
        var gone = await host.Person("Jonas");
        var answer = await visitor.Post("/console/sign-in", page.QuerySelector("input[name=token]")!.GetAttribute("value"), ("person", gone.Id.ToString()));

        Assert.DoesNotContain("Jonas", page.Body!.TextContent);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(HttpStatusCode.Found, (await visitor.Get("/console")).Status);
    }

    [Theory]
    [InlineData("https://evil.example/", "/console")]
    [InlineData("//evil.example/console/", "/console")]
    [InlineData("/console/log", "/console/log")]
    [InlineData("/chat", "/console")]
    public async Task Signing_in_leads_back_to_a_page_of_ours_only(string back, string to)
    {
        using var visitor = await host.Visit();
        var page = await (await visitor.Get("/console/sign-in")).Page();
        var grace = await host.Person(Compliance);
        var answer = await visitor.Post("/console/sign-in", page.QuerySelector("input[name=token]")!.GetAttribute("value"), ("person", grace.Id.ToString()), ("back", back));

        Assert.Equal(to, answer.Location);
    }

    [Fact]
    public async Task Signing_out_ends_it()
    {
        using var visitor = await host.Visit(Compliance);
        var answer = await visitor.Post("/console/sign-out", await visitor.Token());

        Assert.Equal("/console/sign-in", answer.Location);
        Assert.Equal(HttpStatusCode.Found, (await visitor.Get("/console")).Status);
    }
}
