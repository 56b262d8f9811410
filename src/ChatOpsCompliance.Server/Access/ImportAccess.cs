using System.Diagnostics;
using ChatOpsCompliance.Access;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Sources;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Access;

/// <summary>What to import, and what the source said of it.</summary>
public sealed record AccessImport(string System, ExtractFacts Facts, IAccessSource Source, string File)
{
    public string? Attachment { get; init; }

    /// <summary>Why an extract with 20 % fewer rows is right.</summary>
    public string? LookedAt { get; init; }

    /// <summary>Of a system that can't be exported: the second person who looked.</summary>
    public Id<Person>? ConfirmedBy { get; init; }

    /// <summary>This service read itself.</summary>
    public bool BySelf { get; init; }

    public bool DryRun { get; init; }
}

/// <param name="Identical">Rows that stood there before with the very same facts: counted once.</param>
/// <param name="Removals">What the snapshot says of claimed removals.</param>
public sealed record SnapshotSummary(AccessSnapshot Snapshot, IReadOnlyList<Fault> Identical, IReadOnlyList<string> UnknownColumns, ProofStore.Judged Removals)
{
    /// <summary>Access that people who left still have: incidents opened because of it.</summary>
    public int Incidents { get; init; }
}

/// <summary>
/// Takes one snapshot: all rows or none. Streams into the database in steps of some milliseconds between the clicks, under a number that
/// nothing reads; the last step publishes it. A broken import is gone on with when the same file is given again.
/// </summary>
public sealed class ImportAccess(Database database, SystemBook systems, LeaverWatch leavers, FindUnmatched unmatched, TimeProvider clock)
{
    private const int Step = 1500;

    /// <summary>How many steps may wait to be written while the source is read on: a slow fsync does not stop the reading.</summary>
    private const int StepsWaiting = 6;

    public async Task<Result<SnapshotSummary>> Run(AccessImport import, Actor actor, Action<int>? progress = null, CancellationToken ct = default)
    {
        if (systems.Find(import.System) is not { } system) return new SystemUnknown(import.System, systems.Names);
        if (system.ByInspection && import.ConfirmedBy is null) return new OnlyByInspection(system.Name);
        if (system.IsOwn && !import.BySelf) return new OnlyByItself(system.Name);
        var newest = await database.Read(read => SnapshotStore.Newest(read, import.System), ct);
        if (import.Facts.Check(import.Facts.SourceCount, clock.GetUtcNow(), newest, import.LookedAt) is { } no) return no;

        var fileHash = await import.Source.ContentId(ct);
        var (began, refused) = import.DryRun ? new Begun(0, int.MaxValue) : await Begin(import, fileHash, actor, ct);
        if (began is null) return refused!;
        var (number, done) = began;

        var (read, refusal) = await Stream(import, actor, number, done, progress, ct);
        if (refusal is null && import.Facts.Check(read.DataRows, clock.GetUtcNow(), newest, import.LookedAt) is { } late) refusal = late;
        if (refusal is not null)
        {
            // Another import of this file goes on with these very rows: they are its own now.
            if (!import.DryRun && refusal is not ImportRunsAlready) await Abandon(actor, number, read.Written, ct);
            return refusal;
        }

        var snapshot = new AccessSnapshot(number, import.System, import.Facts, read.Count, read.Hash) { ConfirmedBy = import.ConfirmedBy };
        var summary = new SnapshotSummary(snapshot, read.Identical, import.Source.Unknown, new());
        if (import.DryRun) return summary;
        await NotePresence.Of(database, snapshot, ct);
        var (_, failed) = await Publish(import, actor, snapshot, fileHash, ct);
        if (failed is NewerCameMeanwhile) await Abandon(actor, number, read.Written, ct);
        if (failed is not null) return failed;
        summary = summary with { Incidents = await leavers.Run(import.System, ct) };
        await unmatched.Run(import.System, ct);
        return summary with { Removals = await database.Read(r => ProofStore.JudgedBy(r, number), ct) };
    }

    private sealed record Begun(long Number, int Done);

    /// <summary>A new number, or that of a broken import of this very file. Two that begin at once get the same, and the first step settles which goes on.</summary>
    private Task<Result<Begun>> Begin(AccessImport import, string fileHash, Actor actor, CancellationToken ct) => database.InTransaction<Begun>(
        actor,
        async tx =>
        {
            if (await SnapshotStore.PublishedAs(tx, import.System, fileHash, import.Facts) is { } published) return new ImportedAlready(published);
            return await SnapshotStore.Broken(tx, import.System, fileHash, import.Facts) is var (number, rows)
                ? new Begun(number, rows)
                : new Begun(await SnapshotStore.Begin(tx, import.System, import.Facts, fileHash, import.Attachment, import.ConfirmedBy), 0);
        },
        queue: Queue.Bulk,
        ct: ct);

