using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Console;

/// <summary>Picking a person, in a demo.</summary>
internal sealed class PickPages(Database database, RoleBook roles, SystemBook systems)
{
    public const string Who = "person";

    public Task<IResult> Show(HttpContext http) => Draw(http, ConsolePage.OfOurs(http.Request.Query[SignInPages.Back]));

    public async Task<IResult> SignIn(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (!Id<Person>.TryParse(form[Who], out var id) || await database.Read(read => PeopleStore.ById(read, id), http.RequestAborted) is not { Active: true })
            return new Drawn<SentencePage>(SentencePage.Of("Nobody to sign in", "That is nobody active in the roster. Pick a person from the list."), StatusCodes.Status400BadRequest);
        await DemoSignIn.SignIn(http, id);
        return TypedResults.LocalRedirect(ConsolePage.OfOurs(form[SignInPages.Back]));
    }

    private async Task<IResult> Draw(HttpContext http, string back)
    {
        var people = await database.Read<IReadOnlyList<(Person, string?)>>(
            async read =>
            {
                var campaigns = await CampaignStore.All(read);
                var engaged = (await EngagementStore.All(read)).Where(e => e.RunsAt(read.Now)).Select(e => e.Person).ToHashSet();
                var people = new List<(Person Person, Roles Roles)>();
                foreach (var person in (await PeopleStore.Everybody(read)).Where(p => p.Active)) people.Add((person, await roles.Of(read, person)));
                return [.. people.Select(p => (p.Person, Hint: Hint(p.Person, p.Roles, campaigns, engaged), p.Roles)).OrderByDescending(p => p.Roles.SeesAll || engaged.Contains(p.Person.Id)).ThenBy(p => p.Hint is null).ThenBy(p => p.Person.Name, StringComparer.Ordinal).Select(p => (p.Person, p.Hint))];
            },
            http.RequestAborted);
        return new Drawn<PickPage>(new() { [nameof(PickPage.People)] = people, [nameof(PickPage.Back)] = back });
    }

    /// <summary>Why a visitor may want to be this person here.</summary>
    private string? Hint(Person person, Roles has, IReadOnlyList<Campaign> campaigns, IReadOnlySet<Id<Person>> engaged)
    {
        string[] hints =
        [
            .. has.Compliance ? ["compliance"] : Array.Empty<string>(),
            .. has.Executive ? ["executive"] : Array.Empty<string>(),
            .. engaged.Contains(person.Id) ? ["auditor"] : Array.Empty<string>(),
            .. has.Admin ? ["admin"] : Array.Empty<string>(),
            .. campaigns.Any(c => c.Owner == person.Id) ? ["owns a review"] : Array.Empty<string>(),
            .. systems.All.Where(s => s.Owner == person.Email).Select(s => $"owns {s.Title}"),
        ];
        return hints.Length == 0 ? null : string.Join(", ", hints);
    }
}
