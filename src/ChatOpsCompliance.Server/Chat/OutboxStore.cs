using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Chat;

/// <summary>The outbox's rows: ready → leased → done, ready again later, or dead with its cure.</summary>
public static class OutboxStore
{
    private static readonly Sql InsertMessage = new("""
        insert into standing_message (id, kind, subject, person_id, channel)
        select @id, @kind, @subject, @person, @channel
        where not exists (select 1 from standing_message where kind = @kind and subject = @subject and channel = @channel and (person_id = @person or (person_id is null and @person is null)))
        """);

    private static readonly Sql MessagesOf = new("select id from standing_message where kind = @kind and subject = @subject");

    private static readonly Sql MessagesInChannels = new("select id from standing_message where kind = @kind and subject = @subject and channel <> ''");

    private static readonly Sql UndrawnMessages = new("""
        select m.id from standing_message m
        where m.kind = @kind and m.subject = @subject
          and not exists (select 1 from outbox o where o.message_id = m.id and o.status = 'ready')
        """);

    private static readonly Sql InsertEffect = new("""
        insert into outbox (id, lane, effect, subject, payload, message_id, status, attempts, due_at, created_at, traceparent)
        values (@id, @lane, @effect, @subject, @payload, @message, 'ready', 0, @now, @now, @traceparent)
        """);

    private static readonly Sql OpenLane = new("""
        insert into outbox_lane (lane, owner, lease_until)
        select @lane, @owner, @until
        where not exists (select 1 from outbox_lane where lane = @lane)
        """);

    private static readonly Sql TakeLane = new("update outbox_lane set owner = @owner, lease_until = @until where lane = @lane and (owner = @owner or lease_until < @now)");

    private static readonly Sql LeaveLane = new("update outbox_lane set lease_until = @now where owner = @owner");

    // Leases that ran out count too: a lane whose owner died with all its effects in hand has nothing ready.
    private static readonly Sql LanesWaiting = new("select distinct lane from outbox where (status = 'ready' and due_at <= @now) or (status = 'leased' and lease_until < @now)");

    private static readonly Sql Expire = new("update outbox set status = 'ready', token = null, lease_until = null where status = 'leased' and lane = @lane and lease_until < @now");

    // One after another in what takes turns: changes of one message; new messages in one place, in their order. Whoever's turn is taken waits unclaimed.
    private static readonly Sql Candidates = new("""
        with waiting as (
            select o.number, o.status, o.due_at, case when m.external_id is null then 0 else 1 end changes,
                   case when o.message_id is null then lower(o.subject)
                        when m.external_id is not null then lower(concat('message/', o.message_id))
                        when m.person_id is not null then lower(concat('person/', m.person_id))
                        else lower(concat('channel/', m.channel)) end turn
            from outbox o left join standing_message m on m.id = o.message_id
            where o.lane = @lane and o.status in ('ready', 'leased'))
        select id from outbox
        where number in (
            select min(number) from waiting
            where status = 'ready' and due_at <= @now and changes = @changes and turn not in (select turn from waiting where status = 'leased')
            group by turn order by min(number) page(@count))
        order by number
        """);

    private static readonly Sql Claim = new("update outbox set status = 'leased', token = @token, lease_until = @until, attempts = attempts + 1 where status = 'ready' and id in list(@ids)");

    private static readonly Sql Claimed = new("""
        select o.id, o.number, o.lane, o.effect, o.subject, o.payload, o.attempts, o.traceparent, case when m.external_id is null then 0 else 1 end changes
        from outbox o left join standing_message m on m.id = o.message_id
        where o.token = @token order by o.number
        """);

    private static readonly Sql Complete = new("update outbox set status = 'done', token = null, error = null, cure = null where id = @id and token = @token and status = 'leased'");

    private static readonly Sql Postpone = new("update outbox set status = 'ready', token = null, due_at = @due, error = @error where id = @id and token = @token and status = 'leased'");

    // It was no attempt.
    private static readonly Sql PutBack = new("update outbox set status = 'ready', token = null, due_at = @due, attempts = attempts - 1 where id = @id and token = @token and status = 'leased'");

    private static readonly Sql Bury = new("update outbox set status = 'dead', token = null, error = @error, cure = @cure where id = @id and token = @token and status = 'leased'");

    private static readonly Sql FindMessage = new("select id, kind, subject, person_id, channel, external_id, address, rendering from standing_message where id = @id");

    private static readonly Sql FindPosted = new("select id, kind, subject, person_id, channel, external_id, address, rendering from standing_message where external_id = @external");

    private static readonly Sql Shown = new("update standing_message set external_id = @external, address = @address, rendering = @rendering where id = @id");

    private static readonly Sql Listed = new("""
        select id, number, lane, effect, subject, status, attempts, due_at, error, cure from outbox
        where status <> 'done' order by number page(@count)
        """);

    // What died of a plain no on its first attempt was never sent; anything else may have been, and is looked for.
    private static readonly Sql Revive = new("update outbox set status = 'ready', due_at = @now, attempts = case when attempts > 1 then 1 else 0 end, error = null, cure = null where status = 'dead'");

    private static readonly Sql EarlierTry = new("""
        select min(created_at) from outbox
        where (id = @id and attempts > 1) or (message_id = @message and id <> @id and attempts > 0)
        """);

    private static readonly Sql NextDue = new("select min(due_at) from outbox where status = 'ready'");

    private static readonly Sql Prune = new("delete from outbox where status = 'done' and created_at < @before");

    public sealed record Entry
    {
        public Id<OutboxEffect> Id { get; init; }

