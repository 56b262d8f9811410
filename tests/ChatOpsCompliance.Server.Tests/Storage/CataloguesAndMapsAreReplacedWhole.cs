using ChatOpsCompliance.Access;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Storage;

/// <summary>A newer file of a system's entitlements or accounts replaces the one before, and nothing of another system.</summary>
public sealed class CataloguesAndMapsAreReplacedWhole : StoreTests
{
    private static readonly Entitlement
        Admin = new("github", "org: admin") { Title = "Organisation owner", Allows = "Everything, members and billing too.", OwnerEmail = "omar@example.org", Privileged = true, Birthright = false },
        Member = new("github", "org:member") { Title = "Member" };

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_catalogue_comes_back_as_it_went_unknowns_too(Engine engine)
    {
        await using var db = Open(engine);

        await Replace(db, "github", Member, Admin);

        Assert.Equal([Admin, Member], await db.Read(read => EntitlementStore.Of(read, "github")));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_newer_one_replaces_it_and_no_other(Engine engine)
    {
        await using var db = Open(engine);
        await Replace(db, "github", Member, Admin);
        await Replace(db, "aws", new Entitlement("aws", "org:member") { Title = "Member of the account" });

        await Replace(db, "github", Admin);

        Assert.Equal([Admin], await db.Read(read => EntitlementStore.Of(read, "github")));
        Assert.Equal("Member of the account", (await db.Read(read => EntitlementStore.CatalogueOf(read, "aws"))).Find("org:member")!.Title);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_map_too(Engine engine)
    {
        await using var db = Open(engine);
        var (mia, ben) = (new Id<Person>(Guid.CreateVersion7()), new Id<Person>(Guid.CreateVersion7()));
        await People(db, mia, ben);
        await db.Do(tx => Replaced(tx, "github", new("m", mia), new("b", ben)));
        await db.Do(tx => Replaced(tx, "aws", new MappedAccount("b", mia)));

        await db.Do(tx => Replaced(tx, "github", new MappedAccount("b", mia)));

        var everybody = await db.Read(PeopleStore.Everybody);
        var map = await db.Read(read => AccountMapStore.Of(read, "github", everybody));
        Assert.Equal(mia, map.Behind(Account("b"))!.Id);
        Assert.Null(map.Behind(Account("m")));
        Assert.Equal(mia, Assert.Single(await db.Read(read => AccountMapStore.Rows(read, "aws"))).Person);
    }

    private static Grant Account(string name) => new() { Account = name, AccountType = AccountType.Human, Entitlement = "x" };

    private static Task Replace(TestDatabase db, string system, params Entitlement[] entitlements) => db.Do(async tx =>
    {
        await EntitlementStore.Replace(tx, system, entitlements);
        return Done.It;
    });

    private static async Task<Done> Replaced(Tx tx, string system, params MappedAccount[] accounts)
    {
        await AccountMapStore.Replace(tx, system, accounts);
        return Done.It;
    }

    private static Task People(TestDatabase db, params Id<Person>[] ids) => db.Do(async tx =>
    {
        var roster = await PeopleStore.Begin(tx, "");
        await PeopleStore.Stage(tx, roster, System.Text.Json.JsonSerializer.Serialize(ids.Select(id => new
        {
            id = id.ToString().ToUpperInvariant(),
            key = id.ToString(),
            name = "Somebody",
            email = $"{id}@example.org",
            active = 1,
            zone = "UTC",
            title = "",
            department = "",
            type = "employee",
        })));
        return await PeopleStore.MakeCurrent(tx, roster, before: 0);
    });
}
