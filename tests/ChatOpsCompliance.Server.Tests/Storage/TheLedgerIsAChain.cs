using System.Text.Json;
using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.Storage;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Storage;

public sealed class TheLedgerIsAChain : StoreTests
{
    private static readonly Sql Rewrite = new("update ledger set body = '{}' where seq = 1");

    private static readonly Sql Remove = new("delete from ledger where seq = 1");

    private static readonly Id<Person> Mia = new(new Guid("01890000-0000-7000-8000-000000000001"));

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Each_row_names_the_one_before(Engine engine)
    {
        await using var db = Open(engine);
        for (var i = 0; i < 3; i++) await Append(db.Database, Imported(i), Imported(i));

        var rows = (await db.Read(read => LedgerStore.Latest(read, 10))).Reverse().ToList();

        Assert.Equal([1L, 2, 3, 4, 5, 6], rows.Select(r => r.Seq));
        Assert.Equal(rows.Select(r => r.Hash).Prepend(LedgerEntry.Genesis).SkipLast(1), rows.Select(r => r.Prev));
        Assert.All(rows, r => Assert.Equal(new LedgerEntry(r.Seq, r.At, r.Kind, r.Subject, r.Actor, r.Body, r.Prev).Hash(), r.Hash));
        Assert.Equal(new LedgerStore.Head { Seq = 6, Hash = rows[^1].Hash }, await db.Read(LedgerStore.HeadOf));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Two_processes_append_to_one_chain(Engine engine)
    {
        await using var db = Open(engine);
        var doors = new[] { db.Database, db.Another() };

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => Append(doors[i % 2], Imported(i)))));

        var verdict = await new VerifyLedger(db.Database, null).Run(1, [], TestContext.Current.CancellationToken);
        Assert.Null(verdict.Fault);
        Assert.Equal(20, verdict.Rows);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_text_typed_to_look_like_a_pointer_points_to_nothing(Engine engine)
    {
        await using var db = Open(engine);
        foreach (var typed in (string[])["text:", "text:short", "text:" + new string('a', 64), "say \"text:" + new string('b', 64) + "\"", "text:\"\\"])
            await Append(db.Database, new ChangeAuthorsRead(new(Guid.Empty), typed, null, AuthorsKnown.No, 1, new("ada"), null));

        var verdict = await new VerifyLedger(db.Database, null).Run(1, [], TestContext.Current.CancellationToken);

        Assert.Null(verdict.Fault);
        Assert.Equal(5, verdict.Texts);
        Assert.Equal("text:\"\\", JsonDocument.Parse((await db.Read(read => LedgerStore.Latest(read, 1)))[0].Body).RootElement.GetProperty("commit").GetString());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_row_beyond_the_last_is_said_not_to_be_there(Engine engine)
    {
        await using var db = Open(engine);
        await Append(db.Database, Imported(1));

        var verdict = await new VerifyLedger(db.Database, null).Run(10, [], TestContext.Current.CancellationToken);

        Assert.Equal("row 10: it is not there, the log has 1 rows", verdict.Fault);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_refused_act_leaves_its_refusal_and_nothing_else(Engine engine)
    {
        await using var db = Open(engine);

        var result = await db.Try<Done>(Actor.Service, tx =>
        {
            tx.Happened(Imported(1));
            return Task.FromResult<Result<Done>>(new NoLongerHere());
        });

        Assert.False(result.Done);
        Assert.Equal(["act.refused"], (await db.Read(read => LedgerStore.Latest(read, 10))).Select(r => r.Kind));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task An_act_that_fails_leaves_nothing(Engine engine)
    {
        await using var db = Open(engine);

        await Assert.ThrowsAsync<InvalidDataException>(() => db.Do<Done>(async tx =>
        {
            tx.Happened(Imported(1));
            await tx.Run(Rewrite);
            throw new InvalidDataException("a bug");
        }));

        Assert.Equal(0, (await db.Read(LedgerStore.HeadOf)).Seq);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task No_row_is_ever_changed_or_deleted(Engine engine)
    {
        await using var db = Open(engine);
        await Append(db.Database, Imported(1));

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => db.Do(tx => tx.Run(Rewrite)));
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => db.Do(tx => tx.Run(Remove)));

        Assert.Single(await db.Read(read => LedgerStore.Latest(read, 10)));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Words_stand_beside_it_and_can_be_erased(Engine engine)
    {
        await using var db = Open(engine);
        await db.Try<Done>(new Actor(Mia, "console"), tx =>
        {
            tx.Happened(new RosterImported(1, "", 1, 0, 0, 0, 0, new Words("half the company was sold")));
            return Task.FromResult<Result<Done>>(Done.It);
        });

        await db.Try<int>(Actor.Service, tx => EraseWords.Of(tx, Mia));

        var (rows, texts) = (await db.Read(read => LedgerStore.Latest(read, 10)), await db.Read(read => LedgerStore.Texts(read, 0, long.MaxValue)));
        Assert.DoesNotContain(rows, r => r.Body.Contains("sold", StringComparison.Ordinal));
        Assert.Equal(new LedgerStore.TextRow { Seq = 1, Ref = texts[0].Ref, ErasedSeq = 2 }, Assert.Single(texts));
        Assert.Null((await new VerifyLedger(db.Database, null).Run(1, [], TestContext.Current.CancellationToken)).Fault);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_checkpoint_is_kept_once(Engine engine)
    {
        await using var db = Open(engine);
        var checkpoint = new Checkpoint(1, LedgerEntry.Genesis, 1, LedgerEntry.Time(TestDatabase.Start), LedgerEntry.Genesis, "signature");

        var kept = new[] { await db.Do(tx => LedgerStore.Keep(tx, checkpoint)), await db.Do(tx => LedgerStore.Keep(tx, checkpoint)) };

        Assert.Equal([1, 0], kept);
        Assert.Equal([checkpoint], await db.Read(LedgerStore.AllCheckpoints));
    }

    private static RosterImported Imported(int roster) => new(roster, "", 0, 0, 0, 0, 0, null);

    private static Task<Result<Done>> Append(Database database, params Fact[] facts) => database.InTransaction<Done>(Actor.Service, tx =>
    {
        foreach (var fact in facts) tx.Happened(fact);
        return Task.FromResult<Result<Done>>(Done.It);
    });

    private sealed record NoLongerHere() : Refusal("Nobody is here.");
}
