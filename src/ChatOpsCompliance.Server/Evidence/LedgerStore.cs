using System.Globalization;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Evidence;

/// <summary>The chain: appended to in the transaction of what it speaks of, never updated, never deleted from.</summary>
public static class LedgerStore
{
    private static readonly Sql TakeNumbers = new(
        sqlite: "select seq + @count as seq, hash from ledger_head where id = 1", // the one writer holds the lock
        sqlServer: "update ledger_head set seq = seq + @count where id = 1; select seq, hash from ledger_head where id = 1");

    private static readonly Sql Insert = new("""
        insert into ledger (seq, at, kind, subject, actor, body, prev, hash)
        values (@seq, @at, @kind, @subject, @actor, @body, @prev, @hash)
        """);

    private static readonly Sql InsertText = new("""
        insert into personal_text (seq, ref, salt, text, by_person)
        values (@seq, @ref, @salt, @text, @byPerson)
        """);

    private static readonly Sql SetHead = new("update ledger_head set seq = @seq, hash = @hash where id = 1");

    private static readonly Sql HeadNow = new("select seq, hash from ledger_head where id = 1");

    private static readonly Sql From = new("select seq, at, kind, subject, actor, body, prev, hash from ledger where seq >= @since order by seq page(@count)");

    private static readonly Sql TextsOf = new("select seq, ref, salt, text, erased_seq from personal_text where seq >= @since and seq <= @upTo order by seq, ref");

    private static readonly Sql Newest = new("select seq, at, kind, subject, actor, body, prev, hash from ledger order by seq desc page(@count)");

    private static readonly Sql NewestOfPeriod = new("select seq, at, kind, subject, actor, body, prev, hash from ledger where at >= @from and at < @until order by seq desc page(@count)");

    private static readonly Sql NewestBundles = new("select seq, at, kind, subject, actor, body, prev, hash from ledger where kind = 'bundle.made' order by seq desc page(@count)");

    private static readonly Sql NewestBy = new("select seq, at, kind, subject, actor, body, prev, hash from ledger where actor = @actor and at >= @since order by seq desc page(@count)");

    private static readonly Sql CountBy = new("select count(*) from ledger where actor = @actor and at >= @since");

    private static readonly Sql OfSubject = new("select seq, at, kind, subject, actor, body, prev, hash from ledger where subject = @subject order by seq");

    private static readonly Sql EraseTexts = new("update personal_text set text = null, salt = null, erased_seq = @seq where by_person = @person and text is not null");

    private static readonly Sql TimesBy = new("select min(l.at) as oldest, max(l.at) as newest from personal_text t join ledger l on l.seq = t.seq where t.by_person = @person and t.text is not null");

    private static readonly Sql LastCheckpoint = new("select seq, hash, row_count, at, key_id, signature from ledger_checkpoint order by seq desc page(@count)");

    private static readonly Sql Checkpoints = new("select seq, hash, row_count, at, key_id, signature from ledger_checkpoint order by seq");

    private static readonly Sql InsertCheckpoint = new("""
        insert into ledger_checkpoint (seq, hash, row_count, at, key_id, signature)
        select @seq, @hash, @rowCount, @at, @key, @signature
        where not exists (select 1 from ledger_checkpoint where seq = @seq)
        """);

    public sealed record Head
    {
        public long Seq { get; init; }

        public string Hash { get; init; } = "";
    }

    public sealed record Row
    {
        public long Seq { get; init; }

        public string At { get; init; } = "";

        public string Kind { get; init; } = "";

        public string Subject { get; init; } = "";

        public string Actor { get; init; } = "";

        public string Body { get; init; } = "";

        public string Prev { get; init; } = "";

        public string Hash { get; init; } = "";
    }

    public sealed record TextRow
    {
        public long Seq { get; init; }

        public string Ref { get; init; } = "";

        public string? Salt { get; init; }

        public string? Text { get; init; }

        public long? ErasedSeq { get; init; }
    }

    private sealed record Times
    {
        public string? Oldest { get; init; }

        public string? Newest { get; init; }
    }

    private sealed record CheckpointRow
    {
        public long Seq { get; init; }

        public string Hash { get; init; } = "";

        public long RowCount { get; init; }

        public string At { get; init; } = "";

        public string KeyId { get; init; } = "";

        public string Signature { get; init; } = "";

        public Checkpoint Value => new(Seq, Hash, RowCount, At, KeyId, Signature);
    }

