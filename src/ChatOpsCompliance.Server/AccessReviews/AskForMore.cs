using System.Globalization;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Storage;
using static ChatOpsCompliance.Server.AccessReviews.ReviewWords;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>Somebody asks for more time, or that items are left out; another must approve. Asking changes nothing but that the question stands.</summary>
public sealed class AskForMore(ReviewBook reviews, TimeProvider clock)
{
    public async Task<Result<Reply>> Time(Read read, Visit visit)
    {
        var (campaign, no) = await visit.Campaign(read);
        if (campaign is null) return no!;
        if (campaign.Status != CampaignStatus.Active) return new CampaignNotOpen(campaign.Status);
        if (!await Takes(read, visit, campaign)) return new NotPartOfTheReview(campaign.OwnerName);
        return new Show(new(
            $"{campaign.Title}: more time",
            [
                new Paragraph($"Due {Day(campaign.DueAt, visit.By.TimeZone)}. Somebody else must approve: {campaign.OwnerName}, compliance or an executive. The date it was launched with stays in the reports."),
                new Write(LifeVerbs.Until, "New due day (like 2026-01-31)") { Required = true },
                new Write(LifeVerbs.Why, "Why") { Required = true },
            ],
            new Button(LifeVerbs.AskExtension, "Ask for more time", Values.None, ButtonStyle.Primary),
            [],
            new Values { [LifeVerbs.Campaign] = campaign.Id.ToString() }));
    }

    public async Task<Result<Reply>> AskTime(Tx tx, Visit visit)
    {
        var (campaign, no) = await visit.Campaign(tx);
        if (campaign is null) return no!;
        if (!DateOnly.TryParseExact(visit.Values[LifeVerbs.Until].Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return new NoDay { Field = LifeVerbs.Until };
        var zone = reviews.Find(campaign.Definition)?.Zone ?? TimeZoneInfo.Utc;
        var until = BusinessCalendar.Instant(day, new TimeOnly(23, 59), zone);
        var (asked, refused) = CampaignRequest.Extend(NewId(), campaign, visit.By, await Takes(tx, visit, campaign), until, Words.Of(visit.Values[LifeVerbs.Why]));
        if (asked is null) return refused is NotLater or TooLate ? refused with { Field = LifeVerbs.Until } : refused is WhyMissing ? refused with { Field = LifeVerbs.Why } : refused!;
        return await Ask(tx, asked);
    }

    public static async Task<Result<Reply>> Out(Read read, Visit visit)
    {
        var (campaign, no) = await visit.Campaign(read);
        if (campaign is null) return no!;
        if (campaign.Status != CampaignStatus.Active) return new CampaignNotOpen(campaign.Status);
        var one = visit.Values.Has(LifeVerbs.Item);
        if (!one && !visit.Leads(campaign)) return new NotTheCampaignOwner(campaign.OwnerName, "leave many items out of it");
        var (items, none) = one ? await ChooseItems.Of(read, visit, campaign) : new Result<IReadOnlyList<ReviewItem>>();
        if (one && items is null) return none!;
        var systems = (await CampaignStore.Snapshots(read, campaign.Id)).Select(s => s.System).ToList();
        return new Show(new(
            $"{campaign.Title}: leave out",
            [.. one ? ChooseItems.List(items!) : ChooseItems.Fields(visit, systems), new Write(LifeVerbs.Why, "Why these don't belong into this review", visit.Values[LifeVerbs.Why]) { Required = true }],
            new Button(LifeVerbs.ExcludeThese, "Look at what would be left out", Values.None, ButtonStyle.Primary),
            [],
            ChooseItems.About(visit)));
    }

    public async Task<Result<Reply>> LookOut(Read read, Visit visit)
    {
        var (asked, items, campaign, no) = await Excluding(read, visit);
        return asked is null ? Beside(no!) : new Show(FormOf(campaign!, items!, asked, visit));
    }

    public async Task<Result<Reply>> AskOut(Tx tx, Visit visit)
    {
        var (asked, items, campaign, no) = await Excluding(tx, visit);
        if (asked is null) return Beside(no!);
        var form = FormOf(campaign!, items!, asked, visit);
        return visit.Values[Form.RenderingField] == form.Rendering() ? await Ask(tx, asked) : new Show(form with { Banner = "Something changed since you looked: this is how it stands now." });
    }

    private async Task<(RequestAsked? Asked, IReadOnlyList<ReviewItem>? Items, Campaign? Campaign, Refusal? No)> Excluding(Read read, Visit visit)
    {
        var (campaign, no) = await visit.Campaign(read);
        if (campaign is null) return (null, null, null, no);
        var (items, none) = await ChooseItems.Of(read, visit, campaign);
        if (items is null) return (null, null, campaign, none);
        var (asked, refused) = CampaignRequest.Exclude(NewId(), campaign, visit.By, visit.Leads(campaign), items, Words.Of(visit.Values[LifeVerbs.Why]));
        return (asked, items, campaign, refused);
    }

    private static Form FormOf(Campaign campaign, IReadOnlyList<ReviewItem> items, RequestAsked asked, Visit visit) => new(
        $"{campaign.Title}: leave {Count(items.Count, "item", "items")} out",
        [
            .. ChooseItems.List(items),
            new Paragraph($"Why: {asked.Why.Text}"),
            new Note("Somebody who neither reviews nor holds any of it must approve. Until then it waits for its reviewer as before."),
        ],
        new Button(LifeVerbs.AskExclusion, $"Ask to leave {(items.Count == 1 ? "this item" : $"these {items.Count} items")} out", Values.None, ButtonStyle.Primary),
        [],
        ChooseItems.Carry(visit, new Values { [LifeVerbs.Why] = visit.Values[LifeVerbs.Why] }));

    private static Refusal Beside(Refusal no) => no is WhyMissing ? no with { Field = LifeVerbs.Why } : no;

    private static async Task<Result<Reply>> Ask(Tx tx, RequestAsked asked)
    {
        await RequestStore.Record(tx, asked);
        tx.Happened(asked);
        return new Finish("Asked. Nothing changes until somebody else approves; you will be told.");
    }

    /// <summary>Whether the person reviews something of it or leads it.</summary>
    private static async Task<bool> Takes(Read read, Visit visit, Campaign campaign) =>
        visit.Leads(campaign) || (await ItemCountStore.Of(read, campaign.Id, visit.By.Id)).Items > 0;

    private Id<CampaignRequest> NewId() => new(Guid.CreateVersion7(clock.GetUtcNow()));
}

public sealed record NoDay() : Refusal("Write a day like 2026-01-31.");
