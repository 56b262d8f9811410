using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Chat;

/// <summary>Where a message to somebody or to a channel goes, and the platform that takes it there.</summary>
public sealed class ChatPlaces(Database database, IReadOnlyList<IChatPlatform> platforms, ChatHome home)
{
    /// <summary>A person's direct messages: the account that is linked, else the one the platform knows by e-mail.</summary>
    /// <param name="known">Where an earlier message of this kind was posted.</param>
    public async Task<(ChatPlace? Place, Delivery? No)> Of(Id<Person> person, string? known, CancellationToken ct)
    {
        if (Ours is not { } platform) return (null, NotRunning);
        if (known is not null) return (new(home.Platform, home.Workspace, known, IsChannel: false), null);
        var (found, linked) = await database.Read(async read => (await PeopleStore.ById(read, person), await PeopleStore.AccountOf(read, person, home.Platform, home.Workspace)), ct);
        var account = linked ?? (found is null ? null : await platform.Find(found.Email, ct));
        return account is null
            ? (null, new Delivery.Dead("the person has no account on the chat platform", "Invite them or add their chat account to the people file, then: outbox retry."))
            : (ChatPlace.Direct(account), null);
    }

    public (ChatPlace? Place, Delivery? No) Of(string channel) =>
        Ours is null ? (null, NotRunning) : (new(home.Platform, home.Workspace, channel, IsChannel: true), null);

    public IChatPlatform PlatformOf(ChatPlace place) => platforms.First(p => p.Name == place.Platform);

    private IChatPlatform? Ours => platforms.FirstOrDefault(p => p.Name == home.Platform);

    private Delivery.Dead NotRunning => new($"the platform {home.Platform} is not running here", "Configure it, then: outbox retry.");
}
