using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.Storage;
using ChatOpsCompliance.Server.Tests.Stories;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Operations;

/// <summary>A copy made while people click is whole; restored, it is the service of that instant, and checkpoints from outside say what came after.</summary>
public sealed class BackingUp
{
    [Fact]
    public async Task While_everybody_decides()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        var (ct, file) = (TestContext.Current.CancellationToken, Path.Combine(workspace.Folder, "copy.db"));
        var mia = await workspace.Person("mia@example.com");
        var items = (await workspace.Items(company.Campaign)).Where(i => i.Reviewer == mia.Id).ToList();
        var clicks = items.Select(i => Task.Run(() => workspace.Act(mia, ReviewVerbs.Decide, Deciding.As(i, "keep:needed")), ct)).ToList();

        var made = (await workspace.Get<Backup>().Make(file, Actor.Shell("root"), dryRun: false, ct)).Value;
        await Task.WhenAll(clicks);
        var checkpoint = (await workspace.Get<SignCheckpoint>().WhenThereAreFacts(ct))!;

        Assert.True(checkpoint.Seq > made.Head);
        await using var restored = Restored(file);
        var verify = new VerifyLedger(restored, workspace.Get<SigningKey>());
        var (alone, held) = (await verify.Run(1, [], ct), await verify.Run(1, [checkpoint], ct));
        Assert.True(alone.Whole, alone.Fault);
        Assert.Equal(made.Head, alone.Rows);
        Assert.Contains(alone.Unproven, u => u.Contains("No checkpoint from outside", StringComparison.Ordinal));
        Assert.False(held.Whole);
        Assert.Contains($"{checkpoint.Seq}", held.Fault, StringComparison.Ordinal);
        var decided = await restored.Read(read => ItemStore.Outcomes(read, company.Campaign), ct);
        Assert.Equal(13, decided.Values.Sum());
        Assert.Single(await workspace.Read(read => LedgerStore.Latest(read, 100)), e => e.Kind == "backup.made");
        Assert.True((await workspace.Verify()).Whole);
    }

    [Fact]
    public async Task Restored_it_serves_on()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        var ct = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory("restored-").FullName;
        var file = Path.Combine(folder, "compliance.db");
        await workspace.Get<Backup>().Make(file, Actor.Shell("root"), dryRun: false, ct);
        await workspace.DisposeAsync();

        await using var database = Restored(file);
        new Migrator(Engine.Sqlite, Connection(file), NullLogger.Instance).Migrate();
        await database.InTransaction<Done>(
            Actor.Shell("root"),
            tx =>
            {
                tx.Happened(new BackupMade(0));
                return Task.FromResult<Result<Done>>(Done.It);
            },
            ct: ct);

        Assert.True((await new VerifyLedger(database, null).Run(1, [], ct)).Whole);
        Assert.Equal(13, (await database.Read(read => ItemStore.Page(read, company.Campaign, 0, 100), ct)).Count);
    }

    [Fact]
    public async Task Nothing_is_written_over_and_nothing_half_is_left()
    {
        var (workspace, _) = await SmallCompany.Starting();
        await using var __ = workspace;
        var (ct, backup, there) = (TestContext.Current.CancellationToken, workspace.Get<Backup>(), Path.Combine(workspace.Folder, "there.db"));
        await File.WriteAllTextAsync(there, "mine", ct);

        Assert.IsType<BackupExists>((await backup.Make(there, Actor.Service, dryRun: false, ct)).No);
        Assert.IsType<NoFolder>((await backup.Make(Path.Combine(workspace.Folder, "nowhere", "x.db"), Actor.Service, dryRun: false, ct)).No);
        Assert.True((await backup.Make(Path.Combine(workspace.Folder, "dry.db"), Actor.Service, dryRun: true, ct)).Done);
        Assert.Equal("mine", await File.ReadAllTextAsync(there, ct));
        Assert.DoesNotContain(Directory.GetFiles(workspace.Folder), f => f.Contains("dry", StringComparison.Ordinal) || f.Contains("there.db.", StringComparison.Ordinal));
    }

    private static string Connection(string file) => $"Data Source={file};Default Timeout=10";

    private static Database Restored(string file) => new(new SqliteEngine(Connection(file)), new Server.Chat.Reactions(), TimeProvider.System);
}
