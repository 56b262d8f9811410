using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using ChatOpsCompliance.Evidence;

namespace ChatOpsCompliance.Access;

/// <summary>
/// A running SHA-256 over records of text fields. Each field is preceded by its length, so that no two different records
/// give the same bytes; null and empty differ.
/// </summary>
public sealed class FieldHash : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly ArrayBufferWriter<byte> buffer = new(1024);

    public FieldHash Add(string? field)
    {
        var span = buffer.GetSpan(4 + Encoding.UTF8.GetMaxByteCount(field?.Length ?? 0));
        var length = field is null ? -1 : Encoding.UTF8.GetBytes(field, span[4..]);
        BitConverter.TryWriteBytes(span, length);
        buffer.Advance(4 + Math.Max(0, length));
        if (buffer.WrittenCount > 16_384) Flush();
        return this;
    }

    public FieldHash Add(bool? field) => Add(field switch { true => "true", false => "false", null => null });

    public FieldHash Add(DateTimeOffset? field) => Add(field is { } at ? LedgerEntry.Time(at) : null);

    public FieldHash Add(int field) => Add(field.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Lower-case hex of everything added; starts anew.</summary>
    public string Finish()
    {
        Flush();
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public void Dispose() => hash.Dispose();

    private void Flush()
    {
        hash.AppendData(buffer.WrittenSpan);
        buffer.ResetWrittenCount();
    }
}

/// <summary>The content hash of a snapshot: its grants in the order of the file, folded one by one.</summary>
public static class GrantHash
{
    public static void Add(this FieldHash hash, Grant g) => hash
        .Add(g.Account).Add(g.AccountType.ToString()).Add(g.PersonEmail).Add(g.OwnerEmail).Add(g.Entitlement).Add(g.Environment)
        .Add(g.Privileged).Add(g.Mfa).Add(g.Active).Add(g.GrantedAt).AddUse(g).Add(g.ExpiresAt).Add(g.KeyCreatedAt)
        .Add(g.GrantedVia).Add(g.RequestRef);

    private static FieldHash AddUse(this FieldHash hash, Grant g) => g.NeverUsed ? hash.Add("never") : hash.Add(g.LastUsedAt);
}
