using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Storage;
using ChatOpsCompliance.Server.Web;

namespace ChatOpsCompliance.Server.Console;

/// <summary>All that a reviewer's table shows, read at one instant.</summary>
public sealed record TableScreen
{
    /// <summary>As many as a browser draws without a wait, and as a form's fields may be.</summary>
    public const int RowsAPage = 100;

    public required Visitor Visitor { get; init; }

    public required Campaign Campaign { get; init; }

    /// <summary>All of this reviewer's, in the order of the form that chat has.</summary>
    public required IReadOnlyList<ReviewItem> All { get; init; }

    public required TableQuery Query { get; init; }

    /// <summary>What this reviewer can do here besides choosing.</summary>
    public required IReadOnlyList<Offer> Offers { get; init; }

    /// <summary>What was typed, when it is drawn again for a mistake.</summary>
    public Values? Typed { get; init; }

    public IReadOnlyDictionary<string, string> Mistakes { get; init; } = new Dictionary<string, string>();

    public Line? Line { get; init; }

    public IReadOnlyList<ReviewItem> Matching => field ??= [.. All.Where(Query.Matches)];

    public int Page => Math.Clamp(Query.Page, 0, Math.Max(0, (Matching.Count - 1) / RowsAPage));

    public IReadOnlyList<ReviewItem> Rows => field ??= [.. Matching.Skip(Page * RowsAPage).Take(RowsAPage)];

    public bool More => Matching.Count > (Page + 1) * RowsAPage;

    /// <summary>Whether any of these was reviewed before: on a first review nobody needs a column for it.</summary>
    public bool SaidBefore => Rows.Any(i => i.LastSaid is not null);

    public bool Open => Campaign.Status == CampaignStatus.Active;

    public IReadOnlyList<ReviewItem> Waiting => field ??= [.. All.Where(i => i.Outcome == Outcome.Undecided)];

    public int Chosen => Waiting.Count(i => i.Draft is not null);

    /// <summary>Null when there is nothing of theirs in it.</summary>
    internal static async Task<TableScreen?> Of(Read read, Visitor visitor, Id<Campaign> id, TableQuery query, Offers offers)
    {
        if (await CampaignStore.ById(read, id) is not { } campaign) return null;
        var items = await ItemDetailStore.Of(read, id, visitor.Person.Id);
        if (items.Count == 0) return null;
        var offered = await offers.Of(read, visitor, Console.Offers.OfReviewer, new() { [ReviewVerbs.Campaign] = id.ToString() }, query.Address(id));
        return new() { Visitor = visitor, Campaign = campaign, All = ReviewForm.Order(items), Query = query, Offers = offered };
    }

    public string? TypedOr(string field, string? saved) => Typed?.Has(field) == true ? Typed[field] : saved;
}
