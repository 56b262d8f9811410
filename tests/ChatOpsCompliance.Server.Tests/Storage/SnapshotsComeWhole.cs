using ChatOpsCompliance.Access;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.Storage;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Storage;

/// <summary>A snapshot is staged in steps under a number that nothing reads, and published whole.</summary>
public sealed class SnapshotsComeWhole : StoreTests
{
    private static readonly ExtractFacts Facts = new(TestDatabase.Start.AddHours(-1), "ada@example.org", "select *", 2) { ToolVersion = "1.2" };

    private static readonly Grant Full = new()
    {
        Account = "mia",
        AccountType = AccountType.Human,
        PersonEmail = "mia@example.org",
        OwnerEmail = "ada@example.org",
        Entitlement = "admin",
        Environment = "production",
        Privileged = true,
        Mfa = false,
        Active = true,
        GrantedAt = TestDatabase.Start.AddTicks(10),
        LastUsedAt = TestDatabase.Start,
        ExpiresAt = TestDatabase.Start.AddDays(1),
        KeyCreatedAt = TestDatabase.Start.AddDays(-1),
        GrantedVia = "group “ops”",
        RequestRef = "REQ-1",
    };

    private static readonly Grant Bare = new() { Account = "build", AccountType = AccountType.Service, Entitlement = "deploy" };

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Every_fact_of_a_grant_comes_back_and_unknown_stays_unknown(Engine engine)
    {
        await using var db = Open(engine);
        var number = await Stage(db, Full, Bare);

        Assert.Equal([Full, Bare], await db.Read(read => SnapshotStore.Grants(read, number, after: 0, count: 10)));
        Assert.Equal([Bare], await db.Read(read => SnapshotStore.Grants(read, number, after: 1, count: 10)));
        Assert.Equal([Full], await db.Read(read => SnapshotStore.Grants(read, number, after: 0, count: 1)));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Nothing_reads_it_until_it_is_published(Engine engine)
    {
        await using var db = Open(engine);
        var number = await Stage(db, Full, Bare);
        Assert.Null(await db.Read(read => SnapshotStore.Newest(read, "github")));

        var snapshot = new AccessSnapshot(number, "github", Facts, 2, new string('a', 64));
        Assert.True(await db.Do(tx => SnapshotStore.MakePublic(tx, snapshot)));

        Assert.Equal(snapshot, await db.Read(read => SnapshotStore.Newest(read, "github")));
        Assert.Null(await db.Read(read => SnapshotStore.Newest(read, "aws")));
        Assert.Equal(number, await db.Read(read => SnapshotStore.PublishedAs(read, "github", new string('f', 64), Facts)));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task An_older_extract_is_not_published_over_a_newer_one(Engine engine)
    {
        await using var db = Open(engine);
        var (older, newer) = (await Stage(db, Full), await Stage(db, Bare));
        var late = Facts with { ExtractedAt = Facts.ExtractedAt.AddMinutes(1) };
        var newest = await Stage(db, late, Bare);

        Assert.True(await db.Do(tx => SnapshotStore.MakePublic(tx, new(newest, "github", late, 1, ""))));
        Assert.False(await db.Do(tx => SnapshotStore.MakePublic(tx, new(older, "github", Facts, 1, ""))));
        Assert.True(newer < newest);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_step_is_staged_once_and_a_broken_import_is_gone_on_with(Engine engine)
    {
        await using var db = Open(engine);
        var number = await Stage(db, Full);

        Assert.False(await db.Do(tx => SnapshotStore.Stage(tx, number, from: 0, to: 1, new FieldRows(GrantFields.Columns))));
        Assert.Equal((number, 1), await db.Read(read => SnapshotStore.Broken(read, "github", new string('f', 64), Facts)));
        Assert.Null(await db.Read(read => SnapshotStore.Broken(read, "github", new string('f', 64), Facts with { Method = "another" })));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_service_account_is_counted_across_its_environments(Engine engine)
    {
        await using var db = Open(engine);
        var number = await Stage(db, Bare with { Environment = "test" }, Bare with { Environment = "production" }, Bare with { Account = "once" }, Full with { Environment = "test" }, Full);

        var across = await db.Read(read => SnapshotStore.AcrossEnvironments(read, number));

        Assert.Equal(new() { ["build"] = 2 }, across);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task What_was_given_up_goes_step_by_step(Engine engine)
    {
        await using var db = Open(engine);
        var number = await Stage(db, Full, Bare);
        await db.Do(tx => SnapshotStore.GiveUp(tx, number));

        Assert.Equal(1, await db.Do(tx => SnapshotStore.Delete(tx, number, after: 0, upTo: 1)));
        Assert.False(await db.Do(tx => SnapshotStore.MakePublic(tx, new(number, "github", Facts, 2, ""))));
        Assert.Single(await db.Read(read => SnapshotStore.Grants(read, number, 0, 10)));
    }

    private static Task<long> Stage(TestDatabase db, params Grant[] grants) => Stage(db, Facts, grants);

    private static Task<long> Stage(TestDatabase db, ExtractFacts facts, params Grant[] grants) => db.Do(async tx =>
    {
        var rows = new FieldRows(GrantFields.Columns);
        for (var i = 0; i < grants.Length; i++) rows.Add(i + 1, grants[i]);
        var number = await SnapshotStore.Begin(tx, "github", facts, new string('f', 64), null);
        Assert.True(await SnapshotStore.Stage(tx, number, 0, grants.Length, rows));
        return number;
    });
}
