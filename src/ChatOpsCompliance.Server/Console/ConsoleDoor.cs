using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ChatOpsCompliance.Server.Console;

/// <summary>
/// The one way in. The person behind the cookie and their roles are looked up in the very read that makes the page, so a role taken away or a
/// newer roster counts at once.
/// </summary>
internal sealed class ConsoleDoor(Database database, RoleBook roles, SignInPages signIn)
{
    /// <summary>Marks a route that gives no page: there nobody is sent to the sign-in.</summary>
    public static readonly object NoPage = new();

    public static async ValueTask<object?> MustBeSignedIn(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (Caller.Of(http) is not null) return await next(context);
        if (HttpMethods.IsGet(http.Request.Method) && !http.GetEndpoint()!.Metadata.Contains(NoPage))
            return TypedResults.LocalRedirect($"{SignInPages.Address}{QueryString.Create(SignInPages.Back, http.Request.Path + http.Request.QueryString)}");
        return Shut();
    }

    private static ProblemHttpResult Shut() => TypedResults.Problem("Sign in first, at /console/sign-in.", statusCode: StatusCodes.Status403Forbidden, title: "Nobody is signed in");

    public async Task<IResult> Enter(HttpContext http, Func<Read, Visitor, Task<IResult>> show)
    {
        if (Caller.Of(http) is not { } caller) return Shut();
        var answer = await database.Read(async read => await Visitor.Of(read, caller, roles) is { } visitor ? await show(read, visitor) : null, http.RequestAborted);
        if (answer is not null) return answer;
        await signIn.Leave(http);
        return new Drawn<SentencePage>(
            SentencePage.Of("You are signed out", "Your entry in the roster is no longer active, so the console is shut for you. The compliance team can help."),
            StatusCodes.Status403Forbidden);
    }

    /// <summary>A look at the database for an act that has its own authority.</summary>
    public Task<T> Look<T>(HttpContext http, Func<Read, Task<T>> look) => database.Read(look, http.RequestAborted);

    /// <summary>What somebody reads who may not see something: who may, by name.</summary>
    public async Task<IResult> Refuse(Read read, Visitor visitor, string what)
    {
        var officers = new List<string>();
        foreach (var email in roles.Emails("compliance"))
            if (await PeopleStore.ByEmail(read, email) is { Active: true } officer) officers.Add(officer.Name);
        var who = officers.Count == 0 ? "Nobody active has the compliance role (Console:Roles:compliance)." : $"{string.Join(" or ", officers)} (compliance) can help.";
        return new Drawn<SentencePage>(SentencePage.Of("Not for you to see", $"{what} {who}", visitor), StatusCodes.Status403Forbidden);
    }
}
