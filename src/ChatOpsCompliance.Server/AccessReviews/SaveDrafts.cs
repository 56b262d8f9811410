using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>The choices that a form sent, kept as drafts; those that count at once are decided when the page is saved. What can't be kept is told beside its field.</summary>
/// <param name="decides">False when a field was merely changed: arrow keys pass over options nobody means.</param>
internal sealed class SaveDrafts(Tx tx, Visit visit, bool decides)
{
    private readonly Dictionary<string, string> mistakes = new(StringComparer.Ordinal);
    private readonly List<ReviewItem> atOnce = [];

    /// <summary>Field and sentence.</summary>
    public IReadOnlyDictionary<string, string> Mistakes => mistakes;

    /// <summary>What was recorded at once, in words; null when nothing was.</summary>
    public string? AtOnce => atOnce.Count == 0 ? null : $"Recorded at once, to be removed: {string.Join("; ", atOnce.Select(i => $"{ReviewWords.Title(i)} of {ReviewWords.Holder(i)}"))}.";

    public async Task Run(IReadOnlyList<ReviewItem> items)
    {
        foreach (var item in items)
        {
            var field = ReviewVerbs.ChoiceOf(item.Ordinal);
            var choice = Choice.Parse(visit.Values[field], visit.Values[ReviewVerbs.WordsOf(item.Ordinal)]);
            var refused = choice is not null ? await Keep(item, choice) : visit.Values.Has(field) && visit.Values[field].Length == 0 ? await TakeBack(item) : null;
            if (refused is { } no)
                mistakes[no is WordsNeeded ? ReviewVerbs.WordsOf(item.Ordinal) : field] = no.Sentence;
        }
    }

    /// <summary>“Choose one…” chosen again: a draft that stayed would be signed although the form no longer shows it.</summary>
    private async Task<Refusal?> TakeBack(ReviewItem item)
    {
        if (item.Draft is null || item.Decided is not null) return null;
        if (item.MayAct(visit.By) is { } no) return no;
        return await ItemStore.Draft(tx, item, null) ? null : await Raced(item);
    }

    private async Task<Refusal> Raced(ReviewItem item) =>
        (await ItemStore.One(tx, item.Campaign, item.Ordinal))?.MayAct(visit.By) ?? new CampaignNotOpen(CampaignStatus.Closed);

    private async Task<Refusal?> Keep(ReviewItem item, Choice choice)
    {
        if (choice.Option == item.Decided?.Option) return null; // decided just so, a moment ago, from this very form
        if (item.MayAct(visit.By) is { } no) return no;
        if (choice.Check(item.Flagged) is { } incomplete) return incomplete;
        if (!decides || !item.CountsAtOnce(choice.Decision)) return item.Draft == choice || await ItemStore.Draft(tx, item, choice) ? null : await Raced(item);

        var (decided, refused) = await DecideItem.Decide(tx, item, choice, visit.By, ReviewForm.Why(item, choice.Decision).Rendering());
        if (decided is not null) atOnce.Add(item);
        return refused;
    }
}
