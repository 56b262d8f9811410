using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Server.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ChatOpsCompliance.Server.Chat.Local;

/// <summary>Local chat's pages, and the door that its buttons knock at.</summary>
public static class LocalEndpoints
{
    /// <summary>Puts everything under <c>/chat</c>, guarded: it answers only a browser on this machine.</summary>
    public static void MapLocalChat(this IEndpointRouteBuilder app, LocalChat chat)
    {
        var pages = new LocalPages(chat);
        var routes = app.MapGroup("/chat").ExcludeFromDescription().AddEndpointFilter(LocalHeaders.Set).AddEndpointFilter(new LocalOnly());
        routes.MapGet("/", (Delegate)pages.Pick);
        routes.MapGet("/assets/{name}", LocalAssets.Get);
        routes.MapGet("/{user}", (string user, HttpContext http) => Open(chat, pages, user, http));
        routes.MapGet("/{user}/{place}", (string user, string place, HttpContext http) => ShowPlace(chat, pages, user, place, http));
        routes.MapGet("/{user}/events", (string user, long? since, HttpContext http, IHostApplicationLifetime host) => Events(chat, since, http, host));
        routes.MapPost("/{user}/click", (string user, HttpContext http) => Click(chat, pages, user, http));
        if (chat.PushClock is { } push) routes.MapPost("/clock", (Delegate)(Func<HttpContext, Task<IResult>>)(http => PushClock(push, http)));
    }

    private static async Task<IResult> Open(LocalChat chat, LocalPages pages, string user, HttpContext http) =>
        await chat.Directory.Person(user, http.RequestAborted) is { } person
            ? TypedResults.Redirect(LocalPages.Chat(user, pages.Start(person)))
            : Nobody;

    private static async Task<IResult> ShowPlace(LocalChat chat, LocalPages pages, string user, string place, HttpContext http) =>
        await chat.Directory.Person(user, http.RequestAborted) is { } person
            ? await pages.Place(http, person, place, Answer.None)
            : Nobody;

    private static async Task<IResult> Click(LocalChat chat, LocalPages pages, string user, HttpContext http)
    {
        var ct = http.RequestAborted;
        if (await chat.Directory.Person(user, ct) is not { } person) return Nobody;
        if (Press.IsTooLarge(http.Request)) return Problem(new AttachmentTooLarge().Sentence, StatusCodes.Status413PayloadTooLarge);
        if (await Press.Read(http.Request, (file, stop) => chat.Attach(person.Account, file, stop), ct) is not { } press) return NotAPress;
        // A delivery belongs to its account: nobody gets another's reply by sending another's delivery.
        var click = new Click(person.Account, person.Email, press.Verb, press.Values, $"{user}/{press.Delivery}");
        var reply = press.Unread is { } unread ? unread : await chat.Handle(click, ct);
        return await pages.Place(http, person, press.Place, Answer.To(press, reply));
    }

    private static ServerSentEventsResult<string> Events(LocalChat chat, long? since, HttpContext http, IHostApplicationLifetime host)
    {
        if (long.TryParse(http.Request.Headers["Last-Event-ID"], CultureInfo.InvariantCulture, out var last)) since = last;
        return TypedResults.ServerSentEvents(Changes(chat.Workspace, since ?? chat.Workspace.Version, host.ApplicationStopping, http.RequestAborted));
    }

    /// <summary>Says only that something changed; the page then asks for what it shows. The first event, at once, opens the stream.</summary>
    private static async IAsyncEnumerable<SseItem<string>> Changes(
        LocalWorkspace workspace, long seen, CancellationToken stopping, [EnumeratorCancellation] CancellationToken gone)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, gone);
        yield return Event("hello", seen);
        while (true)
        {
            await workspace.ChangeAfter(seen, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (either.IsCancellationRequested) yield break;
            seen = workspace.Version;
            yield return Event("changed", seen);
        }
    }

    private static SseItem<string> Event(string type, long version) =>
        new(version.ToString(CultureInfo.InvariantCulture), type) { EventId = version.ToString(CultureInfo.InvariantCulture) };

    private static async Task<IResult> PushClock(Func<TimeSpan, CancellationToken, Task> push, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var by = TimeSpan.FromDays(Number("days")) + TimeSpan.FromHours(Number("hours"));
        if (by <= TimeSpan.Zero || by > TimeSpan.FromDays(366)) return Problem("Push the clock by 1 hour to 366 days; it never goes back.", StatusCodes.Status400BadRequest);
        await push(by, http.RequestAborted);
        // Only the path of a page of ours: never an address that was posted.
        return TypedResults.LocalRedirect(form["back"].ToString() is var back && back.StartsWith("/chat/", StringComparison.Ordinal) ? back : "/chat");

        int Number(string name) => int.TryParse(form[name], CultureInfo.InvariantCulture, out var n) ? Math.Clamp(n, 0, 1000) : 0;
    }

    private static ProblemHttpResult Nobody => Problem("Nobody has that user id here. Pick a person at /chat.", StatusCodes.Status404NotFound);

    private static ProblemHttpResult NotAPress => Problem("A click names its verb and its delivery, as the buttons of the page do.", StatusCodes.Status400BadRequest);

    private static ProblemHttpResult Problem(string detail, int status) => TypedResults.Problem(detail, statusCode: status);
}
