using System.Security.Cryptography;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Chat;

/// <summary>Files that came with forms.</summary>
public static class AttachmentStore
{
    private const string Columns = "select id, name, size, hash, uploaded_by, uploaded_at, subject from attachment";

    private static readonly Sql Insert = new("""
        insert into attachment (id, name, size, hash, content, uploaded_by, uploaded_at)
        values (@id, @name, @size, @hash, @content, @by, @at)
        """);

    // Once only, and only by whoever uploaded it: an id of somebody else's file, or of one that is evidence already, is worth nothing.
    private static readonly Sql KeepIt = new("update attachment set subject = @subject where id = @id and uploaded_by = @by and subject is null");

    private static readonly Sql Find = new(Columns + " where id = @id");

    private static readonly Sql OfSubject = new(Columns + " where subject = @subject order by uploaded_at, id");

    private static readonly Sql OfAny = new(Columns + " where subject in list(@subjects) order by uploaded_at, id");

    private static readonly Sql Loose = new(Columns + " where uploaded_by = @by and subject is null and uploaded_at >= @since order by uploaded_at desc, id page(@count)");

    private static readonly Sql FindContent = new("select content from attachment where id = @id");

    private static readonly Sql EveryContent = new("select id, subject, content from attachment where subject is not null");

    private static readonly Sql Prune = new("delete from attachment where subject is null and uploaded_at < @before");

    private static readonly Sql EraseNamesOf = new("update attachment set name = 'file' where uploaded_by = @person");

    internal sealed record Row
    {
        public Id<Attachment> Id { get; init; }

        public string Name { get; init; } = "";

        public long Size { get; init; }

        public string Hash { get; init; } = "";

        public Id<Person> UploadedBy { get; init; }

        public DateTimeOffset UploadedAt { get; init; }

        public string? Subject { get; init; }

        public Attachment Value => new() { Id = Id, Name = Name, Size = Size, Hash = Hash.Trim(), By = UploadedBy, At = UploadedAt, Subject = Subject };
    }

    internal sealed record ContentRow
    {
        public Id<Attachment> Id { get; init; }

        public string Subject { get; init; } = "";

        public byte[] Content { get; init; } = [];
    }

    /// <summary>What somebody uploaded and has put to no use yet, the newest first.</summary>
    internal static async Task<IReadOnlyList<Attachment>> Unused(Read read, Id<Person> by, DateTimeOffset since, int count) =>
        [.. (await read.List<Row>(Loose, new { by, since, count })).Select(r => r.Value)];

    /// <summary>Makes the file that came with a form evidence of a subject, in the transaction of the act it belongs to. What goes wrong is said beside the field.</summary>
    /// <param name="field">The name of the form's <see cref="ChatOpsCompliance.Chat.Attach"/>.</param>
    /// <param name="subject">As in the ledger, such as <c>removal/…</c>; at most 300 characters.</param>
    public static async Task<Result<Attachment>> Keep(Tx tx, Visit visit, string field, string subject)
    {
        if (visit.Values[field].Length == 0) return new AttachmentMissing { Field = field };
        if (visit.Values.Id<Attachment>(field) is not { } id || await tx.Run(KeepIt, new { id, subject, by = visit.By.Id }) == 0) return new AttachmentGone { Field = field };
        var kept = (await ById(tx, id))!;
        tx.Happened(new AttachmentKept(id, subject, kept.Hash, kept.Size, new(kept.Name), visit.By.Id));
        return kept;
    }

    public static async Task<Attachment?> ById(Read read, Id<Attachment> id) => (await read.One<Row>(Find, new { id }))?.Value;

    /// <summary>What is evidence of a subject, oldest first.</summary>
    public static async Task<IReadOnlyList<Attachment>> Of(Read read, string subject) => [.. (await read.List<Row>(OfSubject, new { subject })).Select(r => r.Value)];

    /// <summary>What is evidence of any of these, by subject.</summary>
    public static async Task<ILookup<string, Attachment>> OfEach(Read read, IEnumerable<string> subjects) =>
        (await read.List<Row>(OfAny, new { subjects = read.In(subjects) })).Select(r => r.Value).ToLookup(a => a.Subject!, StringComparer.Ordinal);

    public static async Task<byte[]?> Content(Read read, Id<Attachment> id) => await read.One<byte[]>(FindContent, new { id });

    /// <summary>Every file that is evidence, one in memory at a time, with the hash of what is there now: for holding them against the log.</summary>
    internal static async IAsyncEnumerable<(Id<Attachment> Id, string Hash, string Subject)> AllKept(Read read)
    {
        await foreach (var row in read.Stream<ContentRow>(EveryContent)) yield return (row.Id, HashOf(row.Content), row.Subject);
    }

    internal static async Task<Attachment> Upload(Tx tx, Id<Attachment> id, string name, byte[] content, Id<Person> by)
    {
        var uploaded = new Attachment { Id = id, Name = name, Size = content.Length, Hash = HashOf(content), By = by, At = tx.Now };
        await tx.Run(Insert, new { id, name, size = uploaded.Size, hash = uploaded.Hash, content, by, at = tx.Now });
        return uploaded;
    }

    /// <summary>Throws away what was uploaded before then and is nobody's evidence.</summary>
    internal static Task<int> Forget(Tx tx, DateTimeOffset before) => tx.Run(Prune, new { before });

    internal static Task<int> EraseNames(Tx tx, Id<Person> person) => tx.Run(EraseNamesOf, new { person });

    private static string HashOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
