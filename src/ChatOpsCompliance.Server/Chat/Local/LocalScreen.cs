using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Web;

namespace ChatOpsCompliance.Server.Chat.Local;

/// <summary>All that the page of one person and one place shows.</summary>
public sealed record LocalScreen
{
    public required LocalPerson Person { get; init; }

    public required IReadOnlyList<(LocalConversation Conversation, LocalMessage? Newest)> Conversations { get; init; }

    public required LocalConversation Here { get; init; }

    public required IReadOnlyList<LocalMessage> Messages { get; init; }

    /// <summary>Taken before the messages were read: what changes after it is told to the page.</summary>
    public required long Version { get; init; }

    public required DateTimeOffset Now { get; init; }

    public required bool CanPush { get; init; }

    public required LocalStrip? Strip { get; init; }

    public required IReadOnlyList<Button> Shortcuts { get; init; }

    public Verb? Written { get; init; }

    public required Answer Answer { get; init; }
}
