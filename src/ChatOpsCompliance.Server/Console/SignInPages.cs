using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Configuration;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;
using Microsoft.AspNetCore.Authentication;

namespace ChatOpsCompliance.Server.Console;

/// <summary>The way to the provider, the sentence when it led nowhere, and leaving.</summary>
internal sealed class SignInPages(IServiceProvider services, Database database, Settings settings, ILogger<SignInPages> log)
{
    public const string Address = "/console/sign-in", Back = "back", Fresh = "fresh", OutAddress = "/console/signed-out";

    public const string Failed = "failed", Cancelled = "cancelled", NotFresh = "not-fresh", Silent = "silent";

    /// <summary>What is told about a sign-in that led nowhere, by the kind of its refusal: fixed sentences, so that nobody can put their own on a page of ours.</summary>
    private static readonly Dictionary<string, string> Sentences = new(StringComparer.Ordinal)
    {
        [nameof(NotHereAnyMore)] = new NotHereAnyMore().Sentence,
        [nameof(NotEngaged)] = new NotEngaged().Sentence,
        [nameof(EmailNotVouchedFor)] = new EmailNotVouchedFor().Sentence,
        [nameof(SignsInOtherwise)] = new SignsInOtherwise().Sentence,
        [nameof(NobodyKnown)] = new NobodyKnown().Sentence,
        [Failed] = "What came back from your provider proves nothing: it was too old, used before, begun in another browser, or not meant for this service. Sign in again from here.",
        [Cancelled] = "The sign-in was broken off at your provider.",
        [NotFresh] = "Your provider did not make you sign in anew, so nothing is confirmed by it. Whoever runs it has to let this service ask for that (prompt=login, max_age and auth_time).",
    };

    public static string FailedAt(string why) => $"{Address}/failed{QueryString.Create("why", why)}";

    public static string FreshFor(string back) => $"{Address}{QueryString.Create(Fresh, "yes").Add(Back, back)}";

    /// <summary>On to the provider, at once: there is nothing to choose.</summary>
    public async Task<IResult> Begin(HttpContext http)
    {
        var ask = services.GetRequiredService<SignInReturn>().Ask(ConsolePage.OfOurs(http.Request.Query[Back]), http.Request.Query.ContainsKey(Fresh));
        try
        {
            await http.ChallengeAsync(OpenIdSignIn.Scheme, ask);
            return TypedResults.Empty;
        }
        catch (Exception e) when (e is InvalidOperationException or HttpRequestException or IOException)
        {
            // The library wraps whatever goes wrong in reading the provider's metadata.
            log.LogError(e, "The provider of the sign-in can't be asked");
            return new Drawn<SentencePage>(SentencePage.Of("Nobody can sign in just now", "Your provider does not answer. Try again in a minute; what is urgent can be done in chat."), StatusCodes.Status503ServiceUnavailable);
        }
    }

    public IResult ShowFailed(HttpContext http) => new Drawn<SentencePage>(
        SentencePage.Of("You are not signed in", Sentences.GetValueOrDefault(http.Request.Query["why"].ToString()) ?? Sentences[Failed]),
        StatusCodes.Status403Forbidden);

    public IResult ShowSignedOut(HttpContext http) => new Drawn<SentencePage>(SentencePage.Of("You are signed out", "You are signed out here. At your provider you may still be signed in."));

    public async Task<IResult> SignOut(HttpContext http)
    {
        await Leave(http);
        return TypedResults.LocalRedirect(settings.DemoFolder is null ? OutAddress : Address);
    }

    /// <summary>Ends the session of this browser and takes its cookie.</summary>
    public async Task Leave(HttpContext http)
    {
        if (settings.DemoFolder is not null)
        {
            await DemoSignIn.SignOut(http);
            return;
        }

        SessionCookie.Take(http, settings);
        if (Caller.Of(http) is not { Session: { } session } caller) return;
        await database.InTransaction<Done>(
            new Actor(caller.Person, "console"),
            async tx =>
            {
                if (await SessionStore.End(tx, session)) tx.Happened(new SessionEnded(session, SessionEnd.SignedOut));
                return Done.It;
            },
            ct: http.RequestAborted);
    }
}
