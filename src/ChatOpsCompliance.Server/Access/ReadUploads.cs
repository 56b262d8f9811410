using ChatOpsCompliance.Access;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Sources;
using ChatOpsCompliance.Server.Sources.Csv;
using ChatOpsCompliance.Server.Storage;
using static ChatOpsCompliance.Server.AccessReviews.ReviewWords;

namespace ChatOpsCompliance.Server.Access;

/// <summary>
/// Reads what was handed in with a form, through the very import of the verb, and tells whoever handed it in what came of it. A click can't wait for a file to be
/// read; one whose reader died is read again when its lease ends, and an import that was done is known.
/// </summary>
public sealed class ReadUploads(Database database, ImportAccess import, Outbox outbox, SystemBook systems, ILogger<ReadUploads> log) : BackgroundService
{
    private const int MostFaults = 10;

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(15), Look = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim one = new(1);

    /// <summary>Reads everything that waits.</summary>
    public async Task Run(CancellationToken ct = default)
    {
        await one.WaitAsync(ct);
        try
        {
            while (await database.Read(UploadStore.Unread, ct) is { } id && await database.Bulk(Actor.Service, tx => UploadStore.Take(tx, id, Lease), ct)) await Read(id, ct);
        }
        finally
        {
            one.Release();
        }
    }

    public override void Dispose()
    {
        one.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Run(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogError(e, "An extract that was handed in could not be read; it is tried again");
            }
        }
    }

    private async Task Read(Id<ExtractUpload> id, CancellationToken ct)
    {
        var (upload, content) = await database.Read(async read => await UploadStore.One(read, id) is { } u ? (u, await AttachmentStore.Content(read, u.File)) : default, ct);
        if (upload is null || content is null) return;
        var file = new CsvAccessSource(() => new MemoryStream(content, writable: false));
        var (taken, no) = await import.Run(new(upload.System, upload.Facts, file, "your file") { LookedAt = upload.LookedAt, ConfirmedBy = upload.Second }, new(upload.By, "upload"), ct: ct);
        var snapshot = taken?.Snapshot.Number ?? (no as ImportedAlready)?.Snapshot;
        await database.Bulk(
            Actor.Service,
            async tx =>
            {
                if (!await UploadStore.Finish(tx, id, snapshot)) return Done.It;
                if (snapshot is null) tx.Happened(new ExtractRefused(id, upload.System, no!.Kind));
                await outbox.PostTo(tx, upload.By, taken is not null ? Told(taken) : snapshot is not null ? InAlready(upload) : NotTaken(upload, no!));
                return Done.It;
            },
            ct);
    }

    private Card Told(SnapshotSummary s)
    {
        var title = $"Your extract of {TitleOf(s.Snapshot.System)} was taken";
        return new(
            title,
            [
                new Heading(title),
                new Paragraph($"{Count(s.Snapshot.Count, "grant", "grants")}, as snapshot {s.Snapshot.Number}."),
                .. s.Removals.Verified + s.Removals.Reopened > 0 ? new Block[] { new Paragraph($"It proves {Count(s.Removals.Verified, "removal", "removals")}; {s.Removals.Reopened} are still present or came back.") } : [],
                .. s.Identical.Count > 0 ? new Block[] { new Note($"{Count(s.Identical.Count, "row stood", "rows stood")} there twice and counted once.") } : [],
                .. s.UnknownColumns.Count > 0 ? new Block[] { new Note($"Columns that are not known and were left out: {string.Join(", ", s.UnknownColumns)}.") } : [],
            ]);
    }

    private Card InAlready(ExtractUpload upload)
    {
        var title = $"Your extract of {TitleOf(upload.System)} was in already";
        return new(title, new Heading(title), new Paragraph("The very same file was taken before; nothing changed."));
    }

    private Card NotTaken(ExtractUpload upload, Refusal no)
    {
        var title = $"Your extract of {TitleOf(upload.System)} was not taken";
        IEnumerable<Block> why = no is FileFaults faults
            ? [.. faults.Faults.Take(MostFaults).Select(f => new Paragraph($"Line {f.Line}: {f.Reason}.")), .. faults.Faults.Count > MostFaults ? new Block[] { new Note($"and {faults.Faults.Count - MostFaults} more") } : []]
            : [new Paragraph(no.Sentence)];
        return new(title, [new Heading(title), .. why, new Note("Nothing of it was kept. Mend it and hand it in again."), new Buttons(new Button(ExtractVerbs.Open, "Hand in an extract", new Values { [ExtractVerbs.System] = upload.System }, ButtonStyle.Primary))]);
    }

    private string TitleOf(string system) => systems.Find(system)?.Title ?? system;
}
