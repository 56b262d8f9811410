using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Bundles;

/// <summary>What only bundles ask for.</summary>
internal static class BundleStore
{
    private static readonly Sql FirstAt = new("select min(seq) from ledger where at >= @at");

    private static readonly Sql FirstImport = new("""
        select min(s.imported_at) from access_snapshot s join campaign_snapshot c on c.snapshot = s.number where c.campaign_id in list(@campaigns)
        """);

    private static readonly Sql Named = new("select ordinal, system, account, entitlement, environment from review_item where campaign_id = @campaign and ordinal in list(@ordinals)");

    private static readonly Sql Messages = new("select subject, channel, external_id from standing_message where kind = @kind and external_id is not null");

    private static readonly Sql RemovalsOf = new("""
        select t.id, t.campaign_id as campaign, t.ordinal, t.system, t.account, t.entitlement, t.environment, t.becomes, t.status, t.proven_by, t.proven_at, t.reopened_by,
            i.snapshot, i.grant_ordinal
        from remediation_task t join review_item i on i.campaign_id = t.campaign_id and i.ordinal = t.ordinal
        where t.campaign_id = @campaign and t.ordinal > @after and t.ordinal <= @upTo order by t.ordinal
        """);

    private static readonly Sql GrantAt = new("""
        select account, account_type, person_email, owner_email, entitlement, environment, privileged, mfa, active,
            granted_at, last_used_at, never_used, expires_at, key_created_at, granted_via, request_ref
        from access_grant where snapshot = @snapshot and ordinal = @ordinal
        """);

    private static readonly Sql Proven = new("select distinct account from remediation_task where campaign_id = @campaign and (proven_by = @snapshot or reopened_by = @snapshot)");

    private static readonly Sql GrantsOf = new("select account, entitlement, environment from access_grant where snapshot = @snapshot order by ordinal");

    internal sealed record Item
    {
        public int Ordinal { get; init; }

        public string System { get; init; } = "";

        public string Account { get; init; } = "";

        public string Entitlement { get; init; } = "";

        public string Environment { get; init; } = "";
    }

    internal sealed record MessageRow
    {
        public string Subject { get; init; } = "";

        public string Channel { get; init; } = "";

        public string ExternalId { get; init; } = "";
    }

    internal sealed record Removed
    {
        public Id<RemediationTask> Id { get; init; }

        public Id<Campaign> Campaign { get; init; }

        public int Ordinal { get; init; }

        public string System { get; init; } = "";

        public string Account { get; init; } = "";

        public string Entitlement { get; init; } = "";

        public string Environment { get; init; } = "";

        public string? Becomes { get; init; }

        public string Status { get; init; } = "";

        public long? ProvenBy { get; init; }

        public DateTimeOffset? ProvenAt { get; init; }

        public long? ReopenedBy { get; init; }

        public long Snapshot { get; init; }

        public int GrantOrdinal { get; init; }
    }

    /// <summary>The first row appended at this time or after, or null.</summary>
    public static Task<long?> FirstSince(Read read, string at) => read.One<long?>(FirstAt, new { at });

    public static Task<DateTimeOffset?> FirstImportOf(Read read, IEnumerable<Id<Campaign>> campaigns) => read.One<DateTimeOffset?>(FirstImport, new { campaigns = read.In(campaigns) });

    public static Task<IReadOnlyList<Item>> Items(Read read, Id<Campaign> campaign, IEnumerable<int> ordinals) => read.List<Item>(Named, new { campaign, ordinals = read.In(ordinals) });

    /// <summary>Where each card of a kind stands: channel and what the platform calls the message, by subject.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> Places(Read read, string kind) =>
        (await read.List<MessageRow>(Messages, new { kind })).GroupBy(m => m.Subject, StringComparer.Ordinal).ToDictionary(g => g.Key, g => string.Join(' ', g.Select(m => $"{m.Channel}/{m.ExternalId}").Order(StringComparer.Ordinal)), StringComparer.Ordinal);

    /// <summary>Those of the items after one and up to another.</summary>
    public static Task<IReadOnlyList<Removed>> Removals(Read read, Id<Campaign> campaign, int after, int upTo) => read.List<Removed>(RemovalsOf, new { campaign, after, upTo });

    /// <summary>The row of an extract that an item was made of, or null when it was thrown away since.</summary>
    public static Task<ChatOpsCompliance.Access.Grant?> Before(Read read, long snapshot, int ordinal) => read.One<ChatOpsCompliance.Access.Grant>(GrantAt, new { snapshot, ordinal });

    /// <summary>The accounts of the removals that an extract was the proof of.</summary>
    public static Task<IReadOnlyList<string>> AccountsProvenBy(Read read, Id<Campaign> campaign, long snapshot) => read.List<string>(Proven, new { campaign, snapshot });

    /// <summary>All of an extract, in its order.</summary>
    public static async IAsyncEnumerable<(string Account, string Entitlement, string Environment)> Grants(Read read, long snapshot)
    {
        await foreach (var row in read.Rows(GrantsOf, new { snapshot })) yield return (row.GetString(0), row.GetString(1), row.GetString(2));
    }
}
