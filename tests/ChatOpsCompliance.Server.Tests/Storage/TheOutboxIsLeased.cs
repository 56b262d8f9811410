using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Storage;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Storage;

/// <summary>Lanes and effects are held by one owner at a time, and only for as long as their lease.</summary>
public sealed class TheOutboxIsLeased : StoreTests
{
    private const string Lane = "local:demo";

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_lane_is_one_owners_until_its_lease_ends(Engine engine)
    {
        await using var db = Open(engine);

        Assert.True(await Take(db, "ada"));
        Assert.True(await Take(db, "ada"));
        Assert.False(await Take(db, "ben"));
        db.Clock.Advance(Minute);
        Assert.False(await Take(db, "ben"));
        db.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(await Take(db, "ben"));
        Assert.False(await Take(db, "ada"));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task An_owner_who_leaves_gives_the_lane_up(Engine engine)
    {
        await using var db = Open(engine);
        await Take(db, "ada");

        await db.Do(tx => OutboxStore.Leave(tx, "ada"));
        db.Clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True(await Take(db, "ben"));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Of_many_who_come_at_once_one_gets_it(Engine engine)
    {
        await using var db = Open(engine);
        var doors = new[] { db.Database, db.Another() };

        for (var round = 0; round < 5; round++)
        {
            var got = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => doors[i % 2].Bulk(Actor.Service, tx => OutboxStore.Take(tx, Lane, $"owner {i}", Minute)))));

            Assert.Equal(1, got.Count(g => g));
            db.Clock.Advance(Minute + Minute);
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Effects_are_claimed_in_their_order_and_once(Engine engine)
    {
        await using var db = Open(engine);
        var added = new[] { await Add(db, "first", "person/1"), await Add(db, "second", "person/2"), await Add(db, "third", "person/3") };

        var one = await Claim(db, "one", count: 2);
        var two = await Claim(db, "two", count: 2);

        Assert.Equal(added[..2], one.Select(e => e.Id));
        Assert.Equal(added[2..], two.Select(e => e.Id));
        Assert.All(one, e => Assert.Equal(1, e.Attempts));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_lease_that_ran_out_is_claimed_by_the_next_and_its_first_owner_completes_nothing(Engine engine)
    {
        await using var db = Open(engine);
        await Add(db, "first");
        var slow = Assert.Single(await Claim(db, "slow"));
        Assert.Empty(await Claim(db, "quick"));
        db.Clock.Advance(Minute + TimeSpan.FromSeconds(1));

        var again = Assert.Single(await Claim(db, "quick"));

        Assert.Equal((slow.Id, 2), (again.Id, again.Attempts));
        Assert.Equal(0, await db.Do(tx => OutboxStore.Done(tx, slow, "slow")));
        Assert.Equal(1, await db.Do(tx => OutboxStore.Done(tx, again, "quick")));
        Assert.Empty(await db.Read(read => OutboxStore.Open(read, 10)));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task What_failed_is_due_again_later(Engine engine)
    {
        await using var db = Open(engine);
        await Add(db, "first");
        var effect = Assert.Single(await Claim(db, "one"));

        await db.Do(tx => OutboxStore.Later(tx, effect, "one", tx.Now + Minute, "busy"));

        Assert.Empty(await Claim(db, "two"));
        Assert.Equal(TestDatabase.Start + Minute, await db.Read(OutboxStore.Next));
        db.Clock.Advance(Minute);
        Assert.Equal([Lane], await db.Read(OutboxStore.Lanes));
        Assert.Single(await Claim(db, "two"));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_dead_letter_names_its_cure_and_comes_back_when_retried(Engine engine)
    {
        await using var db = Open(engine);
        await Add(db, "first");
        var effect = Assert.Single(await Claim(db, "one"));
        await db.Do(tx => OutboxStore.Dead(tx, effect, "one", "no account", "Add it."));

        var dead = Assert.Single(await db.Read(read => OutboxStore.Open(read, 10)));
        await db.Do(OutboxStore.RetryDead);

        Assert.Equal(("dead", "no account", "Add it."), (dead.Status, dead.Error, dead.Cure));
        Assert.Equal(1, Assert.Single(await Claim(db, "two")).Attempts);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_card_stands_once_in_one_place(Engine engine)
    {
        await using var db = Open(engine);
        for (var i = 0; i < 2; i++) await db.Do(tx => Stand(tx, "channel"));
        await db.Do(tx => Stand(tx, "elsewhere"));

        Assert.Equal(2, (await db.Read(read => OutboxStore.Messages(read, "kind", "subject"))).Count);
        Assert.Equal(2, (await Claim(db, "one")).Count);
    }

    private static async Task<Done> Stand(Tx tx, string channel)
    {
        await OutboxStore.Stand(tx, new(Guid.NewGuid()), new(Guid.NewGuid()), "kind", "subject", Lane, null, channel);
        return Done.It;
    }

    private static Task<bool> Take(TestDatabase db, string owner) => db.Do(tx => OutboxStore.Take(tx, Lane, owner, Minute));

    private static async Task<Id<OutboxEffect>> Add(TestDatabase db, string payload, string place = "person/1")
    {
        var id = new Id<OutboxEffect>(Guid.NewGuid());
        await db.Do(tx => OutboxStore.Add(tx, id, Lane, OutboxEffect.Post, place, payload));
        return id;
    }

    private static Task<IReadOnlyList<OutboxEffect>> Claim(TestDatabase db, string token, int count = 10) => db.Do(tx => OutboxStore.ClaimDue(tx, Lane, token, Minute, count, count));
}
