namespace ChatOpsCompliance.AccessReviews;

/// <summary>
/// One choice for several items. What takes access away may be said of any number; keeping goes together only for what nobody needs to look at
/// twice: unflagged items, few enough to have been read, or one person's items with the very same flags.
/// </summary>
public static class Together
{
    /// <summary>So many lines a person still reads before saying yes to them.</summary>
    public const int Most = 25;

    /// <summary>Whether an item may stay as one of many, without a look of its own: a grant that nothing is flagged on.</summary>
    public static bool NeedsNoLook(ReviewItem item) => !item.Flagged && item is { Kind: ItemKind.Grant, Stage: 1 };

    /// <summary>Whether this choice may be made for all of these at once.</summary>
    public static Refusal? May(Choice choice, IReadOnlyCollection<ReviewItem> items)
    {
        if (items.Count == 0) return new NothingTicked();
        if (choice.Decision != Decision.Keep || items.Count == 1) return null;
        if (items.Count > Most) return new TooManyToKeep(items.Count);
        var look = items.Count(i => !NeedsNoLook(i));
        return look == 0 || (look == items.Count && Alike(items)) ? null : new FlaggedAmongThem(look);
    }

    /// <summary>Accounts of one person (or one account nobody is behind), flagged for the same reasons.</summary>
    private static bool Alike(IReadOnlyCollection<ReviewItem> items) => items.All(i => i.Kind == ItemKind.Grant) &&
        items.Select(i => (i.Subject?.ToString() ?? i.Grant.Account, string.Join(',', i.Flags.Select(f => f.Kind).Distinct().Order()))).Distinct().Count() == 1;
}

public sealed record NothingTicked() : Refusal("Tick at least one access first.");

public sealed record TooManyToKeep(int Ticked) : Refusal($"At most {Together.Most} can be kept at once, so that each has been read; {Ticked} are ticked.");

public sealed record FlaggedAmongThem(int Flagged)
    : Refusal($"{(Flagged == 1 ? "1 of the ticked is" : $"{Flagged} of the ticked are")} flagged. Flagged access is kept one by one, or together for one person when the flags are the same.");
