using System.Globalization;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.AccessReviews;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>The values of a decision's button.</summary>
internal static class Deciding
{
    public static Values Keep(ReviewItem item) => As(item, item.Flagged ? "keep:needed" : "keep");

    public static Values Revoke(ReviewItem item) => As(item, "revoke:moved");

    public static Values As(ReviewItem item, string option, string words = "") => new()
    {
        [ReviewVerbs.Campaign] = item.Campaign.ToString(),
        [ReviewVerbs.Item] = item.Ordinal.ToString(CultureInfo.InvariantCulture),
        [ReviewVerbs.Option] = option,
        [ReviewVerbs.Words] = words,
    };
}
