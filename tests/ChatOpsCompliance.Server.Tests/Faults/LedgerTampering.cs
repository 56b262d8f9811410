using System.Globalization;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Server.Evidence;
using Microsoft.Data.Sqlite;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Faults;

/// <summary>Somebody with write access to the database file, and no signing key, changes the past.</summary>
public sealed class LedgerTampering : IAsyncLifetime
{
    private FaultBench bench = null!;

    private int Rows => bench.Ask<int>("select max(seq) from ledger");

    public async ValueTask InitializeAsync()
    {
        bench = await FaultBench.Launched(12);
        for (var item = 1; item <= 10; item++) await bench.Decide(item, item % 2 == 0 ? "keep" : "revoke:other", "no longer in the team");
        Assert.True((await bench.Verify()).Whole);
        bench.Run("drop trigger ledger_no_update; drop trigger ledger_no_delete");
    }

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Theory]
    [InlineData("body", "replace(body, '\"decision\":\"keep\"', '\"decision\":\"revoke\"')")]
    [InlineData("at", "'2020-01-01T00:00:00.000000Z'")]
    [InlineData("kind", "'item.kept'")]
    [InlineData("subject", "subject || '1'")]
    [InlineData("actor", "'{}'")]
    [InlineData("hash", "'" + LedgerEntry.Genesis + "'")]
    public async Task A_changed_field_is_found_and_its_row_named(string column, string value)
    {
        var row = bench.Ask<int>("select max(seq) from ledger where kind = 'item.decided' and body like '%\"keep\"%'");
        Assert.Equal(1, bench.Run($"update ledger set {column} = {value} where seq = {row}"));

        await IsFoundAt(row, "its content does not give its hash");
    }

    [Fact]
    public async Task A_removed_row_is_found_and_named()
    {
        bench.Run($"delete from ledger where seq = {Rows - 4}");

        await IsFoundAt(Rows - 4, "it is missing");
    }

    [Fact]
    public async Task An_inserted_row_is_found_and_named()
    {
        var row = Rows - 3;
        bench.Run($"""
            update ledger set seq = -seq - 1 where seq >= {row};
            update ledger set seq = -seq where seq < 0;
            insert into ledger select {row}, at, kind, subject, actor, body, prev, hash from ledger where seq = {row - 1};
            """);

        await IsFoundAt(row, "it does not follow the row before");
    }

    [Fact]
    public async Task Swapped_rows_are_found_and_the_first_named()
    {
        bench.Run($"update ledger set seq = -1 where seq = {Rows - 4}; update ledger set seq = {Rows - 4} where seq = {Rows - 3}; update ledger set seq = {Rows - 3} where seq = -1");

        await IsFoundAt(Rows - 4, "it does not follow the row before");
    }

    [Fact]
    public async Task A_changed_text_beside_a_row_is_found_and_the_row_named()
    {
        var row = bench.Ask<int>("select max(seq) from personal_text");
        bench.Run($"update personal_text set text = 'still in the team' where seq = {row}");

        await IsFoundAt(row, "the text beside it was changed");
    }

    [Fact]
    public async Task A_removed_text_is_found_and_the_row_named()
    {
        var row = bench.Ask<int>("select max(seq) from personal_text");
        bench.Run($"delete from personal_text where seq = {row}");

        await IsFoundAt(row, "the text beside it is gone");
    }

    [Fact]
    public async Task A_text_put_beside_a_row_that_has_none_is_found_and_the_row_named()
    {
        bench.Run($"insert into personal_text (seq, ref, salt, text) values ({Rows}, '{PersonalText.Hash("00", "x")}', '00', 'x')");

        await IsFoundAt(Rows, "a text stands beside it that it does not point to");
    }

    [Fact]
    public async Task A_text_blanked_without_an_erasure_is_found_and_the_row_named()
    {
        var row = bench.Ask<int>("select max(seq) from personal_text");
        bench.Run($"update personal_text set text = null, salt = null, erased_seq = {row} where seq = {row}");

        await IsFoundAt(row, "is no erasure");
    }

    [Fact]
    public async Task A_text_blanked_in_the_name_of_an_erasure_that_was_of_others_is_found()
    {
        await Erase("V1");
        await bench.Decide(11, "revoke:other", "written after the erasure");
        var (erasure, row) = (bench.Ask<int>("select max(seq) from ledger where kind = 'words.erased'"), bench.Ask<int>("select max(seq) from personal_text"));
        bench.Run($"update personal_text set text = null, salt = null, erased_seq = {erasure} where seq = {row}");

        await IsFoundAt(erasure, "texts erased, but");
    }

    [Fact]
    public async Task A_cut_tail_is_found()
    {
        bench.Run($"delete from ledger where seq > {Rows - 2}");

        await IsFoundAt(Rows + 1, "the tail was cut");
    }

    [Fact]
    public async Task A_tail_cut_with_its_head_is_found_by_the_decisions_that_the_tables_still_have()
    {
        var cut = Rows - 2;
        Cut(cut);

        Assert.Contains("no row of the log does", (await bench.Verify()).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tail_that_no_table_remembers_is_found_only_by_a_checkpoint_from_outside()
    {
        await bench.Decide(1);
        await bench.Decide(2);
        var kept = await Checkpoint();
        var cut = Rows - 2;
        Cut(cut);

        var alone = await bench.Verify();
        Assert.True(alone.Whole);
        Assert.Contains(alone.Unproven, u => u.Contains("newest rows were cut off", StringComparison.Ordinal));
        await IsFoundAt(cut + 1, "the tail was cut", kept);
    }

    [Fact]
    public async Task A_consistent_rewrite_is_found_by_a_checkpoint_inside_or_outside()
    {
        var kept = await Checkpoint();
        Rewrite(from: 5);

        await IsFoundAt((int)kept.Seq, "saw another hash here");
        bench.Run("delete from ledger_checkpoint");
        Assert.True((await bench.Verify()).Whole);
        await IsFoundAt((int)kept.Seq, "saw another hash here", kept);
    }

    [Fact]
    public async Task A_rewrite_with_a_checkpoint_forged_to_match_is_found_by_its_signature()
    {
        var kept = await Checkpoint();
        Rewrite(from: 5);
        bench.Run($"update ledger_checkpoint set hash = (select hash from ledger where seq = {kept.Seq}) where seq = {kept.Seq}");

        await IsFoundAt((int)kept.Seq, "is not signed by this key");
    }

    [Fact]
    public async Task A_checkpoint_signed_by_another_key_proves_nothing()
    {
        using var another = SigningKey.FromPem(SigningKey.NewPem());
        var forged = another.Sign(Rows, bench.Ask<string>("select hash from ledger_head"), DateTimeOffset.UtcNow);

        await IsFoundAt(Rows, "is not signed by this key", forged);
    }

    [Fact]
    public async Task Erasing_a_persons_words_leaves_the_chain_whole_and_says_how_many()
    {
        var kept = await Checkpoint();
        var erased = await Erase("V1");

        var verdict = await bench.Verify(kept);
        Assert.Null(verdict.Fault);
        Assert.Equal(10, erased);
        Assert.Equal(erased, verdict.Erased);
        Assert.DoesNotContain(bench.Contents().Values, table => table.Contains("no longer in the team", StringComparison.Ordinal));
    }

    /// <summary>The newest rows gone, with all that would tell.</summary>
    private void Cut(int cut) => bench.Run($"""
        delete from ledger where seq > {cut};
        delete from personal_text where seq > {cut};
        delete from ledger_checkpoint;
        update ledger_head set seq = {cut}, hash = (select hash from ledger where seq = {cut});
        """);

    private async Task IsFoundAt(int row, string why, params Checkpoint[] outside)
    {
        var verdict = await bench.Verify(outside);
        Assert.NotNull(verdict.Fault);
        Assert.StartsWith(string.Create(CultureInfo.InvariantCulture, $"row {row}: "), verdict.Fault, StringComparison.Ordinal);
        Assert.Contains(why, verdict.Fault, StringComparison.Ordinal);
    }

    private async Task<Checkpoint> Checkpoint() => (await bench.Get<SignCheckpoint>().WhenThereAreFacts())!;

    private async Task<int> Erase(string user)
    {
        var person = bench.Ask<string>($"select id from person where roster_key = '{user}'");
        return (await bench.Database.InTransaction(FaultBench.Tester, tx => EraseWords.Of(tx, new(Guid.Parse(person))))).Value;
    }

    /// <summary>Every row from one on, changed and hashed again, and the head with them: all that can be done without the key.</summary>
    private void Rewrite(int from)
    {
        using var connection = bench.Open();
        var prev = bench.Ask<string>($"select hash from ledger where seq = {from - 1}");
        for (var (seq, last) = (from, Rows); seq <= last; seq++)
        {
            var entry = new LedgerEntry(seq, Column("at"), Column("kind"), Column("subject"), """{"via":"somebody else"}""", Column("body"), prev);
            var hash = entry.Hash();
            using var update = connection.CreateCommand();
            update.CommandText = "update ledger set actor = $actor, prev = $prev, hash = $hash where seq = $seq; update ledger_head set hash = $hash";
            update.Parameters.AddRange([new SqliteParameter("$actor", entry.Actor), new SqliteParameter("$prev", prev), new SqliteParameter("$hash", hash), new SqliteParameter("$seq", seq)]);
            update.ExecuteNonQuery();
            prev = hash;

            string Column(string name) => bench.Ask<string>($"select {name} from ledger where seq = {seq}");
        }
    }
}
