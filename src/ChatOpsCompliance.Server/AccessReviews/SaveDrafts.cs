using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>
/// The choices and ticks that a screen sent, kept as drafts; those that count at once are decided, and those that pass an item on do so, when
/// the screen is saved whole. What can't be kept is told beside its field, and then nothing counts yet.
/// </summary>
/// <param name="decides">False when a field was merely changed: arrow keys pass over options nobody means.</param>
internal sealed class SaveDrafts(Tx tx, Visit visit, PassOn passOn, bool decides)
{
    private readonly Dictionary<string, string> mistakes = new(StringComparer.Ordinal);
    private readonly List<string> removed = [], passedOn = [];
    private readonly Dictionary<string, IReadOnlyList<string>> targets = new(StringComparer.Ordinal);

    /// <summary>Field and sentence.</summary>
    public IReadOnlyDictionary<string, string> Mistakes => mistakes;

    /// <summary>A choice was kept whose field for the word more is not on the screen yet.</summary>
    public bool AsksMore { get; private set; }

    /// <summary>The screen has to be drawn anew: fields came or went, or what a button says changed.</summary>
    public bool Redraws { get; private set; }

    /// <summary>What was recorded at once, in words; null when nothing was.</summary>
    public string? AtOnce => removed.Count + passedOn.Count == 0 ? null : string.Join(" ", [.. removed.Count == 0 ? Array.Empty<string>() : [$"Recorded at once, to be removed: {string.Join("; ", removed)}."], .. passedOn]);

    public async Task Run(ReviewInHand review)
    {
        var chosen = ReviewVerbs.Choices(visit.Values).SelectMany(c => review.Items.Where(i => c.Ordinals.Contains(i.Ordinal)).Select(item => (item, c.Field))).ToList();
        foreach (var (item, field) in chosen) await Chosen(item, field);
        if (visit.Values.Has(ReviewVerbs.ByTicks)) await Ticked(review);
        if (!decides || mistakes.Count > 0 || AsksMore) return;
        foreach (var (item, field) in chosen)
            if (await ChoiceIn(item, field) is { } choice && await Count(item, choice) is { } refused) mistakes[field] = refused.Sentence;
    }

    /// <summary>A target that is not known stays as it was sent, to be refused by its name.</summary>
    private async Task<Choice?> ChoiceIn(ReviewItem item, string field)
    {
        var (words, target) = ReviewVerbs.Beside(field);
        var choice = Choice.Parse(visit.Values[field], visit.Values[words], visit.Values[target]);
        return choice?.To is null ? choice : ReviewForm.Named(choice, await TargetsOf(item)) ?? choice;
    }

    private async Task Chosen(ReviewItem item, string field)
    {
        var (words, target) = ReviewVerbs.Beside(field);
        var choice = await ChoiceIn(item, field);
        var refused = choice is not null ? await Keep(item, choice, visit.Values.Has(words), visit.Values.Has(target)) : visit.Values[field].Length == 0 ? await TakeBack(item) : null;
        if (refused is not null) mistakes[refused is WordsNeeded or NoteNeeded ? words : refused is (TargetNeeded or TargetUnknown) && visit.Values.Has(target) ? target : field] = refused.Sentence;
        Redraws |= Fields(choice) != Fields(item.Draft);
    }

    /// <summary>Which fields stand beside a choice.</summary>
    private static (bool, string?) Fields(Choice? choice) => (choice?.Decision == Decision.Modify, choice is null ? null : ReviewWords.AsksWords(choice));

