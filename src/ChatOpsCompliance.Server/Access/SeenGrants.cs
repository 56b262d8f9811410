using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using ChatOpsCompliance.Access;

namespace ChatOpsCompliance.Server.Access;

/// <summary>
/// Finds the same grant twice in a million rows: 128 bits of each key and 64 of its facts, seeded anew for each import so that nobody can
/// prepare a collision.
/// </summary>
internal sealed class SeenGrants(int expected)
{
    private readonly Dictionary<UInt128, (ulong Facts, int Line)> seen = new(Math.Min(expected, 4_000_000));
    private readonly long seed = Random.Shared.NextInt64();
    private readonly StringBuilder text = new();

    /// <summary>Null when the grant is new; otherwise the line it stood on before, and whether every fact is the same.</summary>
    public (int Line, bool Identical)? Before(Grant g, int line)
    {
        var key = XxHash128.HashToUInt128(Bytes(g.Account, g.Entitlement, g.Environment), seed);
        var facts = XxHash3.HashToUInt64(
            Bytes($"{(int)g.AccountType}{Code(g.Privileged)}{Code(g.Mfa)}{Code(g.Active)}", g.PersonEmail, g.OwnerEmail, g.GrantedVia, g.RequestRef, Time(g.GrantedAt), Time(g.LastUsedAt), Time(g.ExpiresAt), Time(g.KeyCreatedAt)),
            seed);
        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(seen, key, out var exists);
        if (exists) return (entry.Line, entry.Facts == facts);
        entry = (facts, line);
        return null;
    }

    private ReadOnlySpan<byte> Bytes(params ReadOnlySpan<string?> fields)
    {
        text.Clear();
        foreach (var field in fields) text.Append(field?.Length ?? -1).Append(':').Append(field);
        foreach (var chunk in text.GetChunks())
            if (chunk.Length == text.Length) return MemoryMarshal.AsBytes(chunk.Span);
        return MemoryMarshal.AsBytes(text.ToString().AsSpan());
    }

    private static char Code(bool? value) => value switch { true => 't', false => 'f', null => '?' };

    private static string? Time(DateTimeOffset? time) => time?.UtcTicks.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
