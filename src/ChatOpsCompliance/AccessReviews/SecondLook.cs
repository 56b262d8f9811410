using ChatOpsCompliance.People;

namespace ChatOpsCompliance.AccessReviews;

/// <summary>
/// What was flagged and kept is looked at once more, by somebody else: the item is undecided again, in its second stage. Whatever either of the two
/// revokes is revoked.
/// </summary>
public static class SecondLook
{
    public static bool Wanted(ReviewItem item, Decision decision, string? secondStage) =>
        secondStage is not null && decision == Decision.Keep && item is { Stage: 1, Kind: ItemKind.Grant } && item.Flags.Any(f => f.Kind != Access.FlagKind.Picked);

    /// <summary>What the first reviewer said, as the second reads it.</summary>
    public static string Statement(ReviewItem kept) => $"{kept.DecidedByName ?? "Somebody"} decided: {kept.Decided?.Text}. It is flagged, so a second look is asked of you.";
}

/// <summary>The first reviewer's keep stands in the history; the item waits for a second reviewer.</summary>
public sealed record SecondLookAsked(Id<Campaign> Campaign, int Ordinal, Id<Person> First, Id<Person> Second) : Fact
{
    public override string Kind => "item.second-look";

    public override string Subject => $"campaign/{Campaign}/{Ordinal}";
}

/// <summary>There is nobody but the holder and who kept it: the keep stands, and the missing second look is a deviation.</summary>
public sealed record SecondLookMissing(Id<Campaign> Campaign, int Ordinal, Id<Person> First) : Fact
{
    public override string Kind => "item.second-look-missing";

    public override string Subject => $"campaign/{Campaign}/{Ordinal}";
}
