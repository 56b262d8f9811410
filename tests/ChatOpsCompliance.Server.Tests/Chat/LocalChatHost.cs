using System.Diagnostics.CodeAnalysis;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Chat.Local;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace ChatOpsCompliance.Server.Tests.Chat;

/// <summary>Local chat on a real server (a port of its own on loopback), with three people, one channel and the lunch bot.</summary>
internal sealed class LocalChatHost : IAsyncDisposable
{
    public static readonly LocalPerson Mia = new("mia", "Mia Keller", "mia@example.test", "Engineering manager", "2 items wait");
    public static readonly LocalPerson Bo = new("bo", "Bo <b>Lind</b>", "bo@example.test", "Engineer", null);
    private readonly WebApplication app;

    [SuppressMessage("Reliability", "CA2000", Justification = "The workspace lives as long as the host.")]
    private LocalChatHost(string url)
    {
        Workspace = new LocalWorkspace(Clock);
        Directory = new LocalDirectory(_ => Task.FromResult<IReadOnlyList<LocalPerson>>([Bo, Mia]), [new("compliance", "compliance", "What everybody may see")]);
        Platform = new LocalPlatform(Workspace, Directory);
        Bot = new LunchBot(Workspace);

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        app = builder.Build();
        app.MapLocalChat(new LocalChat
        {
            Workspace = Workspace,
            Directory = Directory,
            Handle = Bot.Handle,
            Attach = Bot.Attach,
            Clock = Clock,
            PushClock = (by, _) =>
            {
                Clock.Advance(by);
                return Task.CompletedTask;
            },
            Shortcuts = [new Button(new("lunch.who"), "Who comes to lunch?", Values.None)],
        });
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));

    public LocalWorkspace Workspace { get; }

    public LocalDirectory Directory { get; }

    public LocalPlatform Platform { get; }

    public LunchBot Bot { get; }

    public Uri Address => new(app.Urls.Single());

    public static ChatPlace Direct(LocalPerson person) => ChatPlace.Direct(new("local", "demo", person.User));

    public static async Task<LocalChatHost> Start(string url = "http://127.0.0.1:0")
    {
        var host = new LocalChatHost(url);
        await host.app.StartAsync();
        return host;
    }

    /// <summary>The chat of Mia, with the invitation in it.</summary>
    public async Task<LocalChatClient> OpenMia()
    {
        Workspace.Post(Direct(Mia), LunchBot.Invitation, "invitation");
        return await LocalChatClient.Open(Address, Mia.User);
    }

    public Task Stop() => app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Workspace.Dispose();
    }
}
