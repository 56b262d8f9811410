using System.Buffers;
using System.IO.Hashing;
using System.Runtime.InteropServices;
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
    private readonly ArrayBufferWriter<byte> bytes = new(1024);

    /// <summary>Null when the grant is new; otherwise the line it stood on before, and whether every fact is the same.</summary>
    public (int Line, bool Identical)? Before(Grant g, int line)
    {
        bytes.ResetWrittenCount();
        Add(g.Account);
        Add(g.Entitlement);
        Add(g.Environment);
        var key = XxHash128.HashToUInt128(bytes.WrittenSpan, seed);
        bytes.ResetWrittenCount();
        Add((int)g.AccountType);
        Add(g.Privileged);
        Add(g.Mfa);
        Add(g.Active);
        Add(g.PersonEmail);
        Add(g.OwnerEmail);
        Add(g.GrantedVia);
        Add(g.RequestRef);
        Add(g.GrantedAt?.UtcTicks ?? -1);
        Add(g.NeverUsed ? -2 : g.LastUsedAt?.UtcTicks ?? -1);
        Add(g.ExpiresAt?.UtcTicks ?? -1);
        Add(g.KeyCreatedAt?.UtcTicks ?? -1);
        var facts = XxHash3.HashToUInt64(bytes.WrittenSpan, seed);
        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(seen, key, out var exists);
        if (exists) return (entry.Line, entry.Facts == facts);
        entry = (facts, line);
        return null;
    }

    /// <summary>With its length before it, so that no two different grants give the same bytes.</summary>
    private void Add(string? field)
    {
        Add(field?.Length ?? -1);
        bytes.Write(MemoryMarshal.AsBytes(field.AsSpan()));
    }

    private void Add(bool? field) => Add(field switch { true => 1, false => 0, null => -1 });

    private void Add(long number)
    {
        MemoryMarshal.Write(bytes.GetSpan(sizeof(long)), number);
        bytes.Advance(sizeof(long));
    }
}
