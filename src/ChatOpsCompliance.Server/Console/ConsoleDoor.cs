using System.Globalization;
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

    /// <summary>Marks a route that acts though it is asked by GET.</summary>
    public static readonly object Acts = new();

    /// <summary>Marks a post that is everybody's.</summary>
    public static readonly object Leaving = new();

    /// <summary>Whoever is here as an auditor sends nothing but that they leave.</summary>
    public static async ValueTask<object?> AuditorsOnlyRead(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var (http, marks) = (context.HttpContext, context.HttpContext.GetEndpoint()!.Metadata);
        if ((HttpMethods.IsGet(http.Request.Method) && !marks.Contains(Acts)) || marks.Contains(Leaving)) return await next(context);
        return await http.RequestServices.GetRequiredService<ConsoleDoor>().Auditor(http) is { } auditor
            ? new Drawn<SentencePage>(SentencePage.Of("Auditors read", "An auditor reads here and changes nothing. Whoever engaged you can do it, a sample by your own seed as well.", auditor), StatusCodes.Status403Forbidden)
            : await next(context);
    }

    private Task<Visitor?> Auditor(HttpContext http) => Caller.Of(http) is { } caller
        ? database.Read(async read => await Visitor.Of(read, caller, roles) is { OnlyReads: true } visitor ? visitor : null, http.RequestAborted)
        : Task.FromResult<Visitor?>(null);

    private static ProblemHttpResult Shut() => TypedResults.Problem("Sign in first, at /console/sign-in.", statusCode: StatusCodes.Status403Forbidden, title: "Nobody is signed in");

    public async Task<IResult> Enter(HttpContext http, Func<Read, Visitor, Task<IResult>> show)
    {
        if (Caller.Of(http) is not { } caller) return Shut();
        var answer = await database.Read(async read => await Visitor.Of(read, caller, roles) is { } visitor ? await show(read, visitor) : null, http.RequestAborted);
        if (answer is not null) return answer;
        await signIn.Leave(http);
        return new Drawn<SentencePage>(
            SentencePage.Of("You are signed out", "Your entry in the roster is no longer active, or your engagement as an auditor is over, so the console is shut for you. The compliance team can help."),
            StatusCodes.Status403Forbidden);
    }

    /// <summary>A look at the database for an act that has its own authority.</summary>
    public Task<T> Look<T>(HttpContext http, Func<Read, Task<T>> look) => database.Read(look, http.RequestAborted);

    /// <summary>A page of evidence, for whoever may read any.</summary>
    public Task<IResult> Evidence(HttpContext http, string whose, Func<Read, Visitor, Task<IResult>> show) => Enter(http, async (read, visitor) => visitor.Sight.Any ? await show(read, visitor) : await Refuse(read, visitor, whose));

    /// <summary>What an auditor reads of whatever lies outside of their period.</summary>
    public Task<IResult> Outside(Read read, Visitor visitor) =>
        Refuse(read, visitor, string.Create(CultureInfo.InvariantCulture, $"You are engaged to read what lies from {visitor.Sight.From:yyyy-MM-dd} to {visitor.Sight.To:yyyy-MM-dd}, and this does not."));

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
