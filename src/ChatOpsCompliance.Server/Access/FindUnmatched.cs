using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;
using static ChatOpsCompliance.Server.AccessReviews.ReviewWords;

namespace ChatOpsCompliance.Server.Access;

/// <summary>Makes the queue of accounts that are nobody's anew, from the newest extract: after an extract, a roster or a map. New ones are told to who answers for the system.</summary>
public sealed class FindUnmatched(Database database, SystemBook systems, RoleBook roles, Outbox outbox)
{
    /// <param name="only">One system, or null for all.</param>
    public async Task Run(string? only, CancellationToken ct = default)
    {
        foreach (var system in systems.All.Where(s => only is null || s.Name == only)) await Ask(system, ct);
    }

    private async Task Ask(SystemDefinition system, CancellationToken ct)
    {
        var (snapshot, strangers) = await database.Read(
            async read => await SnapshotStore.Newest(read, system.Name) is { } newest ? (newest.Number, await UnmatchedStore.Strangers(read, newest.Number)) : (0, []),
            ct);
        if (snapshot == 0) return;
        await database.Bulk(
            Actor.Service,
            async tx =>
            {
                // A newer extract is asked by whoever published it.
                if ((await SnapshotStore.Newest(tx, system.Name))?.Number != snapshot) return 0;
                var news = await UnmatchedStore.Replace(tx, system.Name, strangers);
                var waiting = (await UnmatchedStore.Counts(tx)).GetValueOrDefault(system.Name);
                if (news > 0 && waiting > 0 && (await SystemCharge.Of(tx, system, roles)).Person is { } owner) await outbox.PostTo(tx, owner.Id, Told(system, waiting));
                return news;
            },
            ct);
    }

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