        public long Number { get; init; }

        public string Lane { get; init; } = "";

        public string Effect { get; init; } = "";

        public string Subject { get; init; } = "";

        public string Status { get; init; } = "";

        public int Attempts { get; init; }

        public DateTimeOffset DueAt { get; init; }

        public string? Error { get; init; }

        public string? Cure { get; init; }
    }

    public static async Task Stand(Tx tx, Id<StandingMessage> id, Id<OutboxEffect> effect, string kind, string subject, string lane, Id<Person>? person, string channel)
    {
        if (await tx.Run(InsertMessage, new { id, kind, subject, person, channel }) > 0) await Draw(tx, effect, id, lane);
    }

    public static Task<IReadOnlyList<Id<StandingMessage>>> Messages(Read read, string kind, string subject) =>
        read.List<Id<StandingMessage>>(MessagesOf, new { kind, subject });

    public static Task<IReadOnlyList<Id<StandingMessage>>> InChannels(Read read, string kind, string subject) => read.List<Id<StandingMessage>>(MessagesInChannels, new { kind, subject });

    /// <summary>The copies of a card that no ready drawing waits for.</summary>
    public static Task<IReadOnlyList<Id<StandingMessage>>> Undrawn(Tx tx, string kind, string subject) =>
        tx.List<Id<StandingMessage>>(UndrawnMessages, new { kind, subject });

    public static Task<int> Draw(Tx tx, Id<OutboxEffect> id, Id<StandingMessage> message, string lane) =>
        tx.Run(InsertEffect, new { id, lane, effect = OutboxEffect.Draw, subject = message.ToString(), payload = "", message, now = tx.Now, traceparent = Trace.Here });

    public static Task<int> Add(Tx tx, Id<OutboxEffect> id, string lane, string effect, string subject, string payload) =>
        tx.Run(InsertEffect, new { id, lane, effect, subject, payload, message = (Id<StandingMessage>?)null, now = tx.Now, traceparent = Trace.Here });

    public static Task<IReadOnlyList<string>> Lanes(Read read) => read.List<string>(LanesWaiting, new { now = read.Now });

    /// <summary>True when this owner has the lane now; a lease that ran out is anybody's.</summary>
    public static async Task<bool> Take(Tx tx, string lane, string owner, TimeSpan lease)
    {
        var until = tx.Now + lease;
        return await tx.Run(OpenLane, new { lane, owner, until }) > 0 || await tx.Run(TakeLane, new { lane, owner, until, now = tx.Now }) > 0;
    }

    public static Task<int> Leave(Tx tx, string owner) => tx.Run(LeaveLane, new { owner, now = tx.Now });

    /// <param name="posts">At most so many that send something new.</param>
    /// <param name="changes">At most so many that change what is posted.</param>
    public static async Task<IReadOnlyList<OutboxEffect>> ClaimDue(Tx tx, string lane, string token, TimeSpan lease, int posts, int changes)
    {
        await tx.Run(Expire, new { lane, now = tx.Now });
        var ids = new List<Id<OutboxEffect>>();
        if (posts > 0) ids.AddRange(await tx.List<Id<OutboxEffect>>(Candidates, new { lane, now = tx.Now, changes = 0, count = posts }));
        if (changes > 0) ids.AddRange(await tx.List<Id<OutboxEffect>>(Candidates, new { lane, now = tx.Now, changes = 1, count = changes }));
        if (ids.Count == 0) return [];
        await tx.Run(Claim, new { token, until = tx.Now + lease, ids = tx.In(ids) });
        return await tx.List<OutboxEffect>(Claimed, new { token });
    }

    /// <summary>When this effect, or another one that sends the same standing message, was first tried and may have got through; null when none was.</summary>
    /// <param name="effect">Claimed: its attempts count the present one.</param>
    public static Task<DateTimeOffset?> TriedSince(Read read, OutboxEffect effect, Id<StandingMessage>? message) => read.One<DateTimeOffset?>(EarlierTry, new { id = effect.Id, message });

    public static Task<int> Done(Tx tx, OutboxEffect effect, string token) => tx.Run(Complete, new { id = effect.Id, token });

    public static Task<int> Later(Tx tx, OutboxEffect effect, string token, DateTimeOffset due, string error) => tx.Run(Postpone, new { id = effect.Id, token, due, error });

    public static Task<int> NotYet(Tx tx, OutboxEffect effect, string token, DateTimeOffset due) => tx.Run(PutBack, new { id = effect.Id, token, due });

    public static Task<int> Dead(Tx tx, OutboxEffect effect, string token, string error, string cure) => tx.Run(Bury, new { id = effect.Id, token, error, cure });

    public static Task<StandingMessage?> Message(Read read, Id<StandingMessage> id) => read.One<StandingMessage>(FindMessage, new { id });

    /// <summary>The standing message that the platform knows under this id.</summary>
    public static Task<StandingMessage?> Posted(Read read, string external) => read.One<StandingMessage>(FindPosted, new { external });

    public static Task<int> Show(Tx tx, Id<StandingMessage> id, string? external, string? address, string? rendering) => tx.Run(Shown, new { id, external, address, rendering });

    public static Task<IReadOnlyList<Entry>> Open(Read read, int count) => read.List<Entry>(Listed, new { count });

    public static Task<int> RetryDead(Tx tx) => tx.Run(Revive, new { now = tx.Now });

    public static Task<DateTimeOffset?> Next(Read read) => read.One<DateTimeOffset?>(NextDue);

    public static Task<int> Forget(Tx tx, DateTimeOffset before) => tx.Run(Prune, new { before });
}
