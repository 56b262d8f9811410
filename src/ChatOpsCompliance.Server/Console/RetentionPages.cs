using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Configuration;
using ChatOpsCompliance.Server.Retention;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Console;

/// <param name="Months">Null: nothing is let go.</param>
/// <param name="Holds">The newest first, each with the way to lift it where its visitor may.</param>
/// <param name="Gone">Of which systems the rows of old extracts were let go.</param>
public sealed record RetentionScreen(int? Months, IReadOnlyList<(HoldStore.Row Hold, Offer? Lift)> Holds, IReadOnlyList<OldSnapshotStore.GoneRow> Gone, IReadOnlyList<Offer> Offers);

/// <summary>For how long evidence is kept, what stops it from going, and what went.</summary>
internal sealed class RetentionPages(ConsoleDoor door, Offers offers, Settings settings)
{
    public const string Route = "/retention", Home = ConsolePage.First + Route;

    public Task<IResult> Show(HttpContext http) => door.Enter(http, async (read, visitor) => visitor.SeesAll
        ? new Drawn<RetentionPage>(new() { [nameof(RetentionPage.Visitor)] = visitor, [nameof(RetentionPage.S)] = await Of(read, visitor) })
        : await door.Refuse(read, visitor, "Holds and what was let go are shown to compliance officers, executives and auditors."));

    private async Task<RetentionScreen> Of(Read read, Visitor visitor)
    {
        var holds = new List<(HoldStore.Row, Offer?)>();
        foreach (var hold in await HoldStore.All(read))
            holds.Add((hold, await offers.Of(read, visitor, Offers.OfHold, new() { [HoldEvidence.Which] = hold.Id.ToString() }, Home) is [var lift] ? lift : null));
        return new(settings.RetentionMonths, holds, await OldSnapshotStore.Gone(read), await offers.Of(read, visitor, Offers.OfRetention, Values.None, Home));
    }
}
