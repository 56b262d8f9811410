using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Console;

/// <summary>What came of an attempt to close: the sentence of a refusal, or the one beside the field, with the text as it was typed.</summary>
public sealed record CloseAnswer(string? Refused, string? Mistake, string Typed)
{
    public static readonly CloseAnswer None = new(null, null, "");
}

/// <summary>The page of one campaign.</summary>
internal sealed class CampaignPages(ConsoleDoor door, Offers offers)
{
    public static string Address(Id<Campaign> campaign) => $"/console/campaigns/{campaign}";

    public Task<IResult> Show(string id, HttpContext http) => Open(http, id, async (read, visitor, campaign) =>
        await Page(read, visitor, campaign, ItemQuery.Read(http.Request.Query), CloseAnswer.None, StatusCodes.Status200OK));

    /// <summary>Finds a campaign for whom may see it. Who may not, does not learn whether it is there.</summary>
    public Task<IResult> Open(HttpContext http, string id, Func<Read, Visitor, Campaign, Task<IResult>> show) => door.Enter(http, async (read, visitor) =>
    {
        var campaign = Id<Campaign>.TryParse(id, out var parsed) ? await CampaignStore.ById(read, parsed) : null;
        if (campaign is null ? visitor.SeesAll : visitor.Sees(campaign))
            return campaign is null ? new Drawn<SentencePage>(SentencePage.NotFound(visitor), StatusCodes.Status404NotFound) : await show(read, visitor, campaign);
        return await door.Refuse(read, visitor, "A review is shown to compliance officers, executives, auditors and its owner.");
    });

    public async Task<IResult> Page(Read read, Visitor visitor, Campaign campaign, ItemQuery query, CloseAnswer answer, int status) => new Drawn<CampaignPage>(
        new()
        {
            [nameof(CampaignPage.S)] = await CampaignScreen.Of(read, visitor, campaign, query, offers),
            [nameof(CampaignPage.Answer)] = answer,
        },
        status);
}
