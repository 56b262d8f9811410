using System.Text.Json;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace ChatOpsCompliance.Server.Api;

/// <summary>The keys that an issuer showed at one moment.</summary>
internal sealed class KeysShown(OpenIdConnectConfiguration read, DateTimeOffset at)
{
    private readonly Dictionary<string, IReadOnlySet<string>> endorsed = (read.JsonWebKeySet?.Keys ?? [])
        .Where(k => k.KeyId is not null).DistinctBy(k => k.KeyId, StringComparer.Ordinal).ToDictionary(k => k.KeyId, Endorsements, StringComparer.Ordinal);

    public DateTimeOffset ReadAt => at;

    public IReadOnlyCollection<SecurityKey> All { get; } = [.. read.SigningKeys];

    public SecurityKey? Named(string? kid) => kid is null ? null : All.FirstOrDefault(k => k.KeyId == kid);

    /// <summary>What else its issuer says that a key is for: of the Bot Framework's, the channels whose activities it signs.</summary>
    public IReadOnlySet<string> EndorsementsOf(string kid) => endorsed.GetValueOrDefault(kid) ?? new HashSet<string>();

    private static IReadOnlySet<string> Endorsements(JsonWebKey key) => key.AdditionalData.TryGetValue("endorsements", out var said)
        ? said switch
        {
            JsonElement { ValueKind: JsonValueKind.Array } array => array.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.String).Select(e => e.GetString()!).ToHashSet(StringComparer.Ordinal),
            IEnumerable<object> list => list.OfType<string>().ToHashSet(StringComparer.Ordinal),
            _ => new HashSet<string>(),
        }
        : new HashSet<string>();
}
