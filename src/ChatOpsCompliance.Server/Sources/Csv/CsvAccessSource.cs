using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using ChatOpsCompliance.Access;

namespace ChatOpsCompliance.Server.Sources.Csv;

/// <summary>The access file: one grant a row.</summary>
/// <param name="open">Opens the file from its beginning, each time anew.</param>
public sealed class CsvAccessSource(Func<Stream> open) : IAccessSource
{
    public CsvAccessSource(string path)
        : this(() => File.OpenRead(path))
    {
    }

    private static readonly string[] Required =
        ["account", "account_type", "person_email", "owner_email", "entitlement", "environment", "privileged", "mfa", "granted_at", "last_used_at", "expires_at"];

    private static readonly string[] Optional = ["granted_via", "request_ref", "key_created_at", "active"];

    public IReadOnlyList<string> Unknown { get; private set; } = [];

    public async Task<string> ContentId(CancellationToken ct)
    {
        await using var file = open();
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct));
    }

    public async IAsyncEnumerable<SourceRow> Rows([EnumeratorCancellation] CancellationToken ct)
    {
        await Task.CompletedTask; // a file is read as fast as it is parsed; nothing to wait for
        using var table = CsvTable.Open(open(), Required, Optional);
        Unknown = table.Unknown;
        var told = 0;
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            var more = table.Next();
            var grant = more ? Row(table) : null;
            var clean = told == table.Faults.Count;
            for (; told < table.Faults.Count; told++) yield return new(table.Faults[told].Line, null, table.Faults[told]);
            if (!more) yield break;
            if (clean) yield return new(table.Line, grant, null);
        }
    }

    private static Grant Row(CsvTable table)
    {
        var type = table.Required("account_type");
        var known = Enum.TryParse<AccountType>(type, ignoreCase: true, out var accountType) && !int.TryParse(type, out _);
        if (!known && type.Length > 0) table.Fault($"account_type '{type}' is not human, service or shared");
        return new()
        {
            Account = table.Required("account"),
            AccountType = accountType,
            PersonEmail = table.Email("person_email"),
            OwnerEmail = table.Email("owner_email"),
            Entitlement = table.Required("entitlement"),
            Environment = table.Text("environment"),
            Privileged = table.Bool("privileged"),
            Mfa = table.Bool("mfa"),
            Active = table.Bool("active"),
            GrantedAt = table.Time("granted_at"),
            LastUsedAt = table.TimeOr("last_used_at", "never", out var never),
            NeverUsed = never,
            ExpiresAt = table.Time("expires_at"),
            KeyCreatedAt = table.Time("key_created_at"),
            GrantedVia = table.Optional("granted_via"),
            RequestRef = table.Optional("request_ref"),
        };
    }
}
