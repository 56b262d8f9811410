using ChatOpsCompliance.Access;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;
using static ChatOpsCompliance.Server.AccessReviews.ReviewWords;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>The one message a reviewer gets for a campaign: what waits, how far they are, a button. Drawn anew after each decision.</summary>
public sealed class ReviewDigest(Outbox outbox)
{
    public const string Kind = "review.digest";

    /// <summary>So few undecided items are decided by buttons on the message itself.</summary>
    public const int OnTheMessage = 3;

    /// <summary>And so many questions about roles, rules and statements are asked there; the next follows when one is answered.</summary>
    private const int MostQuestions = 5;

    public static string SubjectOf(Id<Campaign> campaign, Id<Person> reviewer) => $"{campaign}/{reviewer}";

    public static async Task<Card?> Draw(Read read, string subject)
    {
        var parts = subject.Split('/');
        var (campaign, reviewer) = (Id<Campaign>.Parse(parts[0]), Id<Person>.Parse(parts[1]));
        if (await CampaignStore.ById(read, campaign) is not { } c || await PeopleStore.ById(read, reviewer) is not { } person) return null;
        var tally = await ItemCountStore.Of(read, campaign, reviewer);
        var few = tally.Items - tally.Done is > 0 and <= OnTheMessage ? (await ItemDetailStore.Of(read, campaign, reviewer)).Where(i => i.Decided is null).ToList() : [];
        var questions = tally.Questions > 0 && few.Count == 0 ? (await ItemDetailStore.Of(read, campaign, reviewer)).Where(i => i.Kind != ItemKind.Grant && i.Decided is null).ToList() : [];
        return For(c, person, tally, few.Count > 0 ? few : questions);
    }

    /// <param name="few">The undecided items when they are few enough to be decided here; else those of them that are questions, which the list does not have.</param>
    public static Card For(Campaign campaign, Person reviewer, ItemCountStore.Tally tally, IReadOnlyList<ReviewItem> few)
    {
        var open = tally.Items - tally.Done;
        var inAll = few.Count == open;
        var title = $"{campaign.Title}, {campaign.Period:yyyy-MM-dd}";
        var correct = tally.Done > 0 && campaign.IsOpen ? new Block[] { new Buttons(new Button(LifeVerbs.Correct, "Change a decision…", Of(campaign))) } : [];
        if (campaign.Status == CampaignStatus.Cancelled)
            return new($"{title}: cancelled", new Heading(title), new Note("This review was cancelled. Nothing is left to do here; what was revoked is still removed."));
        if (tally.Items == 0)
            return new($"{title}: nothing waits for you", new Heading(title), new Note("What waited for you here has gone to somebody else. Nothing is left to do."));
        if (campaign.Status != CampaignStatus.Active)
            return new($"{title}: closed for decisions", [new Heading(title), new Progress(tally.Done, tally.Items, $"decided, {tally.Revoked} to be removed"), new Note("This review is closed for decisions. Thank you."), .. correct]);
        if (open == 0)
            return new($"{title}: you are done", [new Heading(title), new Progress(tally.Done, tally.Items, $"decided, {tally.Revoked} to be removed"), new Note("Thank you, nothing waits for you here."), .. correct]);

        var blocks = new List<Block>
        {
            new Heading(title),
            new Paragraph(tally.Questions == open ? $"{Count(open, "question waits", "questions wait")} for your answer." : $"{Count(open - tally.Questions, "item waits", "items wait")} for your decision{(tally.Questions > 0 ? $", and {Count(tally.Questions, "question", "questions")} for your answer" : "")}: does each person still need this access? {(tally.Flagged > 0 ? $"{Count(tally.Flagged, "is flagged and comes", "are flagged and come")} first." : "None is flagged.")}"),
            new Progress(tally.Done, tally.Items, $"decided{(tally.Drafts > 0 ? $", {Count(tally.Drafts, "draft", "drafts")} not signed yet" : "")}"),
            new Note($"Due {Day(campaign.DueAt, reviewer.TimeZone)}. What is not decided by then is reported as a deviation; nothing is kept by silence."),
        };
        foreach (var item in few.OrderBy(i => !i.Flagged).Take(Math.Max(OnTheMessage, MostQuestions)))
        {
            blocks.Add(new Divider());
            blocks.Add(new Paragraph(item.Kind != ItemKind.Grant ? Title(item) : $"{Holder(item)}: {Title(item)}"));
            blocks.Add(new Note(About(item)));
            blocks.Add(new Buttons([.. ButtonsFor(item)]));
        }

        if (few.Count > 0) blocks.Add(new Divider());
        var list = new List<Button>();
        if (tally.Questions < open) list.Add(new(ReviewVerbs.Open, inAll ? "See all as a list" : $"Review {Count(open - tally.Questions, "item", "items")}", Of(campaign), inAll ? ButtonStyle.Plain : ButtonStyle.Primary));
        blocks.Add(new Buttons([.. list, new(ReviewVerbs.WhyMe, "Why me?", Of(campaign)), new(LifeVerbs.Extend, "More time…", Of(campaign)), new(LifeVerbs.Away, "I'm away…", Values.None)]));
        blocks.AddRange(correct);
        return new($"{title}: {Count(open, "item waits", "items wait")} for your decision", blocks);
    }

