using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Storage;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Storage;

/// <summary>Several effects of a lane go at once: new messages in one place one after another, changes of one message too, and neither waits for the other.</summary>
public sealed class TheOutboxTakesTurns : StoreTests
{
    private const string Lane = "local:demo";

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task In_one_place_the_next_goes_when_the_first_has_gone(Engine engine)
    {
        await using var db = Open(engine);
        var (first, second, elsewhere) = (await Post(db, "person/1"), await Post(db, "person/1"), await Post(db, "channel/c"));

        var one = await Claim(db, "one");
        Assert.Equal([first, elsewhere], one.Select(e => e.Id));
        Assert.Empty(await Claim(db, "two"));
        await db.Do(tx => OutboxStore.Done(tx, one[0], "one"));
        Assert.Equal([second], (await Claim(db, "two")).Select(e => e.Id));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_card_and_a_message_for_one_channel_keep_their_order(Engine engine)
    {
        await using var db = Open(engine);
        await Stand(db, "C1");
        await Post(db, "channel/C1");

        Assert.Equal(OutboxEffect.Draw, Assert.Single(await Claim(db, "one")).Effect);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Changes_have_a_room_of_their_own(Engine engine)
    {
        await using var db = Open(engine);
        for (var c = 1; c <= 3; c++) await Show(db, await Stand(db, $"C{c}"));
        for (var p = 1; p <= 3; p++) await Post(db, $"person/{p}");

        Assert.Equal([1, 1, 0, 0], (await Claim(db, "one", posts: 2, changes: 2)).Select(e => e.Changes));
        Assert.Equal([1], (await Claim(db, "two", posts: 0, changes: 2)).Select(e => e.Changes));
        Assert.Equal([0], (await Claim(db, "three", posts: 2, changes: 0)).Select(e => e.Changes));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task One_message_is_drawn_by_one_at_a_time_whether_it_is_posted_or_not(Engine engine)
    {
        await using var db = Open(engine);
        var message = await Stand(db, "C1");
        await Draw(db, message);
        var first = Assert.Single(await Claim(db, "one"));
        Assert.Empty(await Claim(db, "two"));

        await Show(db, message);
        Assert.Empty(await Claim(db, "two"));
        await db.Do(tx => OutboxStore.Done(tx, first, "one"));
        var next = Assert.Single(await Claim(db, "two"));
        await Draw(db, message);
        Assert.Empty(await Claim(db, "three"));
        Assert.Equal((1, 0), (next.Changes, first.Changes));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_turn_that_did_not_come_is_no_attempt(Engine engine)
    {
        await using var db = Open(engine);
        await Post(db, "person/1");
        var effect = Assert.Single(await Claim(db, "one"));
        await db.Do(tx => OutboxStore.NotYet(tx, effect, "one", tx.Now.AddSeconds(3)));

        Assert.Empty(await Claim(db, "two"));
        db.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(1, Assert.Single(await Claim(db, "two")).Attempts);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task An_earlier_attempt_is_known_of_the_effect_and_of_any_that_sends_the_same_message(Engine engine)
    {
        await using var db = Open(engine);
        var message = await Stand(db, "C1");
        var first = Assert.Single(await Claim(db, "one"));
        Assert.Null(await TriedSince(db, first, message));

        await db.Do(tx => OutboxStore.Later(tx, first, "one", tx.Now, "the answer was lost"));
        first = Assert.Single(await Claim(db, "one"));
        Assert.Equal(TestDatabase.Start, await TriedSince(db, first, message));

        await db.Do(tx => OutboxStore.Dead(tx, first, "one", "too often", "retry"));
        db.Clock.Advance(TimeSpan.FromHours(1));
        await Draw(db, message);
        var second = Assert.Single(await Claim(db, "two"));
        Assert.Equal((1, TestDatabase.Start), (second.Attempts, await TriedSince(db, second, message)));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task After_a_retry_it_is_known_whether_it_may_have_been_sent(Engine engine)
    {
        await using var db = Open(engine);
        await Post(db, "person/1");
        var refused = Assert.Single(await Claim(db, "one"));
        await db.Do(tx => OutboxStore.Dead(tx, refused, "one", "no such channel", "name another"));
        await db.Do(OutboxStore.RetryDead);
        refused = Assert.Single(await Claim(db, "two"));
        Assert.Null(await TriedSince(db, refused, null)); // it was told no, at once

        await db.Do(tx => OutboxStore.Later(tx, refused, "two", tx.Now, "the answer was lost"));
        await db.Do(tx => OutboxStore.Dead(tx, refused, "three", "", "")); // nobody's
        refused = Assert.Single(await Claim(db, "three"));
        await db.Do(tx => OutboxStore.Dead(tx, refused, "three", "too often", "retry"));
        await db.Do(OutboxStore.RetryDead);
        Assert.NotNull(await TriedSince(db, Assert.Single(await Claim(db, "four")), null));
    }

    private static Task<DateTimeOffset?> TriedSince(TestDatabase db, OutboxEffect effect, Id<StandingMessage>? message) => db.Read(read => OutboxStore.TriedSince(read, effect, message));

    private static async Task<Id<OutboxEffect>> Post(TestDatabase db, string place)
    {
        var id = new Id<OutboxEffect>(Guid.NewGuid());
        await db.Do(tx => OutboxStore.Add(tx, id, Lane, OutboxEffect.Post, place, ""));
        return id;
    }

    private static async Task<Id<StandingMessage>> Stand(TestDatabase db, string channel)
    {
        var id = new Id<StandingMessage>(Guid.NewGuid());
        await db.Do(async tx =>
        {
            await OutboxStore.Stand(tx, id, new(Guid.NewGuid()), "kind", "subject", Lane, null, channel);
            return Done.It;
        });
        return id;
    }

    private static Task<int> Draw(TestDatabase db, Id<StandingMessage> message) => db.Do(tx => OutboxStore.Draw(tx, new(Guid.NewGuid()), message, Lane));

    private static Task<int> Show(TestDatabase db, Id<StandingMessage> message) => db.Do(tx => OutboxStore.Show(tx, message, "C1/1.0", "C1", null));

    private static Task<IReadOnlyList<OutboxEffect>> Claim(TestDatabase db, string token, int posts = 10, int changes = 10) => db.Do(tx => OutboxStore.ClaimDue(tx, Lane, token, TimeSpan.FromMinutes(1), posts, changes));
}
