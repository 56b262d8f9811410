using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Chat;

namespace ChatOpsCompliance.Server.Console;

/// <summary>Closing, by the very handler that chat has: it says who may and when, in the transaction that closes.</summary>
internal sealed class CloseForm(ChatRouter router, ConsoleDoor door, CampaignPages pages, Notice notice)
{
    public const string Delivery = "delivery";

    public const int MostCharacters = 2000;

    public async Task<IResult> Post(string id, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (!Id<Campaign>.TryParse(id, out var campaign) || !Guid.TryParse(form[Delivery], out var delivery) || Caller.Of(http) is not { } who)
            return new Drawn<SentencePage>(SentencePage.Of("Not sent", "A form to close names its review and its delivery, as the page does."), StatusCodes.Status400BadRequest);

        var response = form[ReviewVerbs.Response].ToString().ReplaceLineEndings("\n");
        if (response.Length > MostCharacters) return await Again(http, id, new(null, $"Write at most {MostCharacters} characters; these are {response.Length}.", response), StatusCodes.Status422UnprocessableEntity);
        var values = Values.None.With(ReviewVerbs.Campaign, campaign.ToString()).With(ReviewVerbs.Response, response);
        var reply = await router.Handle(who, ReviewVerbs.Close, values, $"{campaign}/{delivery}", http.RequestAborted);
        switch (reply)
        {
            case Finish done:
                notice.Leave(http, done.Text);
                return TypedResults.LocalRedirect(CampaignPages.Address(campaign));
            case Mistakes mistakes:
                return await Again(http, id, new(null, string.Join(' ', mistakes.Fields.Values), response), StatusCodes.Status422UnprocessableEntity);
            case Refused no:
                return await Again(http, id, new(no.Text, null, response), no.Kind == "NotRecorded" ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status409Conflict);
            default:
                throw new InvalidOperationException($"Closing never answers {reply.GetType().Name}.");
        }
    }

    /// <summary>The page again, with what was typed; who may not see it gets the sentence alone.</summary>
    private Task<IResult> Again(HttpContext http, string id, CloseAnswer answer, int status) => door.Enter(http, async (read, visitor) =>
        await CampaignStore.ById(read, Id<Campaign>.Parse(id)) is { } campaign && visitor.Sees(campaign)
            ? await pages.Page(read, visitor, campaign, ItemQuery.All, answer, visitor.MayClose(campaign) ? status : StatusCodes.Status403Forbidden)
            : new Drawn<SentencePage>(SentencePage.Of("Not closed", answer.Refused ?? answer.Mistake ?? "", visitor), StatusCodes.Status403Forbidden));
}
