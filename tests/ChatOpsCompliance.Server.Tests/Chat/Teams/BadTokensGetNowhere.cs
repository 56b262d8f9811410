using ChatOpsCompliance.Server.Chat.Teams;
using ChatOpsCompliance.Server.Tests.Faults;
using ChatOpsCompliance.Server.Tests.Stories;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Chat.Teams;

/// <summary>Whoever sends us what they made up is refused, and makes us call nobody: but for the keys, and those once an hour at most.</summary>
public sealed class BadTokensGetNowhere : IAsyncLifetime
{
    private readonly FakeTimeProvider clock = new(SmallCompany.Start);
    private readonly Called called = new();
    private readonly Random random = Costly.Random();
    private HttpClient http = null!;
    private BotFrameworkIssuer issuer = null!;
    private TeamsTokens tokens = null!;

    public async ValueTask InitializeAsync()
    {
        issuer = await BotFrameworkIssuer.Start(clock);
        http = new HttpClient(called);
        tokens = SomeTeams.Tokens(issuer, clock, http);
    }

    public async ValueTask DisposeAsync()
    {
        tokens.Dispose();
        http.Dispose();
        await issuer.DisposeAsync();
    }

    [Fact]
    public async Task Two_thousand_are_refused_and_the_keys_are_read_once_an_hour_at_most()
    {
        const int count = 2000, hours = 20;
        var said = new HashSet<string?>(StringComparer.Ordinal);
        Assert.Equal(200, (await Judge(Good())).Status);

        for (var n = 0; n < count; n++)
        {
            var (kind, authorization) = Bad(n);
            var verdict = await Judge(authorization);
            Assert.True(verdict.Status is 401 or 403, $"{kind}: {verdict.Status}");
            said.Add(verdict.Why);
            if (n % (count / hours) == 0) clock.Advance(TimeSpan.FromHours(1));
        }

        Assert.InRange(issuer.KeyFetches, 2, 1 + hours);
        Assert.InRange(said.Count, 3, 6); // what is logged is nothing of theirs
        Assert.Equal(200, (await Judge(Good())).Status);
    }

    [Fact]
    public async Task Five_hundred_hostile_addresses_are_refused_and_none_of_them_called()
    {
        var hostile = HostileUrls.Some(random, 500).ToList();
        Assert.Equal(200, (await Judge(Good())).Status);

        foreach (var url in hostile)
        {
            Assert.Equal((url, 403), (url, (await tokens.Judge(Good(), "msteams", url, Ct)).Status));
            Assert.Equal((url, 403), (url, (await tokens.Judge(issuer.Authorization(SomeTeams.AppId, url), "msteams", url, Ct)).Status));
            Assert.Null(TeamsServiceUrl.Read(url, onThisMachine: false));
        }

        Assert.Equal(500, hostile.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal([issuer.Metadata.Authority], called.Hosts.Distinct());
    }

    [Theory]
    [InlineData("https://smba.trafficmanager.net/emea/")]
    [InlineData("https://smba.trafficmanager.net/emea/7d9c1a52-8e44-4b7b-a0c9-3f6a4e0d2b11/")]
    [InlineData("https://smba.infra.gcc.teams.microsoft.com/gcc")]
    [InlineData("https://SMBA.trafficmanager.net/in/")]
    public void Those_that_teams_has_are_taken(string url) => Assert.NotNull(TeamsServiceUrl.Read(url, onThisMachine: false));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Good() => issuer.Authorization(SomeTeams.AppId, SomeTeams.ServiceUrl);

    private async Task<TeamsVerdict> Judge(string authorization) => await tokens.Judge(authorization, "msteams", SomeTeams.ServiceUrl, Ct);

    private (string Kind, string Authorization) Bad(int n)
    {
        string Wrong(Action<Dictionary<string, object?>>? claims = null, SecurityKey? key = null, string algorithm = "RS256", Action<Dictionary<string, object?>>? header = null) => $"Bearer {issuer.Token(SomeTeams.AppId, SomeTeams.ServiceUrl, claims, key, algorithm, header)}";
        var (good, now) = (Good(), clock.GetUtcNow().ToUnixTimeSeconds());
        return (n % 12) switch
        {
            0 => ("unknown key", Wrong(header: h => h["kid"] = FormattableString.Invariant($"k{random.Next()}"))),
            1 => ("one sign altered", Altered(good, random.Next(7, good.Length - 1))),
            2 => ("cut", good[..random.Next(good.Length - 1)]),
            3 => ("ended", Wrong(c => c["exp"] = now - random.Next(300, 1_000_000))),
            4 => ("not begun", Wrong(c => c["nbf"] = now + random.Next(301, 1_000_000))),
            5 => ("for another", Wrong(c => c["aud"] = Guid.NewGuid().ToString())),
            6 => ("of another", Wrong(c => c["iss"] = $"https://sts.windows.net/{Guid.NewGuid()}/")),
            7 => ("for elsewhere", Wrong(c => c["serviceurl"] = FormattableString.Invariant($"https://{random.Next()}.example.com/"))),
            8 => ("a secret", Wrong(key: new SymmetricSecurityKey(Guid.NewGuid().ToByteArray().Concat(new byte[48]).ToArray()) { KeyId = issuer.Keys[0].Key.KeyId }, algorithm: "HS256")),
            9 => ("unsigned", Wrong(algorithm: "none")),
            10 => ("noise", $"Bearer {Noise(random.Next(400))}.{Noise(random.Next(400))}.{Noise(random.Next(400))}"),
            _ => ("nonsense", Noise(random.Next(1, 3000))),
        };
    }

    private static string Altered(string text, int at) => $"{text[..at]}{(text[at] == 'x' ? 'y' : 'x')}{text[(at + 1)..]}";

    private string Noise(int length) => string.Create(length, random, (text, r) =>
    {
        for (var i = 0; i < text.Length; i++) text[i] = (char)r.Next(' ', '~');
    });

    private sealed class Called : DelegatingHandler
    {
        public Called() => InnerHandler = new SocketsHttpHandler();

        public List<string> Hosts { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Hosts.Add(request.RequestUri!.Authority);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
