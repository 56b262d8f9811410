using ChatOpsCompliance.Server.Bundles;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.Storage;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Bundles;

public sealed class ABundleVerifies
{
    [Fact]
    public async Task By_both_verifiers_in_the_same_words()
    {
        await using var bundled = await Bundled.Make();
        using var python = new PythonVerifier();

        var known = VerifyBundle.Of(bundled.Path, bundled.Known);
        var unknown = VerifyBundle.Of(bundled.Path, FromElsewhere.Nothing);

        Assert.Null(known.Fault);
        Assert.Contains("That is the key you named.", known.Proved);
        Assert.Contains(known.Proved, p => p.StartsWith(FormattableString.Invariant($"Up to entry {bundled.Made.LastEntry} the audit log is the one that your checkpoints saw"), StringComparison.Ordinal));
        Assert.Contains(unknown.Unproven, u => u.StartsWith("Who signed it.", StringComparison.Ordinal));
        Assert.Contains(unknown.Unproven, u => u.StartsWith("That this is the log as it was written.", StringComparison.Ordinal));
        Assert.Equal(known.ToString(), await python.Judge(bundled.Path, bundled.Known));
        Assert.Equal(unknown.ToString(), await python.Judge(bundled.Path, FromElsewhere.Nothing));
    }

    [Fact]
    public async Task Both_read_the_same_lines_however_they_are_written()
    {
        using var python = new PythonVerifier();
        string[] lines =
        [
            "{}", "[]", "", " {\"a\":1} ", "{\"a\":1}x", "{'a':1}", "{\"a\":01}", "{\"a\":-0}", "{\"a\":1,}", "{\"a\":NaN}", "{\"a\":Infinity}", "{\"a\":1e999}", "{\"a\":\"\\u0000\"}", "{\"a\":\"\\ud83d\"}", "{\"a\":\"\\ud83d\\ude00\"}", "{\"a\":\"\\ude00\\ud83d\"}",
            "{\"\\udc00\":1}", "{\"a\":\"\\\\ud83d\"}", "{\"a\":\"\\x\"}", "{\"a\":\"\t\"}", "\ufeff{}", "// x\n{}", $"{{\"a\":{new string('9', 5000)}}}", $"\"{new string('[', 900)}\"", Nested(63), Nested(64), Nested(65), Nested(900), Nested(5000), new string('[', 100), "nul", "true", "\"\\ud83d",
        ];

        foreach (var line in lines.Select(System.Text.Encoding.UTF8.GetBytes).Append([0x22, 0xed, 0xa0, 0x80, 0x22]).Append([0xff]))
            Assert.True(await python.Reads(line) == (LogRow.Parse(line).ValueKind != System.Text.Json.JsonValueKind.Undefined), System.Text.Encoding.Latin1.GetString(line));
        Assert.False(LogRow.IsWhole(LogRow.Parse("-0"u8.ToArray())));

        static string Nested(int depth) => new string('[', depth) + new string(']', depth);
    }

    [Fact]
    public async Task Its_making_is_in_the_log_and_checkpointed()
    {
        await using var bundled = await Bundled.Make();

        var row = (await bundled.Workspace.Read(r => LedgerStore.Latest(r, 1))).Single();

        Assert.Equal(("bundle.made", $"bundle/{Forgery.Hash(await File.ReadAllBytesAsync(bundled.Path, TestContext.Current.CancellationToken))}"), (row.Kind, row.Subject));
        Assert.Equal(row.Seq, (await bundled.Workspace.Read(LedgerStore.LatestCheckpoint))!.Seq);
        Assert.True((await bundled.Workspace.Verify()).Whole);
    }

    [Fact]
    public async Task A_copy_of_the_database_at_the_same_instant_gives_the_same_bytes_but_for_the_seal()
    {
        await using var bundled = await Bundled.Make();
        var (copy, key) = (Path.Combine(bundled.Workspace.Folder, "copy.db"), bundled.Workspace.Get<SigningKey>());
        bundled.Workspace.Tamper($"vacuum into '{copy}'");
        await using var database = new Database(new SqliteEngine($"Data Source={copy}"), new Reactions(), bundled.Workspace.Clock);
        var (one, other) = (Path.Combine(bundled.Workspace.Folder, "one.zip"), Path.Combine(bundled.Workspace.Folder, "other.zip"));

        await bundled.Again(one);
        var made = await new MakeBundle(database, new(database, key, bundled.Workspace.Get<Outbox>()), key).Run(Bundled.Year, other, new(null, "test"), TestContext.Current.CancellationToken);

        Assert.Null(made.No);
        var (a, b) = (await File.ReadAllBytesAsync(one, TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(other, TestContext.Current.CancellationToken));
        var seal = Forgery.Of(one).Comment.Length;
        Assert.True(a.AsSpan(..^seal).SequenceEqual(b.AsSpan(..^seal)));
        Assert.False(a.AsSpan().SequenceEqual(b));
    }

    [Fact]
    public async Task Of_a_log_that_does_not_fit_together_nothing_is_made()
    {
        await using var bundled = await Bundled.Make();
        bundled.Workspace.Tamper("drop trigger ledger_no_update; update ledger set body = replace(body, '\"keep\"', '\"revoke\"') where seq = (select min(seq) from ledger where kind = 'item.decided' and body like '%\"keep\"%')");
        var path = Path.Combine(bundled.Workspace.Folder, "none.zip");

        var made = await bundled.Workspace.Get<MakeBundle>().Run(Bundled.Year, path, new(null, "test"), TestContext.Current.CancellationToken);

        Assert.IsType<ChatOpsCompliance.Evidence.LogNotWhole>(made.No);
        Assert.Empty(Directory.EnumerateFiles(bundled.Workspace.Folder, "none.zip*"));
    }
}
