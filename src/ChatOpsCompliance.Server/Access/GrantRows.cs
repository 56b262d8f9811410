using System.Buffers;
using System.Text;
using System.Text.Json;
using ChatOpsCompliance.Access;
using ChatOpsCompliance.Evidence;

namespace ChatOpsCompliance.Server.Access;

/// <summary>Grants on their way into the database: one JSON array of arrays, the order of <c>SnapshotStore.InsertGrants</c>.</summary>
internal sealed class GrantRows : IDisposable
{
    private readonly ArrayBufferWriter<byte> buffer = new(1 << 18);
    private readonly Utf8JsonWriter json;

    public GrantRows()
    {
        json = new(buffer, new() { SkipValidation = true });
        json.WriteStartArray();
    }

    public int Count { get; private set; }

    public void Add(int ordinal, Grant g)
    {
        json.WriteStartArray();
        json.WriteNumberValue(ordinal);
        json.WriteStringValue(g.Account);
        json.WriteStringValue(g.AccountType switch { AccountType.Human => "Human", AccountType.Service => "Service", _ => "Shared" });
        json.WriteStringValue(g.PersonEmail);
        json.WriteStringValue(g.OwnerEmail);
        json.WriteStringValue(g.Entitlement);
        json.WriteStringValue(g.Environment);
        Write(g.Privileged);
        Write(g.Mfa);
        Write(g.Active);
        Write(g.GrantedAt);
        Write(g.LastUsedAt);
        Write(g.ExpiresAt);
        Write(g.KeyCreatedAt);
        json.WriteStringValue(g.GrantedVia);
        json.WriteStringValue(g.RequestRef);
        json.WriteEndArray();
        Count++;
    }

    /// <summary>The array; starts anew.</summary>
    public string Take()
    {
        json.WriteEndArray();
        json.Flush();
        var text = Encoding.UTF8.GetString(buffer.WrittenSpan);
        buffer.ResetWrittenCount();
        json.Reset();
        json.WriteStartArray();
        Count = 0;
        return text;
    }

    public void Dispose() => json.Dispose();

    private void Write(bool? value)
    {
        if (value is { } v) json.WriteNumberValue(v ? 1 : 0);
        else json.WriteNullValue();
    }

    private void Write(DateTimeOffset? value) => json.WriteStringValue(value is { } v ? LedgerEntry.Time(v) : null);
}