    private async Task<Refusal?> Keep(ReviewItem item, Choice choice, bool asksWords, bool asksTarget)
    {
        if (choice.Option == item.Decided?.Option) return null; // decided just so, a moment ago, from this very form
        if (item.MayAct(visit.By) is { } no) return no;
        if (choice.To is { } to && (to == item.Grant.Entitlement || !(await TargetsOf(item)).Contains(to))) return new TargetUnknown(item.System, to);
        if (choice.Check(item.Flagged) is { } incomplete)
        {
            // A screen that can't show the field for it says what is missing; ours keeps the choice and shows the field.
            if (!visit.Values.Has(ReviewVerbs.On) || incomplete is ReasonNeeded) return incomplete;
            if (item.Draft != choice && !await ItemStore.Draft(tx, item, choice)) return await Raced(item);
            AsksMore = true;
            return decides && (incomplete is TargetNeeded ? asksTarget : asksWords) ? incomplete : null;
        }

        return item.Draft == choice || await ItemStore.Draft(tx, item, choice) ? null : await Raced(item);
    }

    /// <summary>What does not wait for a signature.</summary>
    private async Task<Refusal?> Count(ReviewItem item, Choice choice)
    {
        if (choice.Option == item.Decided?.Option) return null;
        if (choice.PassesOn) return await Passed(item, choice);
        if (!item.CountsAtOnce(choice.Decision)) return null;
        var (decided, refused) = await DecideItem.Decide(tx, item, choice, visit.By, ReasonForm.Why(item, choice.Decision).Rendering());
        if (decided is not null) removed.Add($"{ReviewWords.Title(item)} of {ReviewWords.Holder(item)}");
        return refused;
    }

    private async Task<Refusal?> Passed(ReviewItem item, Choice choice)
    {
        var (to, no) = await passOn.Run(tx, item, choice, visit.By);
        if (to is not null) passedOn.Add($"Passed on to {to.Name}: {ReviewWords.Title(item)} of {ReviewWords.Holder(item)}.");
        return no;
    }

    /// <summary>What is ticked is a revoke, for the reason chosen below it if there is one yet; what is not, is none.</summary>
    private async Task Ticked(ReviewInHand review)
    {
        var shown = ReviewInHand.Numbers(visit.Values[ReviewVerbs.On]).ToHashSet();
        var ticks = ReviewVerbs.Ticks(visit.Values);
        var why = Choice.Parse(visit.Values[ReviewVerbs.Why], null);
        foreach (var item in review.Undecided.Where(i => shown.Contains(i.Ordinal) && Together.NeedsNoLook(i)))
        {
            var was = item.Draft?.Decision == Decision.Revoke ? item.Draft : null;
            if (!ticks.Contains(item.Ordinal) && was is null) continue;
            var choice = !ticks.Contains(item.Ordinal) ? null : why is { Decision: Decision.Revoke } ? why : was ?? new(Decision.Revoke, null, null);
            if (choice == was) continue;
            Redraws = true;
            if ((choice is null ? await TakeBack(item) : item.MayAct(visit.By) ?? (await ItemStore.Draft(tx, item, choice) ? null : await Raced(item))) is { } no)
                mistakes[ReviewVerbs.TicksOf([item])] = no.Sentence;
        }
    }

    /// <summary>“Choose one…” chosen again: a draft that stayed would be signed although the form no longer shows it.</summary>
    private async Task<Refusal?> TakeBack(ReviewItem item)
    {
        if (item.Draft is null || item.Decided is not null) return null;
        if (item.MayAct(visit.By) is { } no) return no;
        return await ItemStore.Draft(tx, item, null) ? null : await Raced(item);
    }

    private async Task<IReadOnlyList<string>> TargetsOf(ReviewItem item) =>
        targets.TryGetValue(item.System, out var known) ? known : targets[item.System] = await ItemDetailStore.EntitlementsOf(tx, item.Campaign, item.System);

    private async Task<Refusal> Raced(ReviewItem item) =>
        (await ItemStore.One(tx, item.Campaign, item.Ordinal))?.MayAct(visit.By) ?? new CampaignNotOpen(CampaignStatus.Closed);
}

public sealed record TargetUnknown(string System, string Name) : Refusal($"{System} has no other “{Name}” that we know of. Choose one of the list, or revoke this and let the new one be asked for.");
