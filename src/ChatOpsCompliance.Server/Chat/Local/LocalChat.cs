using ChatOpsCompliance.Chat;

namespace ChatOpsCompliance.Server.Chat.Local;

/// <summary>All that the pages at <c>/chat</c> need of their host.</summary>
public sealed record LocalChat
{
    public required LocalWorkspace Workspace { get; init; }

    public required LocalDirectory Directory { get; init; }

    /// <summary>The one door to the bot: a click goes in, what the person sees at once comes back.</summary>
    public required Func<Click, CancellationToken, Task<Reply>> Handle { get; init; }

    public required TimeProvider Clock { get; init; }

    /// <summary>Pushes the demo's clock ahead and waits for what then fell due; null hides the buttons.</summary>
    public Func<TimeSpan, CancellationToken, Task>? PushClock { get; init; }

    /// <summary>What a message to the bot is sent as; null hides the box to write in.</summary>
    public Verb? Written { get; init; }

    /// <summary>What can be started without a card to press on, as a slash command elsewhere; shown under the direct messages.</summary>
    public IReadOnlyList<Button> Shortcuts { get; init; } = [];
}