    /// <summary>Appends the facts of the transaction, in their order.</summary>
    internal static async Task Append(Tx tx)
    {
        if (tx.Facts.Count == 0) return;
        var head = await tx.One<Head>(TakeNumbers, new { count = tx.Facts.Count }) ?? throw new InvalidOperationException("The ledger has no head: run migrate.");
        var (seq, prev) = (head.Seq - tx.Facts.Count, head.Hash);
        var at = LedgerEntry.Time(tx.Now);
        var actor = FactJson.Actor(tx.Actor);
        foreach (var fact in tx.Facts)
        {
            var (body, texts) = FactJson.Body(fact);
            var entry = new LedgerEntry(++seq, at, fact.Kind, fact.Subject, actor, body, prev);
            var hash = entry.Hash();
            await tx.Run(Insert, new { seq, at, kind = fact.Kind, subject = fact.Subject, actor, body, prev, hash });
            foreach (var text in texts)
                await tx.Run(InsertText, new { seq, @ref = text.Ref, salt = text.Salt, text = text.Text, byPerson = tx.Actor.Person });
            prev = hash;
        }

        await tx.Run(SetHead, new { seq, hash = prev });
    }

    public static async Task<Head> HeadOf(Read read) => await read.One<Head>(HeadNow) ?? new();

    /// <summary>The texts beside some rows, both ends included.</summary>
    internal static Task<IReadOnlyList<TextRow>> Texts(Read read, long since, long upTo) => read.List<TextRow>(TextsOf, new { since, upTo });

    /// <summary>What one actor did since, the newest first, and how much it was. Walks the log.</summary>
    public static async Task<(IReadOnlyList<Row> Newest, int All)> By(Read read, Actor by, DateTimeOffset since, int count)
    {
        var (actor, from) = (FactJson.Actor(by), LedgerEntry.Time(since));
        return (await read.List<Row>(NewestBy, new { actor, since = from, count }), await read.One<int>(CountBy, new { actor, since = from }));
    }

    /// <summary>The newest of those from one instant to before another.</summary>
    public static Task<IReadOnlyList<Row>> Latest(Read read, DateTimeOffset from, DateTimeOffset until, int count) => read.List<Row>(NewestOfPeriod, new { from = LedgerEntry.Time(from), until = LedgerEntry.Time(until), count });

    public static Task<IReadOnlyList<Row>> Latest(Read read, int count) => read.List<Row>(Newest, new { count });

    /// <summary>The newest bundles that were made.</summary>
    public static Task<IReadOnlyList<Row>> Bundles(Read read, int count) => read.List<Row>(NewestBundles, new { count });

    /// <summary>Everything that happened to one thing, oldest first. Walks the whole log: for a page of that thing alone.</summary>
    public static Task<IReadOnlyList<Row>> Of(Read read, string subject) => read.List<Row>(OfSubject, new { subject });

    /// <summary>Some rows from a number on, in order, each with the hash stored beside it.</summary>
    internal static async Task<IReadOnlyList<(LedgerEntry Entry, string Hash)>> Entries(Read read, long since, int count)
    {
        var entries = new List<(LedgerEntry, string)>(count);
        await foreach (var r in read.Rows(From, new { since, count }))
            entries.Add((new(r.GetInt64(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetString(6)), r.GetString(7)));
        return entries;
    }

    /// <summary>Takes the words a person wrote out of the database. The chain keeps their salted hashes and the fact that says so.</summary>
    public static async Task<int> Erase(Tx tx, Id<Person> person) => await tx.Run(EraseTexts, new { person, seq = await NextRow(tx) });

    /// <summary>The number of the row that the next fact of this transaction will be.</summary>
    internal static async Task<long> NextRow(Tx tx) => (await HeadOf(tx)).Seq + tx.Facts.Count + 1;

    /// <summary>When the oldest and the newest text was written of those that a person wrote and nobody erased; null when there is none.</summary>
    internal static async Task<(DateTimeOffset Oldest, DateTimeOffset Newest)?> TextsBy(Read read, Id<Person> person) =>
        await read.One<Times>(TimesBy, new { person }) is { Oldest: { } oldest, Newest: { } newest } ? (Parsed(oldest), Parsed(newest)) : null;

    private static DateTimeOffset Parsed(string at) => DateTimeOffset.Parse(at, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public static async Task<Checkpoint?> LatestCheckpoint(Read read) => (await read.One<CheckpointRow>(LastCheckpoint, new { count = 1 }))?.Value;

    /// <summary>The newest first.</summary>
    public static async Task<IReadOnlyList<Checkpoint>> NewestCheckpoints(Read read, int count) => [.. (await read.List<CheckpointRow>(LastCheckpoint, new { count })).Select(c => c.Value)];

    public static async Task<IReadOnlyList<Checkpoint>> AllCheckpoints(Read read) => [.. (await read.List<CheckpointRow>(Checkpoints)).Select(c => c.Value)];

    public static Task<int> Keep(Tx tx, Checkpoint c) =>
        tx.Run(InsertCheckpoint, new { seq = c.Seq, hash = c.Hash, rowCount = c.Count, at = c.At, key = c.Key, signature = c.Signature });
}
