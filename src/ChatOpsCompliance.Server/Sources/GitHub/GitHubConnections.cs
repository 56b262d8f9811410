using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using ChatOpsCompliance.Server.Configuration;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Octokit;
using Octokit.Internal;

namespace ChatOpsCompliance.Server.Sources.GitHub;

/// <summary>Connections to GitHub's API: as the App itself, and as its installation at an owner of repositories.</summary>
internal sealed class GitHubConnections : IDisposable
{
    private static readonly ProductHeaderValue Product = new("chatops-compliance");

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<string, Connection> byOwner = new(StringComparer.OrdinalIgnoreCase);
    private readonly GitHubSettings settings;
    private readonly TimeProvider clock;
    private readonly HttpClientAdapter http;

    public GitHubConnections(GitHubSettings settings, TimeProvider clock, Func<HttpMessageHandler>? handler = null)
    {
        (this.settings, this.clock) = (settings, clock);
        http = new(handler ?? (() => new SocketsHttpHandler { UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(5), PooledConnectionLifetime = TimeSpan.FromMinutes(5) }));
        http.SetRequestTimeout(Patience);
        App = Connect(new GitHubAppToken(settings, clock));
    }

    /// <summary>As the App itself, which sees where it is installed and nothing else.</summary>
    public IConnection App { get; }

    /// <summary>As the installation that may read this repository; its token serves all repositories of the owner.</summary>
    public IConnection For(GitHubName repository) => byOwner.GetOrAdd(repository.Owner, _ => Connect(new GitHubInstallationToken(App, repository, clock)));

    /// <summary>As an installation that is known by its number.</summary>
    public IConnection For(GitHubName repository, long installation) => byOwner.GetOrAdd(repository.Owner, _ => Connect(new GitHubInstallationToken(App, repository, clock, installation)));

    /// <summary>The token was refused: the next request gets another.</summary>
    public void Forget(GitHubName repository) => byOwner.TryRemove(repository.Owner, out _);

    public void Dispose() => http.Dispose();

    private Connection Connect(ICredentialStore credentials) => new(Product, settings.ApiBaseUrl, credentials, http, new GitHubJson());
}

/// <summary>The App's own word for who it is: RS256, nine minutes long (GitHub takes ten at most), dated back a minute against clocks that differ.</summary>
internal sealed class GitHubAppToken(GitHubSettings settings, TimeProvider clock) : ICredentialStore
{
    public Task<Credentials> GetCredentials()
    {
        using var key = RSA.Create();
        key.ImportFromPem(settings.PrivateKey);
        var now = clock.GetUtcNow().UtcDateTime;
        var signing = new RsaSecurityKey(key) { CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } };
        var token = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = settings.AppId.ToString(CultureInfo.InvariantCulture),
            IssuedAt = now.AddMinutes(-1),
            Expires = now.AddMinutes(8),
            SigningCredentials = new(signing, SecurityAlgorithms.RsaSha256),
        });
        return Task.FromResult(new Credentials(token, AuthenticationType.Bearer));
    }
}

/// <summary>The token of the App's installation at one owner, kept until shortly before it expires (GitHub gives an hour).</summary>
internal sealed class GitHubInstallationToken(IConnection app, GitHubName repository, TimeProvider clock, long? known = null) : ICredentialStore
{
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(5);

    private readonly Lock gate = new();
    private Task<Held>? held;

    private sealed record Held(Credentials Token, DateTimeOffset Until);

    public async Task<Credentials> GetCredentials()
    {
        Task<Held> making;
        lock (gate) making = held = held is null || held.IsFaulted || (held is { IsCompletedSuccessfully: true, Result.Until: var until } && clock.GetUtcNow() >= until) ? Make() : held;
        return (await making).Token;
    }

    private async Task<Held> Make()
    {
        try
        {
            var installation = await Installation();
            var made = (await app.Post<GitHubToken>(GitHubApi.At($"app/installations/{installation.ToString(CultureInfo.InvariantCulture)}/access_tokens"), new object(), GitHubApi.Accept, GitHubApi.Json, (IDictionary<string, string>?)null)).Body;
            return new(new Credentials(made.Token, AuthenticationType.Bearer), made.ExpiresAt - Early);
        }
        // Told apart from a repository's own 404 and 401.
        catch (ApiException e) when (e is NotFoundException or AuthorizationException)
        {
            throw new GitHubNotInstalledException(repository, e);
        }
    }

    private async Task<long> Installation() =>
        known ?? (await app.Get<GitHubInstallation>(GitHubApi.At($"{repository.Path}/installation"), null, GitHubApi.Accept)).Body.Id;
}

/// <summary>The App may not speak for this repository at all.</summary>
internal sealed class GitHubNotInstalledException(GitHubName repository, ApiException cause) : Exception($"{repository}: {cause.Message}", cause)
{
    /// <summary>True when GitHub does not take our key; false when the App is just not there.</summary>
    public bool KeyIsWrong => cause is AuthorizationException;

    public GitHubName Repository => repository;
}
