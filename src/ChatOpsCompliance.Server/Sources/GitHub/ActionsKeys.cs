using ChatOpsCompliance.Server.Configuration;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace ChatOpsCompliance.Server.Sources.GitHub;

/// <summary>
/// The keys by which an issuer signs, kept for half a day. A token of an unknown key makes them be read again, but at most once in five minutes, and after a
/// failure not before half a minute is over: whoever sends nonsense must not make us a nuisance to the issuer. (The library's own cache reads them
/// again behind the caller's back, so the first token of a new key would be refused; and by the machine's clock.)
/// </summary>
internal sealed class ActionsKeys(OpenIdSettings settings, HttpClient http, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Good = TimeSpan.FromHours(12), BetweenUnknown = TimeSpan.FromMinutes(5), AfterFailure = TimeSpan.FromSeconds(30);

    private readonly HttpDocumentRetriever documents = new(http) { RequireHttps = !settings.Metadata.IsLoopback };
    private readonly SemaphoreSlim gate = new(1);
    private volatile Known? known;
    private DateTimeOffset failedAt = DateTimeOffset.MinValue;

    private sealed record Known(IReadOnlyCollection<SecurityKey> Keys, DateTimeOffset ReadAt);

    /// <summary>Null when they can't be read.</summary>
    public async Task<IReadOnlyCollection<SecurityKey>?> Of(string? kid, CancellationToken ct)
    {
        if (Suffices(kid)) return known!.Keys;
        await gate.WaitAsync(ct);
        try
        {
            if (!Suffices(kid)) await Read(ct);
            return known?.Keys;
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    /// <summary>Nothing better is to be had just now.</summary>
    private bool Suffices(string? kid) => known is { } k && (clock.GetUtcNow() - k.ReadAt) is var age && (k.Keys.Any(key => key.KeyId == kid) ? age < Good : age < BetweenUnknown);

    private async Task Read(CancellationToken ct)
    {
        if (clock.GetUtcNow() - failedAt < AfterFailure) return;
        try
        {
            var read = await OpenIdConnectConfigurationRetriever.GetAsync(settings.Metadata.ToString(), documents, ct);
            if (read.Issuer != settings.Issuer || read.SigningKeys.Count == 0) throw new InvalidOperationException("it is another issuer's, or shows no key");
            known = new([.. read.SigningKeys], clock.GetUtcNow());
        }
        // The library wraps whatever goes wrong in these; the old keys stay good meanwhile.
        catch (Exception e) when (e is InvalidOperationException or IOException or HttpRequestException or ArgumentException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            failedAt = clock.GetUtcNow();
        }
    }
}
