using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;

namespace ChatOpsCompliance.Server.Chat;

/// <summary>
/// A chat platform, as the product needs one: put a card somewhere, change it later, know an account by e-mail. Everything else
/// (signatures, wire formats, limits) is the platform's own business. Judged by <c>ChatPlatformContract</c>.
/// </summary>
public interface IChatPlatform
{
    /// <summary>Such as <c>slack</c>; the first part of every chat account of this platform.</summary>
    string Name { get; }

    /// <summary>The account of the person with this (lower-case) e-mail, or null when the platform knows nobody by it.</summary>
    /// <exception cref="ChatOutageException">The platform did not say.</exception>
    Task<ChatAccount?> Find(string email, CancellationToken ct);

    /// <summary>Posts a card. Posting again under one key, and saying so, shows one message, as the newest card, and returns the same id.</summary>
    /// <param name="key">Our own id of the effect; a lost answer is found again by it.</param>
    /// <param name="triedSince">When an earlier attempt under this key may have got through: not before when. Null when there was none; then nobody need look for it.</param>
    Task<Delivery> Post(ChatPlace place, Card card, string key, DateTimeOffset? triedSince, CancellationToken ct);

    /// <summary>Draws a posted card anew; the old one is gone, with its buttons.</summary>
    Task<Delivery> Update(ChatPlace place, string message, Card card, CancellationToken ct);

    /// <summary>Where people can read a posted message and its thread; null when the platform has no such address, or did not say.</summary>
    Task<Uri?> Permalink(ChatPlace place, string message, CancellationToken ct);
}

/// <summary>Where a message goes: to one account (a direct message) or into a channel.</summary>
/// <param name="Workspace">Workspace or tenant.</param>
/// <param name="Address">A user id or a channel id of that workspace.</param>
public sealed record ChatPlace(string Platform, string Workspace, string Address, bool IsChannel)
{
    /// <summary>The platform's id of the message in whose thread it is; null for the place itself.</summary>
    public string? Under { get; init; }

    public static ChatPlace Direct(ChatAccount account) => new(account.Platform, account.Workspace, account.User, IsChannel: false);

    /// <summary>The outbox lane: one replica at a time owns its order and its rate.</summary>
    public string Lane => $"{Platform}:{Workspace}";
}

/// <summary>What became of a send.</summary>
public abstract record Delivery
{
    /// <param name="Message">The platform's id of the message.</param>
    public sealed record Sent(string Message) : Delivery;

    /// <summary>It failed, perhaps only for us; later may work.</summary>
    /// <param name="After">Not sooner than this.</param>
    public sealed record Later(string Why, TimeSpan? After = null) : Delivery;

    /// <summary>It was not this one's turn: nothing was sent, and that was no attempt. Others like it need not ask sooner either.</summary>
    public sealed record NotYet(TimeSpan After) : Delivery;

    /// <summary>Never, as things stand: a dead letter that names its cure.</summary>
    public sealed record Dead(string Why, string Cure) : Delivery;

    /// <summary>The message to change is not there any more; it must be posted again.</summary>
    public sealed record Gone : Delivery;

    private Delivery()
    {
    }
}

/// <summary>A platform could not be asked something, and what that means for the message it was asked for.</summary>
public sealed class ChatOutageException(Delivery delivery) : Exception($"{delivery}")
{
    public Delivery Delivery => delivery;
}
