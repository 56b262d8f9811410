using ChatOpsCompliance.Access;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Access;

/// <summary>Asks who answers for a system for a fresh extract, from five business days before a launch: once a system, review and period, whoever asks and how often.</summary>
public sealed class AskExtracts(Database database, NeededExtracts needed, Outbox outbox)
{
    public async Task Run(CancellationToken ct = default)
    {
        if ((await database.Read(read => needed.Of(read), ct)).Count == 0) return;
        await database.Bulk(
            Actor.Service,
            async tx =>
            {
                foreach (var need in await needed.Of(tx)) await Ask(tx, need);
                return Done.It;
            },
            ct);
    }

    private async Task Ask(Tx tx, NeededExtract need)
    {
        if (!await ExtractTaskStore.Ask(tx, need.System.Name, need.Review.Name, need.Period, need.LaunchAt)) return;
        var charge = await needed.InCharge(tx, need.System);
        tx.Happened(new ExtractAsked(need.System.Name, need.Review.Name, need.Period, charge.Person?.Id, need.LaunchAt));
        var title = $"{need.System.Title} needs a fresh extract";
        if (charge.Person is { } owner) await outbox.PostTo(tx, owner.Id, new(title, new Heading(title), new Paragraph(NeededExtracts.Why(need, owner)), new Buttons(NeededExtracts.HandIn(need))));
        else await outbox.PostToCompliance(tx, new(title, new Heading(title), new Paragraph($"{need.Review.Title} for {need.Period:yyyy-MM-dd} can't be launched without. Nobody active answers for the system: Systems:{need.System.Name}:Owner is {need.System.Owner}.")));
    }
}
