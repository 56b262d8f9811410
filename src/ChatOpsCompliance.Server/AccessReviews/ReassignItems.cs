using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;
using static ChatOpsCompliance.Server.AccessReviews.ReviewWords;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>
/// The campaign's owner gives one undecided item, or many by a filter, to another reviewer: first chosen, then shown, then given. What the new
/// reviewer may not decide on stays where it is, and the form says so before anything moves.
/// </summary>
public static class ReassignItems
{
    public static async Task<Result<Reply>> Ask(Read read, Visit visit)
    {
        var (campaign, no) = await visit.Led(read, "give its items to others");
        if (campaign is null) return no!;
        var one = visit.Values.Has(LifeVerbs.Item);
        var (items, none) = one ? await ChooseItems.Of(read, visit, campaign) : new Result<IReadOnlyList<ReviewItem>>();
        if (one && items is null) return none!;
        var systems = (await CampaignStore.Snapshots(read, campaign.Id)).Select(s => s.System).ToList();
        return new Show(new(
            $"{campaign.Title}: another reviewer",
            [.. one ? ChooseItems.List(items!) : ChooseItems.Fields(visit, systems), new Write(LifeVerbs.To, "Give them to (name or e-mail)", visit.Values[LifeVerbs.To]) { Required = true }, new Write(LifeVerbs.Why, "Why", visit.Values[LifeVerbs.Why]) { Required = true }],
            new Button(LifeVerbs.ReassignThese, "Look at what would go", Values.None, ButtonStyle.Primary),
            [],
            ChooseItems.About(visit)));
    }

    /// <summary>What would go and what would not; nothing has changed yet.</summary>
    public static async Task<Result<Reply>> Look(Read read, Visit visit)
    {
        var (plan, no) = await Plan(read, visit);
        return plan is null ? no! : new Show(FormOf(plan, visit));
    }

    public static async Task<Result<Reply>> Run(Tx tx, Visit visit)
    {
        var (plan, no) = await Plan(tx, visit);
        if (plan is null) return no!;
        var form = FormOf(plan, visit);
        if (visit.Values[Form.RenderingField] != form.Rendering()) return new Show(form with { Banner = "Something changed since you looked: this is how it stands now." });
        foreach (var item in plan.Go)
            if ((await GiveItem.Run(tx, item, plan.To, ReassignCause.Chosen, plan.Why, visit.By, plan.Lines)).No is { } refused) return refused;
        return new Finish($"Done: {Count(plan.Go.Count, "item waits", "items wait")} for {plan.To.Name} now.");
    }

    private sealed record Reassigning(Campaign Campaign, Person To, Words Why, IReadOnlyList<ReviewItem> Go, IReadOnlyList<(ReviewItem Item, Refusal No)> Stay, ReportingLines Lines);

    private static async Task<Result<Reassigning>> Plan(Read read, Visit visit)
    {
        var (campaign, no) = await visit.Led(read, "give its items to others");
        if (campaign is null) return no!;
        var (to, nobody) = await visit.PersonIn(read, LifeVerbs.To);
        if (to is null) return nobody!;
        if (Words.Of(visit.Values[LifeVerbs.Why]) is not { } why) return new WhyMissing { Field = LifeVerbs.Why };
        var (items, none) = await ChooseItems.Of(read, visit, campaign);
        if (items is null) return none!;
        var lines = new ReportingLines(await PeopleStore.Everybody(read));
        var judged = items.Select(i => (Item: i, i.Give(to, ReassignCause.Chosen, why, visit.By, lines).No)).ToList();
        var go = judged.Where(j => j.No is null).Select(j => j.Item).ToList();
        // One sentence for all: nothing of what was chosen can go.
        if (go.Count == 0) return judged[0].No!;
        return new Reassigning(campaign, to, why, go, [.. judged.Where(j => j.No is not null).Select(j => (j.Item, j.No!))], lines);
    }

    private static Form FormOf(Reassigning plan, Visit visit) => new(
        $"{plan.Campaign.Title}: {Count(plan.Go.Count, "item", "items")} to {plan.To.Name}",
        [
            .. ChooseItems.List(plan.Go),
            new Paragraph($"Why: {plan.Why.Text}"),
            .. plan.Stay.GroupBy(s => s.No.Sentence, StringComparer.Ordinal).Select(g => new Note($"{Count(g.Count(), "item stays", "items stay")} where {(g.Count() == 1 ? "it is" : "they are")}: {g.Key}")),
            .. plan.Go.Any(i => i.Draft is not null) ? new Block[] { new Note("Choices that were saved and not signed are dropped: the new reviewer starts anew.") } : [],
        ],
        new Button(LifeVerbs.Give, $"Give {(plan.Go.Count == 1 ? "this item" : $"these {plan.Go.Count} items")} to {plan.To.Name}", Values.None, ButtonStyle.Primary),
        [new Button(LifeVerbs.Reassign, "Choose others", Values.None)],
        ChooseItems.Carry(visit, new Values { [LifeVerbs.To] = visit.Values[LifeVerbs.To], [LifeVerbs.Why] = visit.Values[LifeVerbs.Why] }));
}
