using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>One decision: by a button on a message, in a draft that counts at once, or under a signature.</summary>
public static class DecideItem
{
    /// <summary>Asks why, when the decision needs a reason.</summary>
    public static async Task<Result<Reply>> Ask(Read read, Visit visit)
    {
        var (item, no) = await Find(read, visit);
        if (item is null) return no!;
        if (item.MayAct(visit.By) is { } refused) return refused;
        return Choice.Parse(visit.Values[ReviewVerbs.Option], null) is { } choice ? new Show(ReviewForm.Why(item, choice.Decision)) : new ChoiceMissing();
    }

    /// <summary>The button that decides, on a message or in the form that asked why.</summary>
    public static async Task<Result<Reply>> ByButton(Tx tx, Visit visit)
    {
        var (item, no) = await Find(tx, visit);
        if (item is null) return no!;
        if (Choice.Parse(visit.Values[ReviewVerbs.Option], visit.Values[ReviewVerbs.Words]) is not { } choice) return item.MayAct(visit.By) ?? new ChoiceMissing { Field = ReviewVerbs.Option };
        var why = ReviewForm.Why(item, choice.Decision);
        if (visit.Values.Has(Form.RenderingField) && visit.Values[Form.RenderingField] != why.Rendering()) return new Show(why with { Banner = "This item changed since you looked: this is how it stands now." });
        var (decided, refused) = await Decide(tx, item, choice, visit.By, why.Rendering());
        if (decided is null) return refused is ReasonNeeded ? refused with { Field = ReviewVerbs.Option } : refused is WordsNeeded ? refused with { Field = ReviewVerbs.Words } : refused!;
        return new Finish($"Recorded: {choice.Text}. {ReviewWords.Holder(item)}, {ReviewWords.Title(item)}.");
    }

    /// <summary>The rule, the guarded write, the fact. Whoever comes second is told who was first.</summary>
    internal static async Task<Result<ItemDecided>> Decide(Tx tx, ReviewItem item, Choice choice, Person by, string rendering)
    {
        var (decided, no) = item.Decide(choice, by, tx.Now, rendering);
        if (decided is null) return no!;
        // The guarded update, not the read above, settles a race.
        if (!await ItemStore.Record(tx, decided))
            return (await ItemStore.One(tx, item.Campaign, item.Ordinal))?.MayAct(by) ?? new CampaignNotOpen(CampaignStatus.Closed);
        tx.Happened(decided);
        return decided;
    }

    internal static async Task<Result<ReviewItem>> Find(Read read, Visit visit) =>
        visit.Values.Id<Campaign>(ReviewVerbs.Campaign) is { } campaign && visit.Values.Int(ReviewVerbs.Item) is { } ordinal && await ItemStore.One(read, campaign, ordinal) is { } item
            ? item
            : new ItemUnknown();
}

public sealed record ItemUnknown() : Refusal("This item is not known; it may be from another database. Open the review from its newest message.");

public sealed record ChoiceMissing() : Refusal("Choose what should happen with this access.");
