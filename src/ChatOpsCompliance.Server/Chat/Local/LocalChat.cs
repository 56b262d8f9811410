using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.People;

namespace ChatOpsCompliance.Server.Chat.Local;

/// <summary>All that the pages at <c>/chat</c> need of their host.</summary>
public sealed record LocalChat
{
    public required LocalWorkspace Workspace { get; init; }

    public required LocalDirectory Directory { get; init; }

    /// <summary>The one door to the bot: a click goes in, what the person sees at once comes back.</summary>
    public required Func<Click, CancellationToken, Task<Reply>> Handle { get; init; }

    /// <summary>Takes a file that came with a form.</summary>
    public required Func<ChatAccount, IFormFile, CancellationToken, Task<Result<Attachment>>> Attach { get; init; }

    public required TimeProvider Clock { get; init; }

    /// <summary>Pushes the demo's clock ahead and waits for what then fell due; null hides the buttons.</summary>
    public Func<TimeSpan, CancellationToken, Task>? PushClock { get; init; }

    /// <summary>What a message to the bot is sent as; null hides the box to write in.</summary>
    public Verb? Written { get; init; }

    /// <summary>One line above everything, with where it leads, such as a guided tour's next step; null for none.</summary>
    public Func<CancellationToken, Task<LocalStrip?>>? Strip { get; init; }

    /// <summary>What can be started without a card to press on, as a slash command elsewhere; shown under the direct messages.</summary>
    public IReadOnlyList<Button> Shortcuts { get; init; } = [];
}

/// <param name="Address">A page of this very host.</param>
public sealed record LocalStrip(string Text, string Address);
