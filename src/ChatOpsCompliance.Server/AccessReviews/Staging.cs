using System.Runtime.CompilerServices;
using ChatOpsCompliance.Access;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>Everything a launch looks at while it walks the snapshots: the roster, who can review, what was reviewed before.</summary>
internal sealed class Staging(ReviewDefinition definition, IReadOnlyList<Person> people, Bench bench, SystemBook systems, IReadOnlyList<(string System, long Snapshot)> snapshots, KnownGrants? lastReview, DateTimeOffset now)
{
    /// <summary>Behind the last grant of a system stands what is asked of it as a whole; behind the last system, the statements.</summary>
    private const int Whole = int.MaxValue;

    private const long Statements = long.MaxValue;

    private readonly ReportingLines lines = new(people);
    private readonly Dictionary<string, Person> byEmail = people.ToDictionary(p => p.Email, StringComparer.Ordinal);
    private readonly Survey survey = new(definition, bench, people.ToDictionary(p => p.Email, StringComparer.Ordinal), lastReview);

    public Bench Bench => bench;

    public IReadOnlyList<(string System, long Snapshot)> Snapshots => snapshots;

    /// <summary>The whole population was walked once: what the survey says of it is final, and items can be written.</summary>
    public void Surveyed() => survey.Complete();

    /// <summary>The items after a point of the walk, some at a time, with the point each chunk reaches. A refusal is the last thing yielded.</summary>
    public async IAsyncEnumerable<((long Snapshot, int Ordinal) To, IReadOnlyList<StagedItem> Items, Refusal? No)> Chunks(Database database, (long Snapshot, int Ordinal) from, int size, [EnumeratorCancellation] CancellationToken ct)
    {
        var reached = from.Snapshot == 0;
        var together = await database.Read(read => HoldingStore.Of(read, systems, snapshots, people), ct);
        foreach (var (system, snapshot) in snapshots)
        {
            var after = 0;
            if (!reached)
            {
                if (snapshot != from.Snapshot) continue;
                (reached, after) = (true, from.Ordinal);
            }

            if (after == Whole) continue;
            var known = await database.Read(
                async read => new SystemKnowledge(await SnapshotStore.AcrossEnvironments(read, snapshot), await EntitlementStore.CatalogueOf(read, system), await AccountMapStore.Of(read, system, people), together, await RemediationStore.AcceptedRisks(read, system)),
                ct);
            while (true)
            {
                var grants = await database.Read(read => SnapshotStore.Grants(read, snapshot, after, size), ct);
                if (grants.Count == 0) break;
                var (items, no) = Items(system, snapshot, after, grants, known);
                after += grants.Count;
                yield return ((snapshot, after), items, no);
                if (no is not null) yield break;
            }

            if (survey.Of(system, snapshot, known.Catalogue, OwnerOf(system)) is { Count: > 0 } whole) yield return ((snapshot, Whole), whole, null);
        }

        if (from.Snapshot != Statements && survey.Statements() is { Count: > 0 } statements) yield return ((Statements, 0), statements, null);
    }

    /// <summary>What is known of a system beside its grants.</summary>
    /// <param name="Across">In how many environments a service account holds grants, when in several.</param>
    /// <param name="Risks">The grants that should go but stay for a time, with until when.</param>
    private sealed record SystemKnowledge(Dictionary<string, int> Across, Catalogue Catalogue, AccountMap Accounts, HeldTogether Together, IReadOnlyDictionary<GrantKey, DateTimeOffset> Risks);

    private (IReadOnlyList<StagedItem> Items, Refusal? No) Items(string system, long snapshot, int after, IReadOnlyList<Grant> grants, SystemKnowledge known)
    {
        var here = bench with { SystemOwner = OwnerOf(system) };
        var items = new List<StagedItem>(grants.Count);
        foreach (var (n, told) in grants.Index())
        {
            var grant = known.Catalogue.Complete(told);
            if (!definition.Scope.Covers(system, grant)) continue;
            var subject = known.Accounts.Behind(grant);
            if (definition.OnlyOf is { } one && subject?.Id != one) continue;
            if (survey.Saw(system, grant, known.Catalogue.Find(grant.Entitlement), subject)) continue;
            var (route, no) = Routing.ReviewerOf(grant, subject, here, definition.Reviewer, lines);
            if (route is null) return (items, no);
            var context = new GrantContext(subject, lastReview?.Has(system, grant.Key), known.Across.GetValueOrDefault(grant.Account, 1))
            {
                Conflicts = known.Together.With(subject?.Id, system, grant.Entitlement),
                RiskAcceptedUntil = known.Risks.TryGetValue(grant.Key, out var until) ? until : null,
            };
            IReadOnlyList<Flag> flags = Flags.Of(grant, context, now);
            if (route.OnlyOneAbove) flags = [.. flags, new(FlagKind.ReviewerReportsToSubject, "everybody who could review this reports to its holder")];
            if (flags.Count == 0 && survey.Picks(route.Reviewer.Id, snapshot, system, grant.Key)) flags = [RandomKeeps.Flag];
            items.Add(new(after + n + 1, snapshot, system, grant, subject?.Id, route.Reviewer, Flag.Write(flags)) { LastSaid = lastReview?.Said(system, grant.Key) });
        }

        return (items, null);
    }

    private Person? OwnerOf(string system) => systems.Find(system) is { } known ? byEmail.GetValueOrDefault(known.Owner) : null;
}
