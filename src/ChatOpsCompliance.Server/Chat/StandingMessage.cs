using ChatOpsCompliance.People;

namespace ChatOpsCompliance.Server.Chat;

/// <summary>One card in one place. Its row names what the platform calls the message, once it is posted.</summary>
public sealed record StandingMessage
{
    public Id<StandingMessage> Id { get; init; }

    /// <summary>Which card, of <see cref="ChatRoutes.Cards"/>.</summary>
    public string Kind { get; init; } = "";

    public string Subject { get; init; } = "";

    public Id<Person>? PersonId { get; init; }

    public string Channel { get; init; } = "";

    public string? ExternalId { get; init; }

    /// <summary>Where it was posted: a user id, or the channel.</summary>
    public string? Address { get; init; }

    /// <summary>The hash of what is shown there now.</summary>
    public string? Rendering { get; init; }
}
