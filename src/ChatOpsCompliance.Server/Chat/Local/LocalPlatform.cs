using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;

namespace ChatOpsCompliance.Server.Chat.Local;

/// <summary>The platform of the demo and of the tests: a workspace in this process, read through our own pages at <c>/chat</c>.</summary>
public sealed class LocalPlatform(LocalWorkspace workspace, LocalDirectory directory) : IChatPlatform
{
    public const string PlatformName = "local";
    public const string Workspace = "demo";
    internal const string BotName = "ChatOpsCompliance";

    public string Name => PlatformName;

    public static ChatPlace Channel(string id) => new(PlatformName, Workspace, id, IsChannel: true);

    public async Task<ChatAccount?> Find(string email, CancellationToken ct) =>
        (await directory.People(ct)).FirstOrDefault(p => p.Email == email)?.Account;

    public Task<Delivery> Post(ChatPlace place, Card card, string key, DateTimeOffset? triedSince, CancellationToken ct) =>
        Task.FromResult(NotHere(place) as Delivery ?? new Delivery.Sent(workspace.Post(place, card, key)));

    public Task<Delivery> Update(ChatPlace place, string message, Card card, CancellationToken ct) =>
        Task.FromResult<Delivery>(workspace.Update(place, message, card) ? new Delivery.Sent(message) : new Delivery.Gone());

    /// <summary>Its pages show conversations, not single messages.</summary>
    public Task<Uri?> Permalink(ChatPlace place, string message, CancellationToken ct) => Task.FromResult<Uri?>(null);

    private Delivery.Dead? NotHere(ChatPlace place)
    {
        if (place.Platform != PlatformName || place.Workspace != Workspace)
            return new Delivery.Dead($"{place.Lane} is not this workspace.", $"Send to {PlatformName}:{Workspace}.");
        if (place.IsChannel && !directory.HasChannel(place.Address))
            return new Delivery.Dead($"There is no channel {place.Address}.", "Name a channel that the workspace has.");
        return null;
    }
}
