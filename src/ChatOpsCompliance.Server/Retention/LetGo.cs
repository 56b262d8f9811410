using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Server.Bundles;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Retention;

/// <summary>What a run let go of.</summary>
public sealed record WentAway(int Snapshots, int Reviews, int Texts);

/// <summary>
/// Once a day lets go of what is older than <c>Evidence:RetentionMonths</c> and under no hold: the rows of extracts that nothing rests on any more, and what
/// people wrote. Counts, hashes and the audit log stay. Small steps behind the clicks; each asks anew in its own transaction whether a hold stands by now,
/// and a run that broke off is gone on with by the next.
/// </summary>
public sealed class LetGo(Database database, int? months)
{
    private const int Step = 1000;

    public async Task<WentAway> Run(CancellationToken ct = default)
    {
        if (months is not { } kept) return new(0, 0, 0);
        var (free, snapshots, half, reviews) = await database.Read(
            async read =>
            {
                var now = await Today(read, kept);
                return (now,
                    (await OldSnapshotStore.Before(read, now.Before)).Where(s => now.MayGo(s.Began, s.Ended)).ToList(),
                    await OldSnapshotStore.HalfGone(read),
                    (await OldWordsStore.Reviews(read, now.Before)).Where(r => now.MayGo(r.Began, r.Over)).ToList());
            },
            ct);
        foreach (var broken in half) await DeleteRows(broken, ct);
        var gone = 0;
        foreach (var (snapshot, began, ended) in snapshots)
            if (await Held(kept, began, ended, async tx => await Say(tx, snapshot, free.Before), ct) is 1 && ++gone > 0)
                await DeleteRows(snapshot, ct);
        var done = 0;
        foreach (var review in reviews)
            if (await Words(kept, review, ct)) done++;
        return new(gone, done, await Times(kept, free, ct));
    }

    internal static async Task<WhatMayGo> Today(Read read, int months) =>
        WhatMayGo.Of(months, read.Now, await HoldStore.Standing(read));

    /// <summary>One step, unless a hold came meanwhile: then null.</summary>
    private Task<int?> Held(int kept, DateTimeOffset began, DateTimeOffset? ended, Func<Tx, Task<int>> step, CancellationToken ct) =>
        database.Bulk<int?>(Actor.Service, async tx => (await Today(tx, kept)).MayGo(began, ended) ? await step(tx) : null, ct);

    private static async Task<int> Say(Tx tx, OldSnapshotStore.Row s, DateTimeOffset before)
    {
        if (!await OldSnapshotStore.Mark(tx, s.Number)) return 0;
        tx.Happened(new SnapshotLetGo(s.Number, s.System, s.Count, s.ContentHash, before));
        return 1;
    }

    /// <summary>What was said to be gone goes, hold or not: nobody could rest on the half of it.</summary>
    private async Task DeleteRows(OldSnapshotStore.Row s, CancellationToken ct)
    {
        for (var after = 0; after < s.Count; after += Step) await database.Bulk(Actor.Service, tx => OldSnapshotStore.Delete(tx, s.Number, after, after + Step), ct);
    }

    private async Task<bool> Words(int kept, OldWordsStore.Life review, CancellationToken ct)
    {
        for (var after = 0; after < review.Population; after += Step)
            if (await Held(kept, review.Began, review.Over, tx => OldWordsStore.OfItems(tx, review.Id, after, after + Step), ct) is null)
                return false;
        return await Held(kept, review.Began, review.Over, tx => OldWordsStore.OfReview(tx, review.Id), ct) is not null;
    }

    /// <summary>The tables first, the log's texts last: only then there is a fact that says all of it went.</summary>
    private async Task<int> Times(int kept, WhatMayGo free, CancellationToken ct)
    {
        var texts = 0;
        foreach (var (from, to) in free.Free())
        {
            var last = to.AddTicks(-TimeSpan.TicksPerMicrosecond);
            foreach (var sql in OldWordsStore.OfTimes)
                if (await Held(kept, from, last, tx => OldWordsStore.Of(tx, sql, from, to), ct) is null)
                    return texts;
            var (first, end) = await database.Read(async read => (await Row(read, from), await Row(read, to)), ct);
            for (var some = await Some(first, end, ct); some.Count > 0; some = await Some(some[^1] + 1, end, ct))
            {
                if (await Held(kept, from, last, tx => Erase(tx, some[0], some[^1], to), ct) is not { } erased) return texts;
                texts += erased;
            }
        }

        return texts;
    }

    private Task<IReadOnlyList<long>> Some(long first, long end, CancellationToken ct) => database.Read(read => OldWordsStore.NextTexts(read, first, end, Step), ct);

    private static async Task<int> Erase(Tx tx, long first, long last, DateTimeOffset before)
    {
        var erased = await OldWordsStore.EraseTexts(tx, first, last, await LedgerStore.NextRow(tx));
        if (erased > 0) tx.Happened(new WordsErased(null, erased, before));
        return erased;
    }

    /// <summary>The first row at that time or after; one past the newest when there is none.</summary>
    private static async Task<long> Row(Read read, DateTimeOffset at) => await BundleStore.FirstSince(read, LedgerEntry.Time(at)) ?? (await LedgerStore.HeadOf(read)).Seq + 1;
}
