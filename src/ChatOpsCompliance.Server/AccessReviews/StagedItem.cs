using System.Text.Json;
using ChatOpsCompliance.Access;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.People;

namespace ChatOpsCompliance.Server.AccessReviews;

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
