using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.People;

/// <summary>Access that people who left still had: one incident a person and system, opened again rather than twice.</summary>
public static class LeaverStore
{
    private const string Columns = """
        select i.id, i.person_id as person, coalesce(e.name, 'somebody') as person_name, i.system, i.status, i.opened_at, i.deadline as due_at, i.grants, i.privileged, i.what, i.method, i.seen_at,
            i.claimed_at, b.name as claimed_by_name, i.proven_at
        from leaver_incident i join roster_current c on c.id = 1
        left join roster_entry e on e.roster = c.roster and e.person_id = i.person_id
        left join roster_entry b on b.roster = c.roster and b.person_id = i.claimed_by
        """;

    private static readonly Sql OfSystem = new(Columns + " where i.system = @system and i.status <> 'Withdrawn' order by i.id");

    private static readonly Sql Waiting = new(Columns + " where i.status in ('Open', 'Claimed') order by i.deadline, i.id");

    private static readonly Sql AllIncidents = new(Columns + " order by i.opened_at, i.id");

    private static readonly Sql Find = new(Columns + " where i.id = @id");

    private static readonly Sql Insert = new("""
        insert into leaver_incident (id, person_id, system, status, opened_at, deadline, grants, privileged, what, method, seen_at)
        select @id, @person, @system, 'Open', @now, @deadline, @grants, @privileged, @what, @method, @seenAt
        where not exists (select 1 from leaver_incident where person_id = @person and system = @system and status <> 'Withdrawn')
        """);

    private static readonly Sql Claim = new("update leaver_incident set status = 'Claimed', claimed_by = @by, claimed_at = @at where id = @id and status = 'Open'");

    private static readonly Sql Verify = new("update leaver_incident set status = 'Verified', proven_by = @snapshot, proven_at = @at where id = @id and status in ('Open', 'Claimed')");

    private static readonly Sql Reopen = new("update leaver_incident set status = 'Open', claimed_by = null, claimed_at = null, proven_by = null, proven_at = null where id = @id and status in ('Claimed', 'Verified')");

    private static readonly Sql Seen = new("update leaver_incident set grants = @grants, privileged = @privileged, what = @what, method = @method, seen_at = @at where id = @id and seen_at < @at");

    private static readonly Sql Withdraw = new("update leaver_incident set status = 'Withdrawn' where person_id = @person and id = @id and status <> 'Withdrawn'");

    private static readonly Sql StatusOfAll = new("select id, status from leaver_incident");

    private sealed record Row
    {
        public Id<LeaverIncident> Id { get; init; }

        public Id<Person> Person { get; init; }

        public string PersonName { get; init; } = "";

        public string System { get; init; } = "";

        public IncidentStatus Status { get; init; }

        public DateTimeOffset OpenedAt { get; init; }

        public DateTimeOffset DueAt { get; init; }

        public int Grants { get; init; }

        public int Privileged { get; init; }

        public string What { get; init; } = "";

        public string Method { get; init; } = "";

        public DateTimeOffset SeenAt { get; init; }

        public DateTimeOffset? ClaimedAt { get; init; }

        public string? ClaimedByName { get; init; }

        public DateTimeOffset? ProvenAt { get; init; }

        public LeaverIncident Value => new()
        {
            Id = Id,
            Person = Person,
            PersonName = PersonName,
            System = System,
            Status = Status,
            OpenedAt = OpenedAt,
            DueAt = DueAt,
            Grants = Grants,
            Privileged = Privileged,
            What = What,
            Method = Method,
            SeenAt = SeenAt,
            ClaimedAt = ClaimedAt,
            ClaimedByName = ClaimedByName,
            ProvenAt = ProvenAt,
        };
    }

    /// <summary>Those of a system that a new extract may say something of: verified ones may come back.</summary>
    public static async Task<IReadOnlyList<LeaverIncident>> Of(Read read, string system) => [.. (await read.List<Row>(OfSystem, new { system })).Select(r => r.Value)];

    /// <summary>Open or claimed, the most urgent first.</summary>
    public static async Task<IReadOnlyList<LeaverIncident>> Unsettled(Read read) => [.. (await read.List<Row>(Waiting)).Select(r => r.Value)];

    public static async Task<IReadOnlyList<LeaverIncident>> All(Read read) => [.. (await read.List<Row>(AllIncidents)).Select(r => r.Value)];

    public static async Task<LeaverIncident?> One(Read read, Id<LeaverIncident> id) => (await read.One<Row>(Find, new { id }))?.Value;

    internal static async IAsyncEnumerable<(Id<LeaverIncident> Incident, string Status)> AllStatuses(Read read)
    {
        await foreach (var row in read.Stream<Row>(StatusOfAll)) yield return (row.Id, row.Status.ToString());
    }

    /// <summary>False when there is one already.</summary>
    internal static async Task<bool> Open(Tx tx, IncidentOpened opened, string what, string method, DateTimeOffset seenAt) => await tx.Run(Insert, new
    {
        id = opened.Incident,
        person = opened.Person,
        system = opened.System,
        now = tx.Now,
        deadline = opened.Deadline,
        grants = opened.Grants,
        privileged = opened.Privileged,
        what,
        method,
        seenAt,
    }) > 0;

    internal static async Task<bool> Record(Tx tx, IncidentClaimed claimed) => await tx.Run(Claim, new { id = claimed.Incident, by = claimed.By, at = claimed.At }) > 0;

    internal static async Task<bool> Record(Tx tx, IncidentVerified verified) => await tx.Run(Verify, new { id = verified.Incident, snapshot = verified.Snapshot, at = verified.ExtractedAt }) > 0;

    internal static async Task<bool> Record(Tx tx, IncidentReopened reopened) => await tx.Run(Reopen, new { id = reopened.Incident }) > 0;

    internal static async Task<bool> Record(Tx tx, IncidentWithdrawn withdrawn) => await tx.Run(Withdraw, new { id = withdrawn.Incident, person = withdrawn.Person }) > 0;

    /// <summary>A newer extract shows it still.</summary>
    internal static Task<int> NoteSeen(Tx tx, Id<LeaverIncident> id, int grants, int privileged, string what, string method, DateTimeOffset at) => tx.Run(Seen, new { id, grants, privileged, what, method, at });
}
