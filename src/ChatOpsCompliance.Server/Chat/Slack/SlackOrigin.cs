using System.Text.Json;
using ChatOpsCompliance.Chat;

namespace ChatOpsCompliance.Server.Chat.Slack;

/// <summary>Where on the screen somebody did something: it decides how the reply is shown.</summary>
internal enum SlackPlace
{
    /// <summary>A button on a message.</summary>
    Message,

    /// <summary>A button or a field of a modal.</summary>
    Modal,

    /// <summary>A submitted modal: the answer rides in the response.</summary>
    Submitted,

    /// <summary>A button on the home tab.</summary>
    Home,

    /// <summary>A slash command.</summary>
    Command,

    /// <summary>A message to the bot.</summary>
    Written,
}

/// <param name="TriggerId">Opens a modal, once, within 3 seconds.</param>
/// <param name="ResponseUrl">Answers beside the message, 5 times within 30 minutes.</param>
internal sealed record SlackOrigin(SlackPlace Place, ChatMember Member, string? TriggerId = null, Uri? ResponseUrl = null, JsonElement View = default, string? Channel = null, string? Ts = null)
{
    public bool FromHome { get; init; }

    /// <summary>A field was changed, which is no press of a button: the answer must not disturb.</summary>
    public Verb? Changed { get; init; }

    /// <summary>What was written to the bot.</summary>
    public string? Words { get; init; }

    /// <summary>What the outbox calls this message.</summary>
    public string? Message => Channel is null || Ts is null ? null : $"{Channel}/{Ts}";
}
