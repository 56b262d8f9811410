using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Web;

namespace ChatOpsCompliance.Server.Console;

/// <summary>
/// Every act that chat knows, as a page: a verb that shows a form is drawn, and its buttons are sent through the same router to the same handlers. So
/// a feature has no pages of its own here, only links to its verbs.
/// </summary>
internal sealed class VerbPages(ChatRouter router, ChatRoutes routes, TakeUpload upload, ConsoleDoor door, Notice notice)
{
    public const string Route = "/do", Back = "back";

    /// <summary>The address of a verb's form. Only a verb that shows something has one.</summary>
    /// <param name="back">The page to go to when it is done.</param>
    public static string Address(Verb verb, Values values, string back) =>
        $"{ConsolePage.First}{Route}/{Uri.EscapeDataString(verb.Name)}{QueryString.Create(values.Select(v => KeyValuePair.Create<string, string?>(v.Key, v.Value)).Append(new(Back, back)))}";

    public async Task<IResult> Show(string verb, HttpContext http)
    {
        // A link must change nothing, whoever made it.
        if (routes.Shows(new(verb)) is null) return await door.Enter(http, (_, visitor) => Task.FromResult<IResult>(new Drawn<SentencePage>(SentencePage.NotFound(visitor), StatusCodes.Status404NotFound)));
        var values = Values.Of(http.Request.Query.Where(q => q.Key != Back).Select(q => KeyValuePair.Create(q.Key, q.Value.ToString())));
        var back = ConsolePage.OfOurs(http.Request.Query[Back]);
        var press = new Press(back, new(verb), values, Guid.NewGuid().ToString(), null, null);
        var reply = await Run(http, press);
        if (reply is Refused { Kind: nameof(EmergencyChanges.SignInAgain) }) return TypedResults.LocalRedirect(SignInPages.FreshFor(http.Request.Path + http.Request.QueryString));
        return await Draw(http, back, Answer.To(press, reply), StatusCodes.Status403Forbidden);
    }

    public async Task<IResult> Post(HttpContext http)
    {
        if (Caller.Of(http) is not { } who) return TypedResults.StatusCode(StatusCodes.Status403Forbidden);
        if (await Press.Read(http.Request, (file, ct) => upload.Run(who.Person, file, ct), http.RequestAborted) is not { } press)
            return new Drawn<SentencePage>(SentencePage.Of("Not sent", "A form names what it asks for and its delivery, as the page does. Open the page again and send it from there."), StatusCodes.Status400BadRequest);
        return await Reply(http, press, press.Unread is { } unread ? unread : await Run(http, press));
    }

    /// <summary>What a reply looks like: another form, a sentence, or the page it leads back to.</summary>
    public async Task<IResult> Reply(HttpContext http, Press press, Reply reply)
    {
        var (back, answer) = (ConsolePage.OfOurs(press.Place), Answer.To(press, reply));
        if (reply is Finish or Say && answer is { Form: null, Line: { } done })
        {
            notice.Leave(http, done.Text);
            return TypedResults.LocalRedirect(back);
        }

        return await Draw(http, back, answer, reply switch
        {
            Mistakes => StatusCodes.Status422UnprocessableEntity,
            Refused { Kind: "NotRecorded" } => StatusCodes.Status503ServiceUnavailable,
            Refused => StatusCodes.Status409Conflict,
            _ => StatusCodes.Status200OK,
        });
    }

    private Task<Reply> Run(HttpContext http, Press press) =>
        Caller.Of(http) is { } who ? router.Handle(who, press.Verb, press.Values, press.Delivery, http.RequestAborted) : throw new InvalidOperationException("Nobody is signed in.");

    /// <summary>The form, or the sentence when there is none.</summary>
    private Task<IResult> Draw(HttpContext http, string back, Answer answer, int status) => door.Enter(http, (_, visitor) => Task.FromResult<IResult>(answer.Form is { } form
        ? new Drawn<VerbPage>(
            new() { [nameof(VerbPage.Visitor)] = visitor, [nameof(VerbPage.Shown)] = form, [nameof(VerbPage.Line)] = answer.Line, [nameof(VerbPage.Back)] = back },
            answer.Line is { Alert: true } ? status : StatusCodes.Status200OK)
        : answer.Card is { } card
        ? new Drawn<CardPage>(new() { [nameof(CardPage.Visitor)] = visitor, [nameof(CardPage.Card)] = card, [nameof(CardPage.Back)] = back })
        : new Drawn<SentencePage>(SentencePage.Of("Not done", answer.Line?.Text ?? answer.Card?.Summary ?? "", visitor, back), status)));
}
