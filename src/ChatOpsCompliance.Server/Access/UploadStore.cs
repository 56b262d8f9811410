using ChatOpsCompliance.Access;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Access;

/// <summary>Extracts handed in with a form: each is read once, by whichever service leases it.</summary>
public static class UploadStore
{
    private const string Columns = """
        select u.id, u.system, u.status, u.attachment_id as [file], u.evidence_id as evidence, u.handed_in_by as [by], coalesce(b.name, 'somebody') as by_name, u.extracted_at, u.extracted_by, u.method,
            u.source_count, u.looked_at, u.second_id as second, s.name as second_name
        from extract_upload u join roster_current c on c.id = 1
        left join roster_entry b on b.roster = c.roster and b.person_id = u.handed_in_by
        left join roster_entry s on s.roster = c.roster and s.person_id = u.second_id
        """;

    private static readonly Sql Find = new(Columns + " where u.id = @id");

    private static readonly Sql ForSecond = new(Columns + " where u.status = 'Confirming' and u.second_id = @person order by u.handed_in_at");

    private static readonly Sql NotDone = new("""
        select u.system, u.status, coalesce(b.name, 'somebody') as by_name, u.handed_in_at
        from extract_upload u join roster_current c on c.id = 1 left join roster_entry b on b.roster = c.roster and b.person_id = u.handed_in_by
        where u.status in ('Confirming', 'Waiting', 'Reading') order by u.handed_in_at, u.id
        """);

    private static readonly Sql Insert = new("""
        insert into extract_upload (id, system, status, attachment_id, evidence_id, handed_in_by, handed_in_at, extracted_at, extracted_by, method, source_count, looked_at, second_id)
        values (@id, @system, @status, @file, @evidence, @by, @now, @extractedAt, @extractedBy, @method, @sourceCount, @lookedAt, @second)
        """);

    private static readonly Sql Next = new("select id from extract_upload where status = 'Waiting' or (status = 'Reading' and lease_until < @now) order by handed_in_at, id page(@count)");

    private static readonly Sql Lease = new("update extract_upload set status = 'Reading', lease_until = @until where id = @id and (status = 'Waiting' or (status = 'Reading' and lease_until < @now))");

    private static readonly Sql Answer = new("update extract_upload set status = @status, confirmed_at = @confirmedAt where id = @id and status = 'Confirming' and second_id = @by");

    private static readonly Sql End = new("update extract_upload set status = @status, snapshot = @snapshot, lease_until = null where id = @id and status = 'Reading'");

    /// <summary>Handed in, and neither taken nor refused.</summary>
    public sealed record Underway
    {
        public string System { get; init; } = "";

        public UploadStatus Status { get; init; }

        public string ByName { get; init; } = "";

        public DateTimeOffset HandedInAt { get; init; }
    }

    private sealed record Row
    {
        public Id<ExtractUpload> Id { get; init; }

        public string System { get; init; } = "";

        public UploadStatus Status { get; init; }

        public Id<Attachment> File { get; init; }

        public Id<Attachment>? Evidence { get; init; }

        public Id<Person> By { get; init; }

        public string ByName { get; init; } = "";

        public DateTimeOffset ExtractedAt { get; init; }

        public string ExtractedBy { get; init; } = "";

        public string Method { get; init; } = "";

        public int SourceCount { get; init; }

        public string? LookedAt { get; init; }

        public Id<Person>? Second { get; init; }

        public string? SecondName { get; init; }

        public ExtractUpload Value => new()
        {
            Id = Id,
            System = System,
            Status = Status,
            File = File,
            Evidence = Evidence,
            By = By,
            ByName = ByName,
            Facts = new(ExtractedAt, ExtractedBy, Method, SourceCount),
            LookedAt = LookedAt,
            Second = Second,
            SecondName = SecondName,
        };
    }

    public static async Task<ExtractUpload?> One(Read read, Id<ExtractUpload> id) => (await read.One<Row>(Find, new { id }))?.Value;

    /// <summary>The oldest first.</summary>
    public static Task<IReadOnlyList<Underway>> All(Read read) => read.List<Underway>(NotDone);

    /// <summary>What a second person is asked to look at.</summary>
    public static async Task<IReadOnlyList<ExtractUpload>> ToConfirm(Read read, Id<Person> person) => [.. (await read.List<Row>(ForSecond, new { person })).Select(r => r.Value)];

    /// <summary>The next that nobody reads.</summary>
    internal static Task<Id<ExtractUpload>?> Unread(Read read) => read.One<Id<ExtractUpload>?>(Next, new { now = read.Now, count = 1 });

    internal static Task<int> Add(Tx tx, ExtractUpload u) => tx.Run(Insert, new
    {
        id = u.Id,
        system = u.System,
        status = u.Status.ToString(),
        file = u.File,
        evidence = u.Evidence,
        by = u.By,
        now = tx.Now,
        extractedAt = u.Facts.ExtractedAt,
        extractedBy = u.Facts.By,
        method = u.Facts.Method,
        sourceCount = u.Facts.SourceCount,
        lookedAt = u.LookedAt,
        second = u.Second,
    });

    internal static async Task<bool> Take(Tx tx, Id<ExtractUpload> id, TimeSpan lease) => await tx.Run(Lease, new { id, until = tx.Now + lease, now = tx.Now }) > 0;

    internal static async Task<bool> Record(Tx tx, UploadConfirmed confirmed) =>
        await tx.Run(Answer, new { id = confirmed.Upload, status = nameof(UploadStatus.Waiting), confirmedAt = (DateTimeOffset?)tx.Now, by = confirmed.By }) > 0;

    internal static async Task<bool> Record(Tx tx, UploadDeclined declined) =>
        await tx.Run(Answer, new { id = declined.Upload, status = nameof(UploadStatus.Declined), confirmedAt = (DateTimeOffset?)null, by = declined.By }) > 0;

    internal static async Task<bool> Finish(Tx tx, Id<ExtractUpload> id, long? snapshot) =>
        await tx.Run(End, new { id, status = (snapshot is null ? UploadStatus.Refused : UploadStatus.Taken).ToString(), snapshot }) > 0;
}
