using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>One decision: by a button on a message, in a draft that counts at once, or under a signature.</summary>
public sealed class DecideItem(PassOn passOn)
{
    /// <summary>Asks why, when the decision needs a reason; asks everything when the button left it open.</summary>
    public static async Task<Result<Reply>> Ask(Read read, Visit visit)
    {
        var (item, no) = await Find(read, visit);
        if (item is null) return no!;
        if (item.MayAct(visit.By) is { } refused) return refused;
        return Choice.Parse(visit.Values[ReviewVerbs.Option], null) switch
        {
            { Decision: Decision.Keep or Decision.Revoke } choice => new Show(ReasonForm.Why(item, choice.Decision)),
            _ => new Show(ReasonForm.Any(item, await Targets(read, item))),
        };
    }

    /// <summary>The button that decides, on a message or in the form that asked why.</summary>
    public async Task<Result<Reply>> ByButton(Tx tx, Visit visit)
    {
        var (item, no) = await Find(tx, visit);
        if (item is null) return no!;
        if (Choice.Parse(visit.Values[ReviewVerbs.Option], visit.Values[ReviewVerbs.Words], visit.Values[ReviewVerbs.Target]) is not { } choice)
            return item.MayAct(visit.By) ?? new ChoiceMissing { Field = ReviewVerbs.Option };
        var shown = await Shown(tx, item, choice, visit.Values);
        if (visit.Values.Has(Form.RenderingField) && visit.Values[Form.RenderingField] != shown.Rendering()) return new Show(shown with { Banner = "This item changed since you looked: this is how it stands now." });
        if (choice.To is { } to)
        {
            if (ReviewForm.Named(choice, (await Known(tx, item)).Where(t => t != item.Grant.Entitlement)) is not { } named) return new TargetUnknown(item.System, to) { Field = ReviewVerbs.Target };
            choice = named;
        }

        if (choice.PassesOn)
        {
            var (next, unable) = await passOn.Run(tx, item, choice, visit.By);
            return next is null ? Beside(unable!) : new Finish($"Passed on to {next.Name}: {ReviewWords.Holder(item)}, {ReviewWords.Title(item)}.");
        }

        var (decided, refused) = await Decide(tx, item, choice, visit.By, shown.Rendering());
        return decided is null ? Beside(refused!) : new Finish($"Recorded: {choice.Text}. {ReviewWords.Holder(item)}, {ReviewWords.Title(item)}.");
    }

    /// <summary>The form that this was pressed on. What else there is on the system is read only for the form that offers it: it grows with the review.</summary>
    private static async Task<Form> Shown(Read read, ReviewItem item, Choice choice, Values values)
    {
        var why = choice.Decision is Decision.Keep or Decision.Revoke ? ReasonForm.Why(item, choice.Decision) : null;
        if (why is not null && (!values.Has(Form.RenderingField) || values[Form.RenderingField] == why.Rendering())) return why;
        var any = ReasonForm.Any(item, await Targets(read, item));
        return why is not null && values[Form.RenderingField] != any.Rendering() ? why : any;
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

    /// <summary>A sentence about a field stands beside it.</summary>
    private static Refusal Beside(Refusal no) => no switch
    {
        ReasonNeeded => no with { Field = ReviewVerbs.Option },
        WordsNeeded or NoteNeeded => no with { Field = ReviewVerbs.Words },
        TargetNeeded => no with { Field = ReviewVerbs.Target },
        _ => no,
    };

    private static async Task<IReadOnlyList<Option>> Targets(Read read, ReviewItem item) => ReviewForm.Targets(item, await Known(read, item));

    private static async Task<IReadOnlyList<string>> Known(Read read, ReviewItem item) => item.Kind == ItemKind.Grant ? await ItemDetailStore.EntitlementsOf(read, item.Campaign, item.System) : [];

    internal static async Task<Result<ReviewItem>> Find(Read read, Visit visit) =>
        visit.Values.Id<Campaign>(ReviewVerbs.Campaign) is { } campaign && visit.Values.Int(ReviewVerbs.Item) is { } ordinal && await ItemDetailStore.One(read, campaign, ordinal) is { } item
            ? item
            : new ItemUnknown();
}

public sealed record ItemUnknown() : Refusal("This item is not known; it may be from another database. Open the review from its newest message.");

public sealed record ChoiceMissing() : Refusal("Choose what should happen with this access.");
