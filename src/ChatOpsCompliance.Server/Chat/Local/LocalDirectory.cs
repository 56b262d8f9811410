using ChatOpsCompliance.People;

namespace ChatOpsCompliance.Server.Chat.Local;

/// <param name="User">The user id of the account; stands in addresses.</param>
/// <param name="Email">Lower case.</param>
/// <param name="Hint">Why a visitor may want to be this person, such as <c>14 items wait</c>.</param>
public sealed record LocalPerson(string User, string Name, string Email, string Title, string? Hint)
{
    internal ChatAccount Account => new(LocalPlatform.PlatformName, LocalPlatform.Workspace, User);
}

public sealed record LocalChannel(string Id, string Name, string Description);

/// <summary>Who and what is in the workspace. The people are asked for anew each time: the host's hints change.</summary>
public sealed class LocalDirectory(Func<CancellationToken, Task<IReadOnlyList<LocalPerson>>> people, IReadOnlyList<LocalChannel> channels)
{
    public Task<IReadOnlyList<LocalPerson>> People(CancellationToken ct) => people(ct);

    public async Task<LocalPerson?> Person(string user, CancellationToken ct) =>
        (await people(ct)).FirstOrDefault(p => p.User == user);

    public bool HasChannel(string id) => channels.Any(c => c.Id == id);

    /// <summary>What a person sees in the side bar: the bot first, then every channel.</summary>
    internal IReadOnlyList<LocalConversation> ConversationsOf(LocalPerson person) =>
    [
        new(LocalConversation.Bot, LocalPlatform.BotName, "Your direct messages with the bot", ChatPlace.Direct(person.Account)),
        .. channels.Select(c => new LocalConversation($"in-{c.Id}", $"# {c.Name}", c.Description, LocalPlatform.Channel(c.Id))),
    ];
}

/// <summary>A place as one person sees it.</summary>
/// <param name="Slug">Its last part in the address.</param>
public sealed record LocalConversation(string Slug, string Title, string About, ChatPlace Place)
{
    internal const string Bot = "bot";
}
