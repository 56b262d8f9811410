using System.Runtime.CompilerServices;
using System.Text.Json;
using ChatOpsCompliance.Access;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>Everything a launch looks at while it walks the snapshots: the roster, who can review, what was reviewed before.</summary>
internal sealed class Staging(ReviewDefinition definition, IReadOnlyList<Person> people, Bench bench, SystemBook systems, IReadOnlyList<(string System, long Snapshot)> snapshots, KnownGrants? lastReview, DateTimeOffset now)
{
    private readonly ReportingLines lines = new(people);
    private readonly Dictionary<string, Person> byEmail = people.ToDictionary(p => p.Email, StringComparer.Ordinal);

    public Bench Bench => bench;

    public IReadOnlyList<(string System, long Snapshot)> Snapshots => snapshots;

    /// <summary>The items after a point of the walk, some at a time, with the point each chunk reaches. A refusal is the last thing yielded.</summary>
    public async IAsyncEnumerable<((long Snapshot, int Ordinal) To, IReadOnlyList<StagedItem> Items, Refusal? No)> Chunks(Database database, (long Snapshot, int Ordinal) from, int size, [EnumeratorCancellation] CancellationToken ct)
    {
        var reached = from.Snapshot == 0;
        foreach (var (system, snapshot) in snapshots)
        {
            var after = 0;
            if (!reached)
            {
                if (snapshot != from.Snapshot) continue;
                (reached, after) = (true, from.Ordinal);
            }

            var known = await database.Read(
                async read => new SystemKnowledge(await SnapshotStore.AcrossEnvironments(read, snapshot), await EntitlementStore.CatalogueOf(read, system), await AccountMapStore.Of(read, system, people)),
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
        }
    }

    /// <summary>What is known of a system beside its grants.</summary>
    /// <param name="Across">In how many environments a service account holds grants, when in several.</param>
    private sealed record SystemKnowledge(Dictionary<string, int> Across, Catalogue Catalogue, AccountMap Accounts);

    private (IReadOnlyList<StagedItem> Items, Refusal? No) Items(string system, long snapshot, int after, IReadOnlyList<Grant> grants, SystemKnowledge known)
    {
        var owner = systems.Find(system) is { } s ? byEmail.GetValueOrDefault(s.Owner) : null;
        var items = new List<StagedItem>(grants.Count);
        foreach (var (n, told) in grants.Index())
        {
            var grant = known.Catalogue.Complete(told);
            if (!definition.Scope.Covers(system, grant)) continue;
            var subject = known.Accounts.Behind(grant);
            var (route, no) = Routing.ReviewerOf(grant, subject, bench with { SystemOwner = owner }, definition.Reviewer, lines);
            if (route is null) return (items, no);
            var context = new GrantContext(subject, lastReview?.Has(system, grant.Key), known.Across.GetValueOrDefault(grant.Account, 1));
            IReadOnlyList<Flag> flags = Flags.Of(grant, context, now);
            if (route.OnlyOneAbove) flags = [.. flags, new(FlagKind.ReviewerReportsToSubject, "everybody who could review this reports to its holder")];
            items.Add(new(after + n + 1, snapshot, system, grant, subject?.Id, route.Reviewer, Flag.Write(flags)) { LastSaid = lastReview?.Said(system, grant.Key) });
        }

        return (items, null);
    }
}

/// <summary>One item on its way into a campaign.</summary>
internal sealed record StagedItem(int GrantOrdinal, long Snapshot, string System, Grant Grant, Id<Person>? Subject, Person Reviewer, string Flags)
{
    public ItemKind Kind { get; init; }

    public int Covers { get; init; } = 1;

    public string? Statement { get; init; }

    public LastSaid? LastSaid { get; init; }

    /// <summary>The rows as <c>ItemStore.InsertItems</c> reads them, numbered on from <paramref name="count"/>.</summary>
    public static string Json(IReadOnlyList<StagedItem> items, int count) => JsonSerializer.Serialize(items.Select((i, n) => new
    {
        o = count + n + 1,
        s = i.Snapshot,
        g = i.GrantOrdinal,
        sys = i.System,
        a = i.Grant.Account,
        t = i.Grant.AccountType.ToString(),
        e = i.Grant.Entitlement,
        env = i.Grant.Environment,
        p = Bit(i.Grant.Privileged),
        m = Bit(i.Grant.Mfa),
        used = i.Grant.LastUsedAt is { } at ? LedgerEntry.Time(at) : null,
        subject = i.Subject?.ToString().ToUpperInvariant(),
        reviewer = i.Reviewer.Id.ToString().ToUpperInvariant(),
        flags = i.Flags,
        kind = i.Kind.ToString(),
        covers = i.Covers,
        said = i.Statement,
        last = i.LastSaid?.Text,
        lastby = i.LastSaid?.By?.ToString().ToUpperInvariant(),
    }));

    private static int? Bit(bool? value) => value is { } v ? v ? 1 : 0 : null;
}
