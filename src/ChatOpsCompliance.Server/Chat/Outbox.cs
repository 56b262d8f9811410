using System.Text.Json;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Chat;

/// <summary>The type behind <c>Id&lt;OutboxEffect&gt;</c>: one thing to be done in the outside world.</summary>
public sealed record OutboxEffect
{
    public const string Draw = "draw", Post = "post", Append = "append", Checkpoint = "checkpoint", Errand = "errand";

    public Id<OutboxEffect> Id { get; init; }

    public long Number { get; init; }

    public string Lane { get; init; } = "";

    public string Effect { get; init; } = "";

    /// <summary>What it is about: a standing message's id, or the payload's own subject.</summary>
    public string Subject { get; init; } = "";

    public string Payload { get; init; } = "";

    public int Attempts { get; init; }

    /// <summary>The act it comes from, as W3C trace context; null when nobody followed it.</summary>
    public string? Traceparent { get; init; }

    /// <summary>1 when it changes a message that is posted, 0 when it sends something new.</summary>
    public int Changes { get; init; }
}

/// <summary>Where the bot lives: the platform, its workspace, the channel for compliance and the one for emergency changes.</summary>
public sealed record ChatHome(string Platform, string Workspace, string ComplianceChannel, string EmergencyChannel = "emergency")
{
    public string Lane => $"{Platform}:{Workspace}";

    /// <summary>The lane of effects that touch no platform.</summary>
    public const string FileLane = "file";
}

/// <summary>
/// Effects on the outside world, written in the transaction of what causes them and carried out afterwards by the <see cref="OutboxPump"/>.
/// A standing message is one card in one place, drawn anew from state whenever its subject changes.
/// </summary>
public sealed class Outbox(ChatHome home, TimeProvider clock)
{
    /// <summary>Puts a card into a person's direct messages, once; drawn anew from then on.</summary>
    public Task Stand(Tx tx, string kind, string subject, Id<Person> person) =>
        OutboxStore.Stand(tx, NewId<StandingMessage>(), NewId<OutboxEffect>(), kind, subject, home.Lane, person, channel: "");

    /// <summary>The same for the compliance channel.</summary>
    public Task StandForCompliance(Tx tx, string kind, string subject) =>
        OutboxStore.Stand(tx, NewId<StandingMessage>(), NewId<OutboxEffect>(), kind, subject, home.Lane, null, home.ComplianceChannel);

    /// <summary>The same for the channel where emergency changes are approved.</summary>
    public Task StandInEmergency(Tx tx, string kind, string subject) =>
        OutboxStore.Stand(tx, NewId<StandingMessage>(), NewId<OutboxEffect>(), kind, subject, home.Lane, null, home.EmergencyChannel);

    /// <summary>Every copy of this card is drawn anew; many changes before the next drawing are one.</summary>
    public async Task Redraw(Tx tx, string kind, string subject)
    {
        foreach (var message in await OutboxStore.Undrawn(tx, kind, subject)) await OutboxStore.Draw(tx, NewId<OutboxEffect>(), message, home.Lane);
    }

    /// <summary>A message that is never changed.</summary>
    public Task PostTo(Tx tx, Id<Person> person, Card card) =>
        OutboxStore.Add(tx, NewId<OutboxEffect>(), home.Lane, OutboxEffect.Post, $"person/{person}", JsonSerializer.Serialize(card, ChatJson.Options));

    /// <summary>To the account itself, whoever it is linked to by then; where the bot can't write to it, to whose it was.</summary>
    public Task PostToAccount(Tx tx, ChatAccount account, Id<Person> whose, Card card) => account.Platform == home.Platform && account.Workspace == home.Workspace
        ? OutboxStore.Add(tx, NewId<OutboxEffect>(), home.Lane, OutboxEffect.Post, $"account/{account.User}", JsonSerializer.Serialize(card, ChatJson.Options))
        : PostTo(tx, whose, card);

    public Task PostToCompliance(Tx tx, Card card) =>
        OutboxStore.Add(tx, NewId<OutboxEffect>(), home.Lane, OutboxEffect.Post, $"channel/{home.ComplianceChannel}", JsonSerializer.Serialize(card, ChatJson.Options));

    public Task PostInEmergency(Tx tx, Card card) =>
        OutboxStore.Add(tx, NewId<OutboxEffect>(), home.Lane, OutboxEffect.Post, $"channel/{home.EmergencyChannel}", JsonSerializer.Serialize(card, ChatJson.Options));

    /// <summary>Something to read or tell outside of chat: the one of <see cref="Errands"/> by this name runs, in its lane, until it is done.</summary>
    public Task Errand(Tx tx, string lane, string name, string subject) => OutboxStore.Add(tx, NewId<OutboxEffect>(), lane, OutboxEffect.Errand, $"{name}/{subject}", "");

    /// <summary>A message that is never changed, in the thread under each of this card's copies that stands in a channel.</summary>
    public async Task PostUnder(Tx tx, string kind, string subject, Card card)
    {
        foreach (var message in await OutboxStore.InChannels(tx, kind, subject))
            await OutboxStore.Add(tx, NewId<OutboxEffect>(), home.Lane, OutboxEffect.Post, $"under/{message}", JsonSerializer.Serialize(card, ChatJson.Options));
    }

    /// <summary>One line into the checkpoint file.</summary>
    public Task AppendToFile(Tx tx, string line) => OutboxStore.Add(tx, NewId<OutboxEffect>(), ChatHome.FileLane, OutboxEffect.Append, "checkpoints", line);

    /// <summary>A checkpoint of the audit log as it is once this transaction has been committed.</summary>
    public Task Checkpoint(Tx tx) => OutboxStore.Add(tx, NewId<OutboxEffect>(), ChatHome.FileLane, OutboxEffect.Checkpoint, "ledger", "");

    private Id<T> NewId<T>() => new(Guid.CreateVersion7(clock.GetUtcNow()));
}