    /// <summary>A digest for each reviewer, once the review is open.</summary>
    public async Task Send(Tx tx, CampaignLaunched launched)
    {
        foreach (var reviewer in await ItemCountStore.ByReviewer(tx, launched.Campaign))
            await outbox.Stand(tx, Kind, SubjectOf(launched.Campaign, reviewer.Reviewer), reviewer.Reviewer);
    }

    public Task Redraw(Tx tx, ItemDecided decided) => outbox.Redraw(tx, Kind, SubjectOf(decided.Campaign, decided.By));

    public Task Redraw(Tx tx, Id<Campaign> campaign, Id<Person> reviewer) => outbox.Redraw(tx, Kind, SubjectOf(campaign, reviewer));

    public async Task Redraw(Tx tx, ItemSettled settled)
    {
        if (await ItemStore.One(tx, settled.Campaign, settled.Ordinal) is { } item) await Redraw(tx, settled.Campaign, item.Reviewer);
    }

    public async Task RedrawAll(Tx tx, Id<Campaign> campaign)
    {
        foreach (var reviewer in await ItemCountStore.ByReviewer(tx, campaign)) await Redraw(tx, campaign, reviewer.Reviewer);
    }

    private static Values Of(Campaign campaign) => new() { [ReviewVerbs.Campaign] = campaign.Id.ToString() };

    /// <summary>A button decides at once, so its label is the whole statement; what needs a reason asks for it first.</summary>
    private static IEnumerable<Button> ButtonsFor(ReviewItem item)
    {
        if (item.Kind != ItemKind.Grant)
        {
            yield return AnswerForm.Open(item);
            yield break;
        }

        var values = new Values { [ReviewVerbs.Campaign] = item.Campaign.ToString(), [ReviewVerbs.Item] = item.Ordinal.ToString(System.Globalization.CultureInfo.InvariantCulture) };
        var what = $"{item.Grant.Entitlement} of {(item.AccountType == AccountType.Human ? item.SubjectName ?? item.Grant.Account : item.Grant.Account)}";
        yield return item.Flagged
            ? new Button(ReviewVerbs.Ask, $"Keep {what}…", values.With(ReviewVerbs.Option, "keep"))
            : new Button(ReviewVerbs.Decide, $"Keep {what}", values.With(ReviewVerbs.Option, "keep"));
        yield return new Button(ReviewVerbs.Ask, $"Revoke {what}…", values.With(ReviewVerbs.Option, "revoke"), ButtonStyle.Danger);
        yield return new Button(ReviewVerbs.Ask, $"Something else for {what}…", values);
    }
}
