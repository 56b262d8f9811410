using ChatOpsCompliance.Access;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Deployments;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Console;

/// <summary>A system as its extracts stand.</summary>
/// <param name="FreshDays">How old an extract may be for the strictest review of it; null when none reviews it.</param>
/// <param name="Needed">The launch that its newest extract will be too old for, once that is near.</param>
/// <param name="Underway">Extracts that were handed in and are not taken yet.</param>
public sealed record SourceState(SystemDefinition System, AccessSnapshot? Newest, int? FreshDays, NeededExtract? Needed, IReadOnlyList<UploadStore.Underway> Underway, IReadOnlyList<Offer> Offers)
{
    public bool TooOldAt(DateTimeOffset now) => FreshDays is { } days && (Newest is null || Newest.Facts.ExtractedAt < now.AddDays(-days));
}

/// <param name="Places">What is deployed, by the daily reading of each place's own list.</param>
public sealed record SourcesScreen(IReadOnlyList<SourceState> Systems, IReadOnlyList<ReadingStore.State> Places, DateTimeOffset Now);

/// <summary>Where the evidence comes from: each system's newest extract against what is needed, and each place's daily reading.</summary>
internal sealed class SourcePages(ConsoleDoor door, SystemBook systems, ReviewBook reviews, NeededExtracts needed, Offers offers)
{
    public const string Route = "/sources", Home = ConsolePage.First + Route;

    public Task<IResult> Show(HttpContext http) => door.Enter(http, async (read, visitor) => visitor.SeesAll
        ? new Drawn<SourcesPage>(new() { [nameof(SourcesPage.Visitor)] = visitor, [nameof(SourcesPage.S)] = await Of(read, visitor) })
        : await door.Refuse(read, visitor, "Sources are shown to compliance officers, executives and auditors. Your own systems stand on the first page."));

    private async Task<SourcesScreen> Of(Read read, Visitor visitor)
    {
        var (asked, underway) = (await needed.Of(read), await UploadStore.All(read));
        var states = new List<SourceState>();
        foreach (var system in systems.All)
        {
            states.Add(new(
                system,
                await SnapshotStore.Newest(read, system.Name),
                reviews.All.Where(r => r.Scope.CoversSystem(system.Name)).Min(r => (int?)r.FreshDays),
                asked.Where(n => n.System.Name == system.Name).MinBy(n => n.LaunchAt),
                [.. underway.Where(u => u.System == system.Name)],
                await offers.Of(read, visitor, [Offers.OfSystem[0]], new() { [ExtractVerbs.System] = system.Name }, Home)));
        }

        return new(states, await ReadingStore.Everything(read), read.Now);
    }
}
