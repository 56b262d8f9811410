using System.Text.Json;
using ChatOpsCompliance.Access;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Storage;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Storage;

/// <summary>The guarded write, not the read before it, settles a race: whoever comes second changes nothing and is told.</summary>
public sealed class WritesAreGuarded : StoreTests
{
    private static readonly Id<Person> Mia = new(Guid.CreateVersion7()), Ben = new(Guid.CreateVersion7());

    private static readonly Id<Campaign> Quarterly = new(Guid.CreateVersion7());

    private static readonly DateOnly Period = new(2026, 3, 1);

    private static readonly ReviewDefinition Definition = new()
    {
        Name = "quarterly",
        Title = "Quarterly review",
        Scope = Scope.Parse("all", out _)!,
        Cron = "0 9 1 */3 *",
        TimeZone = "Europe/Vienna",
        Owner = "mia@example.org",
        Fallback = "mia@example.org",
    };

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_period_is_launched_once(Engine engine)
    {
        await using var db = Open(engine);
        await People(db);
        var doors = new[] { db.Database, db.Another() };

        var began = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() =>
            doors[i % 2].Bulk(Actor.Service, tx => CampaignStore.Begin(tx, new(Guid.CreateVersion7()), Definition, Period, Mia, [("github", 1)])))));

        Assert.Equal(1, began.Count(b => b));
        var campaign = (await db.Read(read => CampaignStore.ByPeriod(read, "quarterly", Period)))!;
        Assert.Equal((Period, CampaignStatus.Staged, Mia, "Mia"), (campaign.Period, campaign.Status, campaign.Owner, campaign.OwnerName));
        Assert.Equal([("github", 1L)], await db.Read(read => CampaignStore.Snapshots(read, campaign.Id)));
        Assert.True(await db.Do(tx => CampaignStore.Begin(tx, new(Guid.CreateVersion7()), Definition, Period.AddDays(1), Mia, [])));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_step_of_staging_is_taken_once(Engine engine)
    {
        await using var db = Open(engine);
        await People(db);
        await db.Do(tx => CampaignStore.Begin(tx, Quarterly, Definition, Period, Mia, [("github", 1)]));

        Assert.True(await db.Do(tx => CampaignStore.MoveTo(tx, Quarterly, 2, (0, 0), (1, 5))));
        Assert.False(await db.Do(tx => CampaignStore.MoveTo(tx, Quarterly, 2, (0, 0), (1, 5))));

        Assert.Equal((1, 5, 2), await db.Read(read => CampaignStore.StagedTo(read, Quarterly)));
        Assert.False(await db.Do(tx => CampaignStore.MakeActive(tx, Quarterly, population: 1, "hash")));
        Assert.True(await db.Do(tx => CampaignStore.MakeActive(tx, Quarterly, population: 2, "hash")));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task An_item_comes_back_as_it_was_staged(Engine engine)
    {
        await using var db = Open(engine);
        await Active(db);

        var item = (await db.Read(read => ItemStore.One(read, Quarterly, 1)))!;

        Assert.Equal(("github", "admin", "Ben", "Mia"), (item.System, item.Grant.Entitlement, item.SubjectName, item.ReviewerName));
        Assert.Equal((true, null, TestDatabase.Start.AddDays(-3)), (item.Privileged, item.Mfa, item.LastUsedAt));
        Assert.Equal([new Flag(FlagKind.Privileged, "privileged access")], item.Flags);
        Assert.Equal((Outcome.Undecided, null, null), (item.Outcome, item.Draft, item.Decided));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task An_item_is_decided_once_and_by_its_reviewer(Engine engine)
    {
        await using var db = Open(engine);
        await Active(db);
        var decided = new ItemDecided(Quarterly, 1, Decision.Revoke, "moved", null, Mia, Ben, TestDatabase.Start, "");

        Assert.False(await db.Do(tx => ItemStore.Record(tx, decided with { By = Ben })));
        Assert.True(await db.Do(tx => ItemStore.Record(tx, decided)));
        Assert.False(await db.Do(tx => ItemStore.Record(tx, decided with { Decision = Decision.Keep, Reason = "needed" })));

        var item = (await db.Read(read => ItemStore.One(read, Quarterly, 1)))!;
        Assert.Equal((Outcome.Revoked, new Choice(Decision.Revoke, "moved", null), "Mia", TestDatabase.Start), (item.Outcome, item.Decided, item.DecidedByName, item.DecidedAt));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_draft_is_saved_until_the_item_is_decided(Engine engine)
    {
        await using var db = Open(engine);
        await Active(db);
        var item = (await db.Read(read => ItemStore.One(read, Quarterly, 2)))!;
        var choice = new Choice(Decision.Keep, Reason.Other, new Words("needs “it” – ünknown for how long"));

        Assert.True(await db.Do(tx => ItemStore.Draft(tx, item, choice)));
        Assert.Equal(choice, (await db.Read(read => ItemStore.One(read, Quarterly, 2)))!.Draft);
        await db.Do(tx => ItemStore.Record(tx, new(Quarterly, 2, Decision.Keep, null, null, Mia, null, TestDatabase.Start, "")));

        Assert.False(await db.Do(tx => ItemStore.Draft(tx, item, choice)));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task The_review_completes_with_the_last_item_and_no_item_is_decided_once_it_is_closed(Engine engine)
    {
        await using var db = Open(engine);
        await Active(db);
        await db.Do(tx => ItemStore.Record(tx, new(Quarterly, 1, Decision.Keep, "needed", null, Mia, Ben, TestDatabase.Start, "")));
        Assert.False(await db.Do(tx => CampaignStore.CompleteReview(tx, Quarterly)));

        var closed = new CampaignClosed(Quarterly, Mia, TestDatabase.Start, new(), new Words("late"));
        Assert.True(await db.Do(tx => CampaignStore.Close(tx, closed)));

        Assert.False(await db.Do(tx => CampaignStore.Close(tx, closed)));
        Assert.False(await db.Do(tx => ItemStore.Record(tx, new(Quarterly, 2, Decision.Keep, null, null, Mia, null, TestDatabase.Start, ""))));
        Assert.Equal(new() { [Outcome.Kept] = 1, [Outcome.Undecided] = 1 }, (await db.Read(read => ItemStore.Outcomes(read, Quarterly))).ToDictionary());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_removal_is_claimed_once_verified_once_and_reopened(Engine engine)
    {
        await using var db = Open(engine);
        await Active(db);
        await db.Do(tx => SnapshotStore.Begin(tx, "github", new(TestDatabase.Start, "ada", "api", 2), "", null));
        var id = new Id<RemediationTask>(Guid.CreateVersion7());
        Assert.True(await db.Do(tx => TaskStore.Open(tx, new(id, Quarterly, 1, Mia, TestDatabase.Start.AddDays(3)))));
        var claim = new RemovalClaimed(id, Quarterly, 1, Mia, TestDatabase.Start, null);
        var proof = new RemovalVerified(id, Quarterly, 1, 7, TestDatabase.Start.AddHours(1));

        Assert.False(await db.Do(tx => ProofStore.Record(tx, proof)));
        Assert.False(await db.Do(tx => TaskStore.Record(tx, claim with { By = Ben })));
        Assert.True(await db.Do(tx => TaskStore.Record(tx, claim)));
        Assert.False(await db.Do(tx => TaskStore.Record(tx, claim)));
        Assert.True(await db.Do(tx => ProofStore.Record(tx, proof)));
        Assert.False(await db.Do(tx => ProofStore.Record(tx, proof)));

        var verified = (await db.Read(read => RemediationStore.One(read, id)))!;
        Assert.Equal((Removal.Verified, "api", TestDatabase.Start.AddHours(1)), (verified.Status, verified.Method, verified.ProvenAt));
        Assert.True(await db.Do(tx => ProofStore.Record(tx, new RemovalReopened(id, Quarterly, 1, 8, ReopenReason.CameBack))));
        var open = (await db.Read(read => RemediationStore.One(read, id)))!;
        Assert.Equal((Removal.Open, null, null, ReopenReason.CameBack), (open.Status, open.ClaimedAt, open.ProvenAt, open.Reopened));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_click_is_kept_with_its_reply(Engine engine)
    {
        await using var db = Open(engine);
        var reply = new Mistakes(new Dictionary<string, string> { ["d1"] = "Say why." });
        Assert.Null(await db.Do(tx => DeliveryStore.Earlier(tx, new string('1', 64))));

        await db.Do(tx => DeliveryStore.Keep(tx, new string('1', 64), reply));

        Assert.Equal("Say why.", Assert.IsType<Mistakes>(await db.Do(tx => DeliveryStore.Earlier(tx, new string('1', 64)))).Fields["d1"]);
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => db.Do(tx => DeliveryStore.Keep(tx, new string('1', 64), new Say("again"))));
    }

    private static async Task People(TestDatabase db) => await db.Do(async tx =>
    {
        var roster = await PeopleStore.Begin(tx, "");
        await PeopleStore.Stage(tx, roster, JsonSerializer.Serialize(new[] { Row(Mia, "Mia"), Row(Ben, "Ben") }));
        return await PeopleStore.MakeCurrent(tx, roster, before: 0);
    });

    private static object Row(Id<Person> id, string name) => new
    {
        id = id.ToString().ToUpperInvariant(),
        key = name,
        name,
        email = $"{name.ToLowerInvariant()}@example.org",
        active = 1,
        zone = "UTC",
        title = "",
        department = "",
        type = "employee",
    };

    /// <summary>An active campaign of two items, both Mia's to decide.</summary>
    private static async Task Active(TestDatabase db)
    {
        await People(db);
        var admin = new Grant { Account = "ben", AccountType = AccountType.Human, Entitlement = "admin", Environment = "production", Privileged = true, LastUsedAt = TestDatabase.Start.AddDays(-3) };
        var mia = new Person { Id = Mia, RosterKey = "Mia", Name = "Mia", Email = "mia@example.org", Active = true, TimeZone = "UTC" };
        var items = new StagedItem[]
        {
            new(1, 1, "github", admin, Ben, mia, Flag.Write([new(FlagKind.Privileged, "privileged access")])),
            new(2, 1, "github", new() { Account = "build", AccountType = AccountType.Service, Entitlement = "deploy" }, null, mia, ""),
        };
        await db.Do(async tx =>
        {
            await CampaignStore.Begin(tx, Quarterly, Definition, Period, Mia, [("github", 1)]);
            await CampaignStore.MoveTo(tx, Quarterly, 2, (0, 0), (1, 2));
            await ItemStore.Stage(tx, Quarterly, StagedItem.Json(items, 0));
            return await CampaignStore.MakeActive(tx, Quarterly, 2, "hash");
        });
    }
}
