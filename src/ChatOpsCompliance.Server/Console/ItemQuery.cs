using System.Globalization;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.AccessReviews;

namespace ChatOpsCompliance.Server.Console;

/// <summary>Which items a page shows, as it stands in its address. What can't be read narrows nothing.</summary>
/// <param name="Whole">Looks at every item for a page, however long it takes; else at so many.</param>
public sealed record ItemQuery(ItemFilter Filter, int After, bool Whole = false)
{
    public const string Outcome = "outcome", Flagged = "flagged", Reviewer = "reviewer", Text = "q", AfterItem = "after", WholeOf = "whole";

    public static readonly ItemQuery All = new(ItemFilter.None, 0);

    public bool Narrows => Filter != ItemFilter.None;

    public static ItemQuery Read(IQueryCollection query) => new(
        new(
            Enum.GetValues<ChatOpsCompliance.AccessReviews.Outcome>().Where(o => o.ToString().Equals(query[Outcome], StringComparison.OrdinalIgnoreCase)).Cast<ChatOpsCompliance.AccessReviews.Outcome?>().FirstOrDefault(),
            query[Flagged] == "yes",
            Id<Person>.TryParse(query[Reviewer], out var reviewer) ? reviewer : null,
            query[Text].ToString().Trim() is { Length: > 0 } text ? text : null),
        int.TryParse(query[AfterItem], NumberStyles.None, CultureInfo.InvariantCulture, out var after) ? after : 0,
        query[WholeOf] == "yes");

    public int Looks => Whole ? ItemSearchStore.Whole : ItemSearchStore.MostLooked;

    /// <summary>The address of the items after this one, with the same filter.</summary>
    public string Address(Id<Campaign> campaign, int after)
    {
        var parts = new List<KeyValuePair<string, string?>>();
        if (Filter.Outcome is { } outcome) parts.Add(new(Outcome, outcome.ToString()));
        if (Filter.Flagged) parts.Add(new(Flagged, "yes"));
        if (Filter.Reviewer is { } reviewer) parts.Add(new(Reviewer, reviewer.ToString()));
        if (Filter.Text is { } text) parts.Add(new(Text, text));
        if (Whole) parts.Add(new(WholeOf, "yes"));
        if (after > 0) parts.Add(new(AfterItem, after.ToString(CultureInfo.InvariantCulture)));
        return $"{CampaignPages.Address(campaign)}{QueryString.Create(parts)}#items";
    }
}
