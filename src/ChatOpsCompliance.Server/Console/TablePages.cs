using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Storage;
using ChatOpsCompliance.Server.Web;

namespace ChatOpsCompliance.Server.Console;

/// <summary>
/// A reviewer's items as a table, for people with hundreds. Choices are drafts and are signed, by the very handlers of the form in chat; a choice for
/// all that is ticked is spread over their rows here, if the rules let them go together.
/// </summary>
internal sealed class TablePages(ChatRouter router, VerbPages verbs, Offers offers, ConsoleDoor door, Notice notice)
{
    public const string Route = "/reviews/{id}";

    /// <summary>The fields of a choice for all that is ticked.</summary>
    public const string Ticked = "tick", Bulk = "bulk", BulkWords = "bulk-words", IsBulk = "for-ticked";

    /// <summary>What the script is told of its post.</summary>
    private sealed record Told(bool Saved, string? Text, IReadOnlyDictionary<string, string> Mistakes, int Waiting, int Chosen);

    public static string Address(Id<Campaign> campaign) => $"{ConsolePage.First}/reviews/{campaign}";

    public Task<IResult> Show(string id, HttpContext http) => Open(http, id, TableQuery.Read(http.Request.Query), screen => Drawn(screen, StatusCodes.Status200OK));

    public async Task<IResult> Post(string id, HttpContext http)
    {
        if (Caller.Of(http) is not { } who) return TypedResults.StatusCode(StatusCodes.Status403Forbidden);
        var person = who.Person;
        var query = TableQuery.Read(http.Request.Query);
        if (!Id<Campaign>.TryParse(id, out var campaign) || await Press.Read(http.Request, (_, _) => Task.FromResult<Result<ChatOpsCompliance.Evidence.Attachment>>(new UnknownVerb()), http.RequestAborted) is not { } press)
            return new Drawn<SentencePage>(SentencePage.Of("Not sent", "Open the table again and send it from there."), StatusCodes.Status400BadRequest);

        var values = press.Values.With(ReviewVerbs.Campaign, campaign.ToString());
        Reply reply;
        if (!values.Has(IsBulk)) reply = await router.Handle(who, press.Verb, values, press.Delivery, http.RequestAborted);
        else if (await door.Look(http, read => Spread(read, person, campaign, values)) is var (spread, no) && no is not null) reply = new Refused(no.Kind, no.Sentence);
        else reply = await router.Handle(who, ReviewVerbs.Draft, spread!, press.Delivery, http.RequestAborted);
        if (http.Request.GetTypedHeaders().Accept.Any(a => a.MediaType == "application/json")) return await Tell(http, person, campaign, reply);

        switch (reply)
        {
            case Saved:
                notice.Leave(http, "Saved. A choice counts when you sign.");
                return TypedResults.LocalRedirect(query.Address(campaign, query.Page));
            case Mistakes mistakes:
                return await Open(http, id, query, s => Drawn(s with { Typed = press.Values, Mistakes = mistakes.Fields, Line = new("Some choices are not saved yet: look at the sentences beside them.", Alert: true) }, StatusCodes.Status422UnprocessableEntity));
            case Refused refused:
                return await Open(http, id, query, s => Drawn(s with { Typed = press.Values, Line = new(refused.Text, Alert: true) }, StatusCodes.Status409Conflict));
            default:
                return await verbs.Reply(http, press with { Place = query.Address(campaign) }, reply);
        }
    }

    /// <summary>The choice for all that is ticked, as the choice of each; or why they don't go together.</summary>
    private static async Task<Result<Values>> Spread(Read read, Id<ChatOpsCompliance.People.Person> person, Id<Campaign> campaign, Values values)
    {
        if (Choice.Parse(values[Bulk], values[BulkWords]) is not { } choice) return new ChoiceMissing();
        var ticked = values[Ticked].Split(',', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
        var items = (await ItemStore.Of(read, campaign, person)).Where(i => i.Kind == ItemKind.Grant && ticked.Contains(Number(i))).ToList();
        if (Together.May(choice, items) is { } no) return no;
        var spread = values.ToDictionary(StringComparer.Ordinal);
        foreach (var item in items) (spread[ReviewVerbs.ChoiceOf(item.Ordinal)], spread[ReviewVerbs.WordsOf(item.Ordinal)]) = (choice.Option, choice.Words?.Text ?? "");
        return Values.Of(spread);
    }

    private static string Number(ReviewItem item) => item.Ordinal.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private Task<IResult> Tell(HttpContext http, Id<ChatOpsCompliance.People.Person> person, Id<Campaign> campaign, Reply reply) => door.Look<IResult>(http, async read =>
    {
        var tally = await ItemCountStore.Of(read, campaign, person);
        var (text, mistakes) = reply switch { Refused no => (no.Text, None), Mistakes m => (null, m.Fields), _ => ((string?)null, None) };
        return TypedResults.Json(new Told(reply is Saved, text, mistakes, tally.Items - tally.Done, tally.Drafts));
    });

    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();

    private Task<IResult> Open(HttpContext http, string id, TableQuery query, Func<TableScreen, IResult> draw) => door.Enter(http, async (read, visitor) =>
        Id<Campaign>.TryParse(id, out var campaign) && await TableScreen.Of(read, visitor, campaign, query, offers) is { } screen
            ? draw(screen)
            : new Drawn<SentencePage>(SentencePage.Of("Nothing for you here", "Nothing in this review is yours to decide, or there is no such review.", visitor), StatusCodes.Status404NotFound));

    private static IResult Drawn(TableScreen screen, int status) => new Drawn<TablePage>(new() { [nameof(TablePage.S)] = screen }, status);
}
