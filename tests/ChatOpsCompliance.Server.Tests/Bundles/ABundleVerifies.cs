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
