using ChatOpsCompliance.Server.Chat;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Chat;

/// <summary>Read through the pages that a person reads.</summary>
public sealed class LocalPlatformMeetsTheContract : ChatPlatformContract, IAsyncLifetime
{
    private LocalChatHost host = null!;

    protected override IChatPlatform Platform => host.Platform;

    protected override string KnownEmail => LocalChatHost.Mia.Email;

    public async ValueTask InitializeAsync() => host = await LocalChatHost.Start();

    public async ValueTask DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task A_channel_that_is_not_there_is_a_dead_letter_with_its_cure()
    {
        var nowhere = new ChatPlace("local", "demo", "nowhere", IsChannel: true);

        var dead = Assert.IsType<Delivery.Dead>(await Platform.Post(nowhere, LunchBot.Invitation, "k1", null, Ct));
        Assert.Contains("nowhere", dead.Why);
    }

    protected override async Task<IReadOnlyList<SeenMessage>> Read(ChatPlace place)
    {
        using var reader = await LocalChatClient.Open(host.Address, LocalChatHost.Mia.User);
        return reader.Cards;
    }
}
