using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Sources;
using ChatOpsCompliance.Server.Sources.GitHub;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Sources.GitHub;

/// <summary>The gate's answer goes out as an installation of the App; whatever GitHub says to it, the outbox knows whether to come again.</summary>
public sealed class AnsweringAWaitingRun : IAsyncLifetime
{
    private static readonly CancellationToken Now = TestContext.Current.CancellationToken;

    private static readonly string Callback = new GitHubCallback("acme/shop", "Production", 55).ToString();

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero));

    private FakeGitHub github = null!;

    public async ValueTask InitializeAsync()
    {
        github = await FakeGitHub.Start(clock);
        _ = github.Shop;
    }

    public ValueTask DisposeAsync() => github.DisposeAsync();

    [Fact]
    public async Task It_arrives_with_its_sentence_cut_to_what_GitHub_takes()
    {
        var answer = Answers();

        Assert.IsType<Delivery.Sent>(await answer.Send(Callback, approved: true, "EC-12 opens it.", Now));
        Assert.IsType<Delivery.Sent>(await answer.Send(Callback, approved: false, new string('x', 2000), Now));

        Assert.Equal((55, "Production", "approved", "EC-12 opens it."), github.Shop.Answers.First());
        Assert.Equal(("rejected", 1024), (github.Shop.Answers.Last().State, github.Shop.Answers.Last().Comment.Length));
    }

    [Fact]
    public async Task One_token_serves_an_owner_until_shortly_before_it_expires()
    {
        var answer = Answers();
        await answer.Send(Callback, true, "", Now);
        clock.Advance(TimeSpan.FromMinutes(54));
        await answer.Send(Callback, true, "", Now);
        Assert.Single(github.Tokens);

        clock.Advance(TimeSpan.FromMinutes(1));
        await answer.Send(Callback, true, "", Now);

        Assert.Equal((2, 3), (github.Tokens.Count, github.Shop.Answers.Count));
    }

    [Fact]
    public async Task A_token_that_was_revoked_is_replaced_at_the_next_attempt()
    {
        var answer = Answers();
        await answer.Send(Callback, true, "", Now);
        github.Tokens.Clear();

        Assert.IsType<Delivery.Later>(await answer.Send(Callback, true, "", Now));
        Assert.IsType<Delivery.Sent>(await answer.Send(Callback, true, "", Now));
    }

    [Theory]
    [InlineData(403, "Resource not accessible by integration", "permissions")]
    [InlineData(404, "Not Found", "installed")]
    [InlineData(422, "Deployment was reviewed already", "look at the run")]
    public async Task What_stays_refused_is_a_dead_letter_with_its_cure(int status, string message, string cure)
    {
        github.Instead = OnAnswers(() => Results.Json(new { message }, statusCode: status));

        var dead = Assert.IsType<Delivery.Dead>(await Answers().Send(Callback, true, "", Now));

        Assert.Contains(cure, dead.Cure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(429, "Retry-After", "90", "", 90)]
    [InlineData(429, null, "", "", 60)]
    [InlineData(403, "Retry-After", "30", "You have exceeded a secondary rate limit", 30)]
    [InlineData(403, null, "", "You have exceeded a secondary rate limit", 60)]
    [InlineData(500, null, "", "", null)]
    [InlineData(503, null, "", "", null)]
    public async Task What_passes_is_tried_again_not_too_soon(int status, string? header, string value, string message, int? seconds)
    {
        github.Instead = OnAnswers(() => new WithHeader(header, value, Results.Json(new { message }, statusCode: status)));

        var later = Assert.IsType<Delivery.Later>(await Answers().Send(Callback, true, "", Now));

        Assert.Equal(seconds, (int?)later.After?.TotalSeconds);
    }

    [Fact]
    public async Task Without_its_key_or_its_installation_it_says_what_to_set_up()
    {
        var nowhere = Assert.IsType<Delivery.Dead>(await Answers().Send(new GitHubCallback("other/shop", "production", 55).ToString(), true, "", Now));
        Assert.Contains("not installed for other/shop", nowhere.Why, StringComparison.Ordinal);

        var settings = github.Settings with { AppId = 9 };
        var wrong = Assert.IsType<Delivery.Dead>(await new GitHubAnswer(new(new GitHubConnections(settings, clock))).Send(Callback, true, "", Now));
        Assert.Contains("Gates:GitHub:AppId", wrong.Cure, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE KEY", settings.ToString(), StringComparison.Ordinal);

        Assert.IsType<Delivery.Dead>(await Answers().Send("{}", true, "", Now));
    }

    [Fact]
    public async Task Where_nobody_answers_it_is_tried_again_and_reading_is_an_outage()
    {
        var settings = github.Settings;
        await github.DisposeAsync();
        var connections = new GitHubConnections(settings, clock);

        Assert.IsType<Delivery.Later>(await new GitHubAnswer(new(connections)).Send(Callback, true, "", Now));
        await Assert.ThrowsAsync<SourceOutageException>(() => new GitHubSource(settings, connections).Authors("acme/shop", null, FakeRepository.Sha(1), Now));
        await Assert.ThrowsAsync<SourceOutageException>(() => new GitHubSource(settings, connections).Protection("acme/shop", "production", Now));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("[{\"state\":null}]")]
    public async Task An_answer_that_lacks_something_is_an_outage(string body)
    {
        github.Instead = r => r.Path.Value!.Contains("/environments/", StringComparison.Ordinal) ? Results.Text(body, "application/json") : null;

        await Assert.ThrowsAsync<SourceOutageException>(() => github.Source().Protection("acme/shop", "production", Now));
    }

    private GitHubAnswer Answers() => new(new(new GitHubConnections(github.Settings, clock)));

    private static Func<HttpRequest, IResult?> OnAnswers(Func<IResult> answer) => r => r.Path.Value!.EndsWith("/deployment_protection_rule", StringComparison.Ordinal) ? answer() : null;

    private sealed class WithHeader(string? name, string value, IResult then) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            if (name is not null) httpContext.Response.Headers[name] = value;
            return then.ExecuteAsync(httpContext);
        }
    }
}
