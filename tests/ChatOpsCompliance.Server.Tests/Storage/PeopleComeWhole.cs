using System.Text.Json;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Storage;

/// <summary>A roster is staged beside the current one and published whole.</summary>
public sealed class PeopleComeWhole : StoreTests
{
    private static readonly Id<Person> Mia = new(Guid.CreateVersion7()), Ben = new(Guid.CreateVersion7());

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Nobody_is_seen_until_the_roster_is_published(Engine engine)
    {
        await using var db = Open(engine);
        var roster = await Stage(db, Row(Mia, "P1", "Mia", manager: null), Row(Ben, "P2", "Ben", manager: Mia));
        Assert.Empty(await db.Read(PeopleStore.Everybody));

        Assert.True(await db.Do(tx => PeopleStore.MakeCurrent(tx, roster, before: 0)));

        Assert.Equal(Mia, (await db.Read(read => PeopleStore.ByEmail(read, "ben@example.org")))!.Manager);
        Assert.Null((await db.Read(read => PeopleStore.ById(read, Mia)))!.Manager);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Of_two_rosters_read_at_once_one_is_published(Engine engine)
    {
        await using var db = Open(engine);
        var (first, second) = (await Stage(db, Row(Mia, "P1", "Mia")), await Stage(db, Row(Mia, "P1", "Mia Maier")));

        Assert.True(await db.Do(tx => PeopleStore.MakeCurrent(tx, second, before: 0)));
        Assert.False(await db.Do(tx => PeopleStore.MakeCurrent(tx, first, before: 0)));

        Assert.Equal("Mia Maier", Assert.Single(await db.Read(PeopleStore.Everybody)).Name);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_person_keeps_their_id_from_roster_to_roster(Engine engine)
    {
        await using var db = Open(engine);
        await Stage(db, Row(Mia, "P1", "Mia"));
        await Stage(db, Row(Mia, "P1", "Mia"), Row(Ben, "P2", "Ben"));

        Assert.Equal(new() { ["P1"] = Mia, ["P2"] = Ben }, await db.Read(PeopleStore.IdsByKey));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task The_last_day_is_still_a_day(Engine engine)
    {
        await using var db = Open(engine);
        var roster = await Stage(db, Row(Mia, "P1", "Mia", end: "2026-03-02"), Row(Ben, "P2", "Ben", active: 0));
        await db.Do(tx => PeopleStore.MakeCurrent(tx, roster, before: 0));

        Assert.True((await db.Read(read => PeopleStore.ById(read, Mia)))!.Active);
        Assert.False((await db.Read(read => PeopleStore.ById(read, Ben)))!.Active);
        db.Clock.Advance(TimeSpan.FromHours(15));
        Assert.False((await db.Read(read => PeopleStore.ById(read, Mia)))!.Active);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task An_account_is_linked_once_and_never_moved(Engine engine)
    {
        await using var db = Open(engine);
        var account = new ChatAccount("local", "demo", "U1");
        var roster = await Stage(db, Row(Mia, "P1", "Mia"), Row(Ben, "P2", "Ben"));
        await db.Do(tx => PeopleStore.MakeCurrent(tx, roster, before: 0));

        Assert.True(await db.Do(tx => PeopleStore.LinkTo(tx, account, Mia)));
        Assert.False(await db.Do(tx => PeopleStore.LinkTo(tx, account, Ben)));

        Assert.Equal(Mia, (await db.Read(read => PeopleStore.ByAccount(read, account)))!.Id);
        Assert.Equal(account, await db.Read(read => PeopleStore.AccountOf(read, Mia, "local", "demo")));
        Assert.Null(await db.Read(read => PeopleStore.AccountOf(read, Ben, "local", "demo")));
        Assert.Null(await db.Read(read => PeopleStore.OwnerOf(read, account with { User = "u1" })));
    }

    private static Task<long> Stage(TestDatabase db, params object[] rows) => db.Do(async tx =>
    {
        var roster = await PeopleStore.Begin(tx, "");
        Assert.Equal(rows.Length, await PeopleStore.Stage(tx, roster, JsonSerializer.Serialize(rows)));
        return roster;
    });

    private static object Row(Id<Person> id, string key, string name, Id<Person>? manager = null, int active = 1, string? end = null) => new
    {
        id = id.ToString().ToUpperInvariant(),
        key,
        name,
        email = $"{name.Split(' ')[0].ToLowerInvariant()}@example.org",
        manager = manager?.ToString().ToUpperInvariant(),
        active,
        zone = "UTC",
        title = "",
        department = "",
        type = "employee",
        sponsor = (string?)null,
        start = (string?)null,
        end,
    };
}
