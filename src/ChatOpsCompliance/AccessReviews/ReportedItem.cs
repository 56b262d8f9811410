using ChatOpsCompliance.Evidence;

namespace ChatOpsCompliance.AccessReviews;

/// <summary>An item with the review it is of, and the columns by which every report names it.</summary>
public sealed record ReportedItem(Campaign Campaign, ReviewItem Item)
{
    public static IReadOnlyList<ReportColumn<T>> Columns<T>(Func<T, ReportedItem> of) =>
    [
        new("review", l => of(l).Campaign.Title),
        new("period", l => of(l).Campaign.Period, Below: true),
        new("item", l => of(l).Item.Ordinal, Below: true),
        new("system", l => of(l).Item.System),
        new("environment", l => of(l).Item.Grant.Environment, Below: true),
        new("holder", l => of(l).Item.SubjectName),
        new("account", l => of(l).Item.Grant.Account, Below: true),
        new("entitlement", l => of(l).Item.Statement ?? of(l).Item.Grant.Entitlement),
    ];
}
