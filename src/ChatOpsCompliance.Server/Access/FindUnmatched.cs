using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;
using static ChatOpsCompliance.Server.AccessReviews.ReviewWords;

namespace ChatOpsCompliance.Server.Access;

/// <summary>Makes the queue of accounts that are nobody's anew, from the newest extract: after an extract, a roster or a map. New ones are told to who answers for the system.</summary>
public sealed class FindUnmatched(Database database, SystemBook systems, RoleBook roles, Outbox outbox)
{
    private const int Step = 2000;

    /// <param name="only">One system, or null for all.</param>
    public async Task Run(string? only, CancellationToken ct = default)
    {
        foreach (var system in systems.All.Where(s => only is null || s.Name == only)) await Ask(system, ct);
    }

    private async Task Ask(SystemDefinition system, CancellationToken ct)
    {
        var (snapshot, strangers, queued) = await database.Read(
            async read => await SnapshotStore.Newest(read, system.Name) is { } newest
                ? (newest.Number, await UnmatchedStore.Strangers(read, newest.Number), await UnmatchedStore.Queued(read, system.Name))
                : (0, [], []),
            ct);
        if (snapshot == 0) return;
        var before = queued.ToDictionary(r => r.Account, StringComparer.Ordinal);
        foreach (var gone in before.Keys.Where(a => !strangers.ContainsKey(a)).Chunk(Step))
            if (!await Change(system, snapshot, gone, [], ct)) return;
        // What stands there already keeps the time since which it does.
        foreach (var come in strangers.Values.Select(s => before.TryGetValue(s.Account, out var known) ? s with { Since = known.Since } : s).Where(s => before.GetValueOrDefault(s.Account) != s).Chunk(Step))
            if (!await Change(system, snapshot, [], come, ct)) return;
        if (strangers.Keys.Any(a => !before.ContainsKey(a))) await Tell(system, ct);
    }

    /// <summary>False when a newer extract came meanwhile: it is asked by whoever published it.</summary>
    private Task<bool> Change(SystemDefinition system, long snapshot, IReadOnlyList<string> gone, IReadOnlyList<UnmatchedStore.Row> come, CancellationToken ct) => database.Bulk(
        Actor.Service,
        async tx => (await SnapshotStore.Newest(tx, system.Name))?.Number == snapshot && await UnmatchedStore.Change(tx, system.Name, gone, come) >= 0,
        ct);

    private Task<bool> Tell(SystemDefinition system, CancellationToken ct) => database.Bulk(
        Actor.Service,
        async tx =>
        {
            var waiting = (await UnmatchedStore.Counts(tx)).GetValueOrDefault(system.Name);
            if (waiting == 0 || (await SystemCharge.Of(tx, system, roles)).Person is not { } owner) return false;
            await outbox.PostTo(tx, owner.Id, Told(system, waiting));
            return true;
        },
        ct);

    private static Card Told(SystemDefinition system, int waiting)
    {
        var title = $"{Count(waiting, "account is", "accounts are")} nobody's on {system.Title}";
        return new(
            title,
            new Heading(title),
            new Paragraph("Neither the map of accounts nor an e-mail says who is behind. Until somebody does, a review can only say that nobody is known to be."),
            new Buttons(new Button(AccountVerbs.Open, "Say whose they are", new Values { [AccountVerbs.System] = system.Name }, ButtonStyle.Primary)));
    }
}