    private Task<Result<Done>> Publish(AccessImport import, Actor actor, AccessSnapshot snapshot, string fileHash, CancellationToken ct) => database.InTransaction<Done>(
        actor,
        async tx =>
        {
            if (!await SnapshotStore.MakePublic(tx, snapshot))
                return await SnapshotStore.IsStaged(tx, snapshot.Number) ? new NewerCameMeanwhile(import.System) : new ImportRunsAlready(import.System);
            var f = snapshot.Facts;
            tx.Happened(new SnapshotTaken(snapshot.System, snapshot.Number, f.ExtractedAt, new(f.By), f.Method, f.SourceCount, snapshot.Count, snapshot.ContentHash, fileHash, import.Attachment, Words.Of(import.LookedAt), import.ConfirmedBy));
            return Done.It;
        },
        queue: Queue.Bulk,
        ct: ct);

    private sealed record Stood(int DataRows, int Count, int Written, string Hash, IReadOnlyList<Fault> Identical);

    /// <summary>One pass over the source: read on while what was read before is written.</summary>
    private async Task<(Stood Read, Refusal? No)> Stream(AccessImport import, Actor actor, long number, int done, Action<int>? progress, CancellationToken ct)
    {
        using var hash = new FieldHash();
        var spare = new Queue<FieldRows>(Enumerable.Range(0, StepsWaiting + 1).Select(_ => new FieldRows(GrantFields.Columns)));
        var rows = spare.Dequeue();
        var waiting = new Queue<Task<bool>>();
        var seen = new SeenGrants(import.Facts.SourceCount);
        var identical = new List<Fault>();
        var faults = new List<Fault>();
        var (data, count, written) = (0, 0, done == int.MaxValue ? 0 : done);
        var writing = Task.FromResult(true);
        var told = Stopwatch.GetTimestamp();

        async Task<bool> Write()
        {
            if (waiting.Count == StepsWaiting && !await waiting.Dequeue()) return false;
            var (step, from, to) = (rows, written, written + rows.Count);
            written = to;
            waiting.Enqueue(writing = After(writing, tx => SnapshotStore.Stage(tx, number, from, to, step)));
            spare.Enqueue(step);
            rows = spare.Dequeue(); // the one written longest ago
            rows.Clear();
            return true;
        }

        // One after the other: on SQL Server nothing else keeps them in order.
        async Task<bool> After(Task<bool> before, Func<Tx, Task<bool>> step) => await before && await database.Bulk(actor, step, ct);

        try
        {
            await foreach (var row in import.Source.Rows(ct))
            {
                if (row.Fault is { } fault)
                {
                    faults.Add(fault);
                    continue;
                }

                data++;
                var grant = row.Grant!;
                if (seen.Before(grant, row.Line) is { } before)
                {
                    if (before.Identical) identical.Add(new(row.Line, $"the same as line {before.Line}; counted once"));
                    else faults.Add(new(row.Line, $"{grant.Account}, {grant.Entitlement}{(grant.Environment.Length > 0 ? ", " + grant.Environment : "")} stands on line {before.Line} already, with different facts"));
                    continue;
                }

                hash.Add(grant);
                count++;
                if (faults.Count > 0 || count <= done) continue;
                rows.Add(count, grant);
                if (rows.Count == Step && !await Write()) return (new(data, count, written, "", identical), new ImportRunsAlready(import.System));
                if (progress is not null && Stopwatch.GetElapsedTime(told).TotalMilliseconds > 200)
                {
                    told = Stopwatch.GetTimestamp();
                    progress(data);
                }
            }
        }
        finally
        {
            await Task.WhenAny(writing); // a source that breaks leaves no step under way: a new try sees how far this one came
        }

        if (faults.Count == 0 && rows.Count > 0) await Write();
        var went = await writing;
        progress?.Invoke(data);
        var stood = new Stood(data, count, written, hash.Finish(), identical);
        return (stood, faults.Count > 0 ? new FileFaults(import.File, faults) : went ? null : new ImportRunsAlready(import.System));
    }

    /// <summary>Nothing of a refused file stays: its rows go, step by step.</summary>
    private async Task Abandon(Actor actor, long number, int written, CancellationToken ct)
    {
        if (!await database.Bulk(actor, tx => SnapshotStore.GiveUp(tx, number), ct)) return;
        for (var after = 0; after < written; after += Step) await database.Bulk(actor, tx => SnapshotStore.Delete(tx, number, after, after + Step), ct);
    }
}

public sealed record OnlyByItself(string System) : Refusal($"{System} is this service: it reads itself each day, and takes no extract of itself from anybody.");

public sealed record ImportedAlready(long Snapshot) : Refusal($"This file is in already, as snapshot {Snapshot}.");

public sealed record NewerCameMeanwhile(string System) : Refusal($"A newer snapshot of {System} was published while this one was read.");

public sealed record ImportRunsAlready(string System) : Refusal($"Another import of this file into {System} is running.");
