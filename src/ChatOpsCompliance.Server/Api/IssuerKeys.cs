using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace ChatOpsCompliance.Server.Api;

/// <summary>
/// The keys by which an issuer signs, kept for a while. A token of an unknown key makes them be read again, but seldom, and after a failure not at once:
/// whoever sends nonsense must not make us a nuisance to the issuer. (The library's own cache reads them again behind the caller's back, so the
/// first token of a new key would be refused; and by the machine's clock.)
/// </summary>
/// <param name="http">Its timeout and its largest answer are what an issuer may cost.</param>
internal sealed class IssuerKeys(string issuer, Uri metadata, KeyTimes times, HttpClient http, TimeProvider clock) : IDisposable
{
    private readonly HttpDocumentRetriever documents = new(http) { RequireHttps = !metadata.IsLoopback };
    private readonly SemaphoreSlim gate = new(1);
    private volatile KeysShown? known;
    private DateTimeOffset failedAt = DateTimeOffset.MinValue;

    /// <summary>Null when they can't be read and never were; while they can't be, those that were read last stay good.</summary>
    public async Task<KeysShown?> Of(string? kid, CancellationToken ct)
    {
        if (Suffices(kid)) return known;
        await gate.WaitAsync(ct);
        try
        {
            if (!Suffices(kid)) await Read(ct);
            return known;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Some write theirs with a slash at its end, and settings without it.</summary>
    public static bool Same(string? one, string other) => string.Equals(one?.TrimEnd('/'), other.TrimEnd('/'), StringComparison.Ordinal);

    public void Dispose() => gate.Dispose();

    /// <summary>Nothing better is to be had just now.</summary>
    private bool Suffices(string? kid) => known is { } k && (clock.GetUtcNow() - k.ReadAt) is var age && (k.Named(kid) is not null ? age < times.Good : age < times.BetweenUnknown);

    private async Task Read(CancellationToken ct)
    {
        if (clock.GetUtcNow() - failedAt < times.AfterFailure) return;
        try
        {
            var read = await OpenIdConnectConfigurationRetriever.GetAsync(metadata.ToString(), documents, ct);
            if (!Same(read.Issuer, issuer) || read.SigningKeys.Count == 0) throw new InvalidOperationException("it is another issuer's, or shows no key");
            known = new(read, clock.GetUtcNow());
        }
        // The library wraps whatever goes wrong in these; the old keys stay good meanwhile.
        catch (Exception e) when (e is InvalidOperationException or IOException or HttpRequestException or ArgumentException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            failedAt = clock.GetUtcNow();
        }
    }
}
