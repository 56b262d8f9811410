using ChatOpsCompliance.Server.Deployments;
using ChatOpsCompliance.Server.Tests.Sources.GitHub;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Api;

/// <summary>A job of GitHub Actions needs no key: its own token says which repository, environment, commit and run it is, and it can ask for nothing else.</summary>
public sealed class AskingWithAToken : IAsyncLifetime
{
    private FakeIssuer issuer = null!;
    private CompanyOnGitHub company = null!;
    private FakeTimeProvider clock = null!;

    public async ValueTask InitializeAsync()
    {
        clock = new FakeTimeProvider(Stories.SmallCompany.Start);
        issuer = await FakeIssuer.Start(new Behind(() => company?.Workspace.Clock.GetUtcNow() ?? clock.GetUtcNow()));
        company = await CompanyOnGitHub.Start(issuer.Settings);
    }

    public async ValueTask DisposeAsync()
    {
        await company.DisposeAsync();
        await issuer.DisposeAsync();
    }

    [Fact]
    public async Task Its_claims_are_what_it_asks_for()
    {
        var commit = company.Merge(10);
        using var job = With(issuer.Token(commit));

        var asked = await job.Send(HttpMethod.Post, "/api/v1/gates/decisions", []);
        await company.Workspace.Deliver();

        Assert.Equal(((200, "pending"), (200, "approved")), (asked.What, (await job.Look(asked.Id)).What));
        var question = (await company.Workspace.Read(read => GateStore.Latest(read, 1))).Single();
        Assert.Equal(("acme/shop", "production", commit, "https://github.com/acme/shop/actions/runs/55", "ada"), (question.Repository, question.Environment, question.Commit, question.RunUrl, question.RequestedBy));
        Assert.Equal((201, "approved"), (await job.Tell(commit)).What);
    }

    [Theory]
    [InlineData("repository", "acme/other")]
    [InlineData("environment", "staging")]
    [InlineData("commit", "0123456789012345678901234567890123456789")]
    [InlineData("run_url", "https://github.com/acme/shop/actions/runs/56")]
    [InlineData("requested_by", "mia")]
    public async Task A_body_that_says_otherwise_is_refused(string name, string value)
    {
        using var job = With(issuer.Token(FakeRepository.Sha(7)));

        var refused = await job.Ask(FakeRepository.Sha(7), b => b[name] = value);

        Assert.Equal((403, "token-says-otherwise"), refused.What);
        Assert.Contains(name, (string)refused.Body["detail"]!, StringComparison.Ordinal);
        Assert.Equal(200, (await job.Ask(FakeRepository.Sha(7), b => b["run_url"] = CompanyOnGitHub.RunUrl(55) + "/attempts/3")).Status);
    }

    [Theory]
    [InlineData("aud", "https://other.example.com", "audience")]
    [InlineData("iss", "https://evil.example.com", "issuer")]
    [InlineData("repository_owner_id", "4712", "owner")]
    [InlineData("repository_owner_id", null, "owner")]
    [InlineData("environment", null, "environment")]
    [InlineData("sha", "main", "sha")]
    [InlineData("repository", "acme/../x", "repository")]
    [InlineData("run_id", "55/../56", "run_id")]
    [InlineData("exp", null, "expired")]
    public async Task A_token_that_proves_too_little_is_refused(string claim, string? value, string says)
    {
        using var job = With(issuer.Token(FakeRepository.Sha(7), c => c[claim] = value));

        var refused = await job.Ask(FakeRepository.Sha(7));

        Assert.Equal(401, refused.Status);
        Assert.Contains(says, (string)refused.Body["detail"]!, StringComparison.Ordinal);
        Assert.Empty(await company.Workspace.Read(read => GateStore.Latest(read, 9)));
    }

    [Fact]
    public async Task Nor_one_of_another_time_key_or_algorithm()
    {
        var (commit, now) = (FakeRepository.Sha(7), company.Workspace.Clock.GetUtcNow().ToUnixTimeSeconds());
        string[] bad =
        [
            issuer.Token(commit, c => c["exp"] = now - 31),
            issuer.Token(commit, c => c["nbf"] = now + 31),
            issuer.Token(commit, key: FakeIssuer.NewKey("k1")),
            issuer.Token(commit, algorithm: "none"),
            issuer.Token(commit, key: new SymmetricSecurityKey(new byte[64]) { KeyId = "k1" }, algorithm: SecurityAlgorithms.HmacSha256),
            issuer.Token(commit, algorithm: SecurityAlgorithms.RsaSha512),
            issuer.Token(commit)[..^4],
            "eyJhbGciOiJSUzI1NiJ9.e30.",
        ];

        foreach (var token in bad)
        {
            using var job = With(token);
            Assert.Equal(401, (await job.Ask(commit)).Status);
        }

        using var good = With(issuer.Token(commit));
        Assert.Equal(200, (await good.Ask(commit)).Status);
    }

    [Fact]
    public async Task One_repository_cannot_read_anothers_decision()
    {
        using var shop = With(issuer.Token(FakeRepository.Sha(7)));
        using var tools = With(issuer.Token(FakeRepository.Sha(7), c => c["repository"] = "acme/tools"));
        using var staging = With(issuer.Token(FakeRepository.Sha(7), c => c["environment"] = "staging"));
        var asked = await shop.Ask(FakeRepository.Sha(7));

        Assert.Equal((404, 404, 200), ((await tools.Look(asked.Id)).Status, (await staging.Look(asked.Id)).Status, (await shop.Look(asked.Id)).Status));
    }

    [Fact]
    public async Task Keys_change_and_nonsense_does_not_flood_the_issuer()
    {
        var commit = FakeRepository.Sha(7);
        using var job = With(issuer.Token(commit));
        await job.Ask(commit);
        Assert.Equal(2, issuer.Requests);

        using var nonsense = With(issuer.Token(commit, key: FakeIssuer.NewKey("k9")));
        company.Workspace.Clock.Advance(TimeSpan.FromMinutes(4));
        for (var i = 0; i < 20; i++) Assert.Equal(401, (await nonsense.Ask(commit)).Status);
        Assert.Equal(2, issuer.Requests);

        issuer.Keys.Add(FakeIssuer.NewKey("k2"));
        company.Workspace.Clock.Advance(TimeSpan.FromMinutes(2));
        using var renewed = With(issuer.Token(commit));
        Assert.Equal(200, (await renewed.Ask(commit)).Status);
        for (var i = 0; i < 20; i++) await nonsense.Ask(commit);
        Assert.Equal(4, issuer.Requests);
    }

    [Fact]
    public async Task While_the_issuer_is_silent_nothing_is_proved_and_it_is_asked_seldom()
    {
        issuer.Away = true;
        using var job = With(issuer.Token(FakeRepository.Sha(7)));

        for (var i = 0; i < 10; i++) Assert.Equal((503, "issuer-silent"), (await job.Ask(FakeRepository.Sha(7))).What);
        Assert.InRange(issuer.Requests, 1, 4); // its library asks a second time at once

        issuer.Away = false;
        company.Workspace.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(200, (await job.Ask(FakeRepository.Sha(7))).Status);
    }

    private PipelineClient With(string token) => new(company.Workspace, token);

    /// <summary>The service's clock, which is there later than the issuer.</summary>
    private sealed class Behind(Func<DateTimeOffset> now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now();
    }
}
