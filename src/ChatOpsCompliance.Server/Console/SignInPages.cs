using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Console;

/// <summary>Picking a person, and leaving.</summary>
internal sealed class SignInPages(Database database, RoleBook roles, SystemBook systems)
{
    public const string Address = "/console/sign-in", Back = "back", Who = "person";

    public Task<IResult> Show(HttpContext http) => Draw(http, ConsolePage.OfOurs(http.Request.Query[Back]));

    public async Task<IResult> SignIn(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (!Id<Person>.TryParse(form[Who], out var id) || await database.Read(read => PeopleStore.ById(read, id), http.RequestAborted) is not { Active: true })
            return new Drawn<SentencePage>(SentencePage.Of("Nobody to sign in", "That is nobody active in the roster. Pick a person from the list."), StatusCodes.Status400BadRequest);
        await DemoSignIn.SignIn(http, id);
        return TypedResults.LocalRedirect(ConsolePage.OfOurs(form[Back]));
    }

    public async Task<IResult> SignOut(HttpContext http)
    {
        await DemoSignIn.SignOut(http);
        return TypedResults.LocalRedirect(Address);
    }

    private async Task<IResult> Draw(HttpContext http, string back)
    {
        var people = await database.Read<IReadOnlyList<(Person, string?)>>(
            async read =>
            {
                var campaigns = await CampaignStore.All(read);
                return [.. (await PeopleStore.Everybody(read)).Where(p => p.Active).Select(p => (p, Hint(p, campaigns))).OrderByDescending(p => roles.Of(p.p).SeesAll).ThenBy(p => p.Item2 is null).ThenBy(p => p.p.Name, StringComparer.Ordinal)];
            },
            http.RequestAborted);
        return new Drawn<SignInPage>(new() { [nameof(SignInPage.People)] = people, [nameof(SignInPage.Back)] = back });
    }

    /// <summary>Why a visitor may want to be this person here.</summary>
    private string? Hint(Person person, IReadOnlyList<Campaign> campaigns)
    {
        var visitor = new Visitor(person, roles.Of(person));
        string[] hints =
        [
            .. visitor.Roles.Compliance ? ["compliance"] : Array.Empty<string>(),
            .. visitor.Roles.Executive ? ["executive"] : Array.Empty<string>(),
            .. visitor.Roles.Auditor ? ["auditor"] : Array.Empty<string>(),
            .. campaigns.Any(c => c.Owner == person.Id) ? ["owns a review"] : Array.Empty<string>(),
            .. systems.All.Where(s => s.Owner == person.Email).Select(s => $"owns {s.Title}"),
        ];
        return hints.Length == 0 ? null : string.Join(", ", hints);
    }
}
