using System.Globalization;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>One reviewer's part of one review as it stands now, and the screen of it they have before them.</summary>
internal sealed record ReviewInHand
{
    public required Campaign Campaign { get; init; }

    public required Id<Person> Reviewer { get; init; }

    /// <summary>All of this reviewer's, decided ones too, in the order of the screens.</summary>
    public required IReadOnlyList<ReviewItem> Items { get; init; }

    /// <summary>The ordinals of those wanted one by one.</summary>
    public required IReadOnlySet<int> Apart { get; init; }

    /// <summary>System to what one could have there, where somebody wants to exchange something.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Targets { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    public IReadOnlyList<ReviewItem> Undecided => [.. Items.Where(i => i.Decided is null)];

    public IReadOnlyList<ReviewPage> Pages => ReviewPage.All(Undecided, Apart);

    public static async Task<Result<ReviewInHand>> Of(Read read, Visit visit)
    {
        if (visit.Values.Id<Campaign>(ReviewVerbs.Campaign) is not { } id || await CampaignStore.ById(read, id) is not { } campaign) return new ItemUnknown();
        if (!visit.By.Active) return new NoLongerActive();
        var items = await Mine(read, id, visit.By.Id);
        if (items.Count == 0) return new NothingForYou(campaign.OwnerName);
        var review = await new ReviewInHand { Campaign = campaign, Reviewer = visit.By.Id, Items = items, Apart = Numbers(visit.Values[ReviewVerbs.Apart]).ToHashSet() }.Looked(read);
        if (campaign.IsOpen && review.Undecided.Count == 0) return new AllDecided();
        return campaign.Status == CampaignStatus.Active ? review : new CampaignNotOpen(campaign.Status);
    }

    /// <summary>The same, read anew after something was written.</summary>
    public async Task<ReviewInHand> Again(Read read) => await (this with { Items = await Mine(read, Campaign.Id, Reviewer) }).Looked(read);

    public ReviewInHand WithApart(IEnumerable<int> ordinals)
    {
        var apart = Apart.Union(ordinals).ToHashSet();
        return this with { Apart = apart, Items = ReviewPage.Order(Items, apart) };
    }

    /// <summary>The screen of just these, as far as they are still undecided; null when none is.</summary>
    public ReviewPage? PageOf(IEnumerable<int> ordinals)
    {
        var wanted = ordinals.ToHashSet();
        var shown = Undecided.Where(i => wanted.Contains(i.Ordinal)).ToList();
        return shown.Count == 0 ? null : new(shown.All(i => !ReviewPage.Alone(i, Apart)), shown);
    }

    /// <summary>The first screen with something behind the last one seen. What counted at once has left the list since; nothing is turned past unseen.</summary>
    public ReviewPage? After(IReadOnlyCollection<int> seen)
    {
        var last = seen.Count == 0 ? -1 : Items.Index().Where(i => seen.Contains(i.Item.Ordinal)).Select(i => i.Index).DefaultIfEmpty(-1).Max();
        var next = Items.Skip(last + 1).FirstOrDefault(i => i.Decided is null);
        return next is null ? null : Pages.FirstOrDefault(p => p.Items.Any(i => i.Ordinal == next.Ordinal));
    }

    /// <summary>From 0.</summary>
    public int NumberOf(ReviewPage page)
    {
        var ordinals = page.Items.Select(i => i.Ordinal).ToHashSet();
        return Math.Max(0, Pages.Index().FirstOrDefault(p => p.Item.Items.Any(i => ordinals.Contains(i.Ordinal))).Index);
    }

    /// <summary>Numbers joined by commas or dashes; what is none is left out.</summary>
    public static IReadOnlyList<int> Numbers(string text) =>
        [.. text.Split([',', '-']).Select(t => int.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : -1).Where(n => n >= 0)];

    /// <summary>Questions about roles, rules and statements have a form of their own.</summary>
    private static async Task<IReadOnlyList<ReviewItem>> Mine(Read read, Id<Campaign> campaign, Id<Person> reviewer) =>
        [.. (await ItemDetailStore.Of(read, campaign, reviewer)).Where(i => i.Kind == ItemKind.Grant)];

    private async Task<ReviewInHand> Looked(Read read)
    {
        var targets = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var system in Items.Where(i => i.Decided is null && i.Draft?.Decision == Decision.Modify).Select(i => i.System).Distinct())
            targets[system] = await ItemDetailStore.EntitlementsOf(read, Campaign.Id, system);
        return this with { Targets = targets, Items = ReviewPage.Order(Items, Apart) };
    }
}
