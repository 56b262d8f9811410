using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Chat.Local;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Demo;

/// <summary>Gives the service the Local chat platform, with everybody of the roster in it.</summary>
public static class LocalHost
{
    public static readonly IReadOnlyList<LocalChannel> Channels =
    [
        new("compliance", "compliance", "How reviews stand, and the audit log's checkpoints"),
        new("emergency", "emergency", "Emergency changes, and runs that wait at the gate"),
    ];

    /// <param name="journal">The file the workspace keeps itself in; null for memory only.</param>
    public static void AddLocalChat(this WebApplicationBuilder builder, string? journal)
    {
        builder.Services.AddSingleton(s => new LocalWorkspace(s.GetRequiredService<TimeProvider>(), journal));
        builder.Services.AddSingleton(s => new LocalDirectory(ct => Everybody(s.GetRequiredService<Database>(), ct), Channels));
        builder.Services.AddSingleton<IChatPlatform, LocalPlatform>();
    }

    /// <param name="push">Pushes the clock, when it is one that can be.</param>
    /// <param name="strip">The line above every page, if any.</param>
    public static void MapLocalChat(this WebApplication app, Func<TimeSpan, CancellationToken, Task>? push, Func<CancellationToken, Task<LocalStrip?>>? strip = null) => app.MapLocalChat(new LocalChat
    {
        Workspace = app.Services.GetRequiredService<LocalWorkspace>(),
        Directory = app.Services.GetRequiredService<LocalDirectory>(),
        Handle = app.Services.GetRequiredService<ChatRouter>().Handle,
        Attach = app.Services.GetRequiredService<TakeUpload>().Run,
        Clock = app.Services.GetRequiredService<TimeProvider>(),
        PushClock = push,
        Written = ChatCommand.Written,
        Strip = strip,
    });

    /// <summary>The roster as a chat directory. The user id is the roster's own key: an id, not an address.</summary>
    private static Task<IReadOnlyList<LocalPerson>> Everybody(Database database, CancellationToken ct) => database.Read<IReadOnlyList<LocalPerson>>(
        async read =>
        {
            var waiting = await Waiting(read);
            return [.. (await PeopleStore.Everybody(read)).Where(p => p.Active).Select(p => new LocalPerson(p.RosterKey, p.Name, p.Email, p.Title, waiting.GetValueOrDefault(p.Id)))];
        },
        ct);

    /// <summary>What waits for whom, so that a visitor knows whom to be.</summary>
    private static async Task<Dictionary<Id<Person>, string>> Waiting(Read read)
    {
        var hints = new Dictionary<Id<Person>, string>();
        foreach (var campaign in (await CampaignStore.All(read)).Where(c => c.Status == CampaignStatus.Active))
            foreach (var tally in (await ItemCountStore.ByReviewer(read, campaign.Id)).Where(t => t.Done < t.Items))
                hints[tally.Reviewer] = ReviewWords.Count(tally.Items - tally.Done, "item waits for a decision", "items wait for a decision");
        foreach (var (owner, tasks) in await RemediationStore.OpenByOwner(read))
            hints[owner] = (hints.TryGetValue(owner, out var hint) ? hint + ", " : "") + $"{tasks} to remove";
        return hints;
    }
}
