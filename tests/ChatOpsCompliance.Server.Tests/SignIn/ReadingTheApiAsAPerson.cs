using System.Security.Cryptography;
using System.Text.Json.Nodes;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.People;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.SignIn;

/// <summary>Somebody's tool with a token of the console's provider reads what they see in the console, and acts nowhere.</summary>
public sealed class ReadingTheApiAsAPerson : IAsyncLifetime
{
    private const string Audience = "https://compliance.example.com/api";

    private SignInHost host = null!;

    public async ValueTask InitializeAsync() => host = await SignInHost.Start(("Console:ApiAudience", Audience), ("Console:Roles:executive", "erik@example.com, the-board"));

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Once_they_have_signed_in_their_role_reads_and_their_claim_is_what_the_token_says()
    {
        Assert.Equal((401, "bad-token"), await What(Token("grace@example.com")));
        Assert.Contains("signed in to the console", (string)(await Ask(Token("grace@example.com"))).Body["detail"]!, StringComparison.Ordinal);
        foreach (var email in (string[])["grace@example.com", "carla@example.com"])
            using (await host.Visit(email))
            {
            }

        Assert.Equal((200, ""), await What(Token("grace@example.com")));
        Assert.Equal((403, "not-yours"), await What(Token("carla@example.com"), "reports/completion"));
        Assert.Equal((200, ""), await What(Token("carla@example.com", "the-board")));
        Assert.Equal((403, "not-yours"), await What(Token("carla@example.com"), "reports/completion"));
    }

    [Fact]
    public async Task An_auditor_reads_their_period_as_long_as_they_are_engaged()
    {
        var grace = await host.Workspace.Person("grace@example.com");
        Values invited = new() { [AuditorVerbs.Name] = "Ida Lund", [AuditorVerbs.Email] = "ida@audit.example", [AuditorVerbs.From] = "2026-01-01", [AuditorVerbs.To] = "2026-12-31", [AuditorVerbs.Until] = "2026-06-30" };
        Assert.IsType<Finish>(await host.Workspace.Get<ChatRouter>().Handle(grace.Id, AuditorVerbs.Invite, invited, "d1", TestContext.Current.CancellationToken));
        using (await host.Visit("ida@audit.example"))
        {
        }

        Assert.Equal((200, ""), await What(Token("ida@audit.example"), "coverage?from=2026-01-01&to=2026-12-31"));
        Assert.Equal((403, "not-yours"), await What(Token("ida@audit.example"), "coverage?from=2025-01-01&to=2025-12-31"));
        var engagement = (await host.Workspace.Read(EngagementStore.All)).Single();
        Assert.IsType<Finish>(await host.Workspace.Get<ChatRouter>().Handle(grace.Id, AuditorVerbs.End, new() { [AuditorVerbs.Engagement] = engagement.Id.ToString() }, "d2", TestContext.Current.CancellationToken));
        Assert.Equal((401, "bad-token"), await What(Token("ida@audit.example")));
    }

    [Theory]
    [InlineData("aud", FakeProvider.ClientId)]
    [InlineData("aud", "https://other.example.com")]
    [InlineData("exp", null)]
    [InlineData("exp", 0)]
    [InlineData("sub", "somebody-else")]
    [InlineData("sub", null)]
    public async Task A_token_that_is_not_theirs_for_this_now_opens_nothing(string claim, object? value)
    {
        using var grace = await host.Visit("grace@example.com");
        host.Provider.Wrong = claims => claims[claim] = value;

        Assert.Equal((401, "bad-token"), await What(Token("grace@example.com")));
    }

    [Fact]
    public async Task Whoever_signs_it_but_the_provider_is_nobody_and_a_good_one_writes_nothing()
    {
        using var grace = await host.Visit("grace@example.com");
        var good = Token("grace@example.com");
        foreach (var (key, algorithm) in new (SecurityKey, string)[] { (new RsaSecurityKey(RSA.Create(2048)) { KeyId = "k1" }, SecurityAlgorithms.RsaSha256), (new SymmetricSecurityKey(host.Provider.Key.Rsa.ExportRSAPublicKey()) { KeyId = "k1" }, SecurityAlgorithms.HmacSha256), (host.Provider.Key, SecurityAlgorithms.None) })
        {
            (host.Provider.SignedBy, host.Provider.Algorithm) = (key, algorithm);
            Assert.Equal((401, "bad-token"), await What(Token("grace@example.com")));
        }

        Assert.Equal((200, ""), await What(good));
        Assert.Equal((401, "unknown-issuer"), await What(good, "deployments", HttpMethod.Post));
        Assert.Equal((401, "unknown-key"), await What(good, "snapshots", HttpMethod.Post));
    }

    private string Token(string email, params string[] groups)
    {
        host.Provider.Person = FakeProvider.Of(email, groups: groups);
        return host.Provider.AccessToken(Audience, host.Workspace.Clock.GetUtcNow());
    }

    private async Task<(int Status, string Kind)> What(string token, string path = "campaigns", HttpMethod? method = null)
    {
        var (status, body) = await Ask(token, path, method);
        return (status, ((string?)body["type"])?.Split(':')[^1] ?? "");
    }

    private async Task<(int Status, JsonObject Body)> Ask(string token, string path = "campaigns", HttpMethod? method = null)
    {
        using var tool = host.Browser();
        var answer = await tool.Ask(method ?? HttpMethod.Get, $"/api/v1/{path}", ("Authorization", $"Bearer {token}"));
        return ((int)answer.Status, JsonNode.Parse(answer.Text)!.AsObject());
    }
}
