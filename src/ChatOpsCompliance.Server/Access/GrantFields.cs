using ChatOpsCompliance.Access;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Access;

/// <summary>Grants on their way into the database: the order of <c>SnapshotStore.InsertGrants</c>.</summary>
internal static class GrantFields
{
    public const int Columns = 17;

    public static void Add(this FieldRows rows, int ordinal, Grant g) => rows
        .Add(ordinal).Add(g.Account).Add(g.AccountType switch { AccountType.Human => "Human"u8, AccountType.Service => "Service"u8, _ => "Shared"u8 })
        .Add(g.PersonEmail).Add(g.OwnerEmail).Add(g.Entitlement).Add(g.Environment).Add(g.Privileged).Add(g.Mfa).Add(g.Active)
        .Add(g.GrantedAt).Add(g.LastUsedAt).Add(g.ExpiresAt).Add(g.KeyCreatedAt).Add(g.GrantedVia).Add(g.RequestRef).Add(g.NeverUsed ? true : null);

    private static FieldRows Add(this FieldRows rows, DateTimeOffset? time) => rows.Add(time is { } at ? LedgerEntry.Time(at) : null);
}
