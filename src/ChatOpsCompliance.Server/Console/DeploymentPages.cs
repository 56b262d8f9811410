using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Deployments;
using ChatOpsCompliance.Server.EmergencyChanges;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Console;

/// <summary>A deployment as the pages list it.</summary>
/// <param name="Person">The name of who is behind the account that started it; null when nobody knows.</param>
/// <param name="Action">What has to be done about it, where nobody had approved it.</param>
public sealed record ListedDeployment(Deployment Deployment, string? Person, ActionTask? Action, IReadOnlyList<Offer> Offers)
{
    internal static async Task<IReadOnlyList<ListedDeployment>> Of(Read read, IReadOnlyList<Deployment> deployments, Func<Deployment, Task<IReadOnlyList<Offer>>>? offers = null)
    {
        var listed = new List<ListedDeployment>();
        foreach (var one in deployments)
        {
            var unauthorised = one.Class == DeploymentClass.Unauthorised;
            listed.Add(new(
                one,
                one.ActorPerson is { } person ? (await PeopleStore.ById(read, person))?.Name ?? "somebody" : null,
                unauthorised ? await ActionStore.Of(read, ActionKind.Unauthorised, $"deployment/{one.Id}") : null,
                unauthorised && offers is not null ? await offers(one) : []));
        }

        return listed;
    }
}

/// <param name="Shows">A class, or all.</param>
/// <param name="Counts">How many there are of each class, counted up to <see cref="DeploymentCountStore.Most"/>.</param>
public sealed record DeploymentsScreen(string Shows, string Text, IReadOnlyDictionary<DeploymentClass, int> Counts, IReadOnlyList<ListedDeployment> Deployments, bool More);

/// <summary>What was deployed to production and who had approved it; and what runs asked at the gate.</summary>
internal sealed class DeploymentPages(ConsoleDoor door, Offers offers)
{
    public const string Route = "/deployments", Home = ConsolePage.First + Route, GateRoute = "/gate", GateHome = ConsolePage.First + GateRoute, All = "all";

    private const int Most = 200;

    private const string Whose = "Deployments and the gate's answers are shown to compliance officers, executives and auditors.";

    /// <summary>In the order of the links: what wants looking at first.</summary>
    public static readonly IReadOnlyList<DeploymentClass> Classes = [DeploymentClass.Unauthorised, DeploymentClass.Emergency, DeploymentClass.Rollback, DeploymentClass.Approved, DeploymentClass.Unknown];

    public static string Address(string shows) => $"{Home}?show={shows}";

    public static string Name(DeploymentClass of) => of.ToString().ToLowerInvariant();

    public Task<IResult> Show(HttpContext http) => door.Evidence(http, Whose, async (read, visitor) =>
        new Drawn<DeploymentsPage>(new() { [nameof(DeploymentsPage.Visitor)] = visitor, [nameof(DeploymentsPage.S)] = await Of(read, visitor, http.Request.Query["show"].ToString(), http.Request.Query["q"].ToString().Trim()) }));

    public Task<IResult> Gate(HttpContext http) => door.Evidence(http, Whose, async (read, visitor) =>
        new Drawn<GatePage>(new()
        {
            [nameof(GatePage.Visitor)] = visitor,
            [nameof(GatePage.Questions)] = visitor.SeesAll ? await GateStore.Latest(read, Most) : await GateStore.Latest(read, visitor.Sight.Start, visitor.Sight.End, Most),
        }));

    private async Task<DeploymentsScreen> Of(Read read, Visitor visitor, string shows, string text)
    {
        DeploymentClass? of = Classes.Cast<DeploymentClass?>().FirstOrDefault(c => Name(c!.Value) == shows);
        shows = of is { } one ? Name(one) : All;
        var newest = await DeploymentListStore.Before(read, visitor.Sight.End, new(Guid.Empty), visitor.Sight.Start, of, Most);
        return new(
            shows,
            text,
            visitor.SeesAll ? await DeploymentCountStore.ByClass(read) : (await DeploymentStore.Between(read, visitor.Sight.Start, visitor.Sight.End)).CountBy(d => d.Class).ToDictionary(),
            await ListedDeployment.Of(read, [.. newest.Where(d => Matches(d, text))], d => offers.Of(read, visitor, Offers.OfUnauthorised, new() { [ChangeVerbs.Deployment] = d.Id.ToString() }, Address(shows))),
            newest.Count == Most);
    }

    private static bool Matches(Deployment d, string text) =>
        text.Length == 0 || new[] { d.Repository, d.Environment, d.Commit, d.Actor, d.Reference ?? "", d.RunUrl }.Any(t => t.Contains(text, StringComparison.OrdinalIgnoreCase));
}
