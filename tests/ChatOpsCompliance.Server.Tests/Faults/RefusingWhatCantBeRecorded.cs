using System.Data;
using System.Globalization;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Storage;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Faults;

/// <summary>What can't be written down is refused, changes nothing, and works again when the cause is gone.</summary>
public sealed class RefusingWhatCantBeRecorded
{
    [Fact]
    public async Task When_the_ledger_cant_be_written_the_act_is_refused_and_changes_nothing()
    {
        await using var bench = await FaultBench.Launched(3);
        bench.Run("create trigger broken before insert on ledger begin select raise(abort, 'no ledger today'); end");
        var before = bench.Contents();

        NotRecorded(await bench.Decide(1, "revoke:moved"));
        NotRecorded(await bench.Decide(2, by: "omar")); // a refusal that can't be recorded is no refusal either

        Assert.Equal(before, bench.Contents());
        bench.Run("drop trigger broken");
        await WorksAgain(bench);
    }

    [Fact]
    public async Task When_the_ledger_fails_for_one_the_others_of_its_batch_stand()
    {
        await using var bench = await FaultBench.Launched(64);
        bench.Run("create trigger broken before insert on ledger when new.subject like '%/13' begin select raise(abort, 'not this one'); end");

        var replies = await OfABatch(bench);

        NotRecorded(replies[12]);
        await AcknowledgedMeansDurable(bench, replies);
        Assert.Equal(63, replies.Count(r => r is Finish));
    }

    [Fact]
    public async Task When_sqlite_ends_the_transaction_the_whole_batch_is_refused_and_absent()
    {
        await using var bench = await FaultBench.Launched(64);
        bench.Run("create trigger broken before insert on ledger when new.subject like '%/13' begin select raise(rollback, 'the whole batch'); end");

        var replies = await OfABatch(bench);

        NotRecorded(replies[12]);
        await AcknowledgedMeansDurable(bench, replies);
        bench.Run("drop trigger broken");
        Assert.All(await Task.WhenAll(Unacknowledged(replies).Select(item => bench.Decide(item))), r => Assert.IsType<Finish>(r));
    }

    [Fact]
    public async Task When_the_disk_is_full_the_act_is_refused_and_changes_nothing()
    {
        var pages = int.MaxValue - 1;
        PreparedConnection writer = null!;
        await using var bench = await FaultBench.Launched(200, more: (services, settings) => services.AddSingleton<IStorageEngine>(new SqliteEngine(settings.ConnectionString, onWriter: c => Room(writer = c))));
        void Room(PreparedConnection c) => c.Do(string.Create(CultureInfo.InvariantCulture, $"pragma max_page_count = {pages}"));
        pages = bench.Ask<int>("pragma page_count") + 3;
        Room(writer); // nothing waits, so the writer is idle

        var replies = new List<Reply>();
        for (var item = 1; item <= 200; item++) replies.Add(await bench.Decide(item));

        Assert.Contains(replies, r => r is Finish);
        Assert.Contains(replies, r => r is Refused { Kind: "NotRecorded" });
        await AcknowledgedMeansDurable(bench, replies);
        pages = int.MaxValue - 1;
        if (writer.State == ConnectionState.Open) Room(writer); // otherwise the next one has it
        Assert.All(await Task.WhenAll(Unacknowledged(replies).Select(item => bench.Decide(item))), r => Assert.IsType<Finish>(r));
        Assert.True((await bench.Verify()).Whole);
    }

    [Fact]
    public async Task When_another_program_holds_the_database_the_act_is_refused_and_changes_nothing()
    {
        await using var bench = await FaultBench.Launched(3, more: (services, settings) => services.AddSingleton<IStorageEngine>(
            new SqliteEngine(settings.ConnectionString.Replace("Default Timeout=5", "Default Timeout=1", StringComparison.Ordinal))));
        var before = bench.Contents();
        using (var other = bench.Open())
        {
            using var holding = other.BeginTransaction(deferred: false);

            NotRecorded(await bench.Decide(1, "revoke:moved"));
        }

        Assert.Equal(before, bench.Contents());
        await WorksAgain(bench);
    }

    /// <summary>64 clicks that wait together behind a held lock, so that they are one batch.</summary>
    private static async Task<Reply[]> OfABatch(FaultBench bench)
    {
        using var other = bench.Open();
        var holding = other.BeginTransaction(deferred: false);
        var clicks = Enumerable.Range(1, 64).Select(item => bench.Decide(item)).ToList();
        await holding.RollbackAsync();
        return await Task.WhenAll(clicks);
    }

    private static void NotRecorded(Reply reply) => Assert.Equal("NotRecorded", Assert.IsType<Refused>(reply).Kind);

    private static async Task WorksAgain(FaultBench bench)
    {
        Assert.IsType<Finish>(await bench.Decide(1, "revoke:moved"));
        Assert.IsType<Finish>(await bench.Decide(3));
        Assert.True((await bench.Verify()).Whole);
    }

    /// <summary>Each acknowledged decision is in the file with its fact; of each other one there is no trace.</summary>
    private static async Task AcknowledgedMeansDurable(FaultBench bench, IReadOnlyList<Reply> replies)
    {
        for (var item = 1; item <= replies.Count; item++)
        {
            var there = replies[item - 1] is Finish ? 1 : 0;
            Assert.Equal(there, bench.Ask<int>($"select count(*) from review_item where ordinal = {item} and outcome = 'Kept'"));
            Assert.Equal(there, bench.Ask<int>($"select count(*) from ledger where kind = 'item.decided' and subject like '%/{item}'"));
        }

        Assert.Equal(replies.Count(r => r is Finish), bench.Ask<int>("select count(*) from delivery"));
        Assert.True((await bench.Verify()).Whole);
    }

    private static IEnumerable<int> Unacknowledged(IReadOnlyList<Reply> replies) => Enumerable.Range(1, replies.Count).Where(item => replies[item - 1] is not Finish);
}
