using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.Server.Deployments;
using ChatOpsCompliance.Server.EmergencyChanges;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Console;

/// <summary>All that the list of emergency changes shows.</summary>
/// <param name="Shows">Which of <see cref="ChangePages.Filters"/> is chosen.</param>
/// <param name="Matches">How many the filter and the text find; the newest of them are shown.</param>
public sealed record ChangesScreen(string Shows, string Text, IReadOnlyDictionary<string, int> Counts, IReadOnlyList<EmergencyChange> Changes, int Matches, IReadOnlyList<Offer> Offers, Chart Months, DateTimeOffset Now);

/// <summary>One emergency change, with all that happened to it.</summary>
/// <param name="Authors">Who wrote it, as people read it.</param>
/// <param name="AuthorsNote">What is not known of them, or what a reader should know.</param>
public sealed record ChangeScreen(
    EmergencyChange Change,
    IReadOnlyList<string> Authors,
    string? AuthorsNote,
    IReadOnlyList<GateQuestion> Questions,
    IReadOnlyList<ListedDeployment> Deployments,
    IReadOnlyList<HistoryLine> History,
    IReadOnlyList<Offer> Offers,
    DateTimeOffset Now);

/// <summary>The register of emergency changes, and each with its whole history and what its visitor can do about it.</summary>
internal sealed class ChangePages(ConsoleDoor door, PolicyBook policies, Offers offers)
{
    public const string Route = "/changes", Home = ConsolePage.First + Route;

    private const int Most = 200;

    private const string Whose = "The register of emergency changes is shown to compliance officers, executives and auditors. Yours, and what waits for you, stand in chat and on the first page.";

    /// <summary>What the list can be narrowed to, in the order of its links.</summary>
    public static readonly IReadOnlyList<(string Name, string Label)> Filters =
        [("open", "Not finished"), ("waiting", "Waiting for approval"), ("second", "Second approval due"), ("review", "To be reviewed"), ("late", "Late"), ("marked", "Break-glass or retroactive"), ("all", "All")];

    public static string Address(string shows) => $"{Home}?show={shows}";

    public static string Address(EmergencyChange change) => FormattableString.Invariant($"{Home}/{change.Number}");

    /// <summary>The page that a reference such as <c>EC-12</c> names; null when it names none.</summary>
    public static string? AddressOf(string? reference) =>
        reference?.StartsWith("EC-", StringComparison.Ordinal) == true && int.TryParse(reference.AsSpan(3), System.Globalization.CultureInfo.InvariantCulture, out var number) ? FormattableString.Invariant($"{Home}/{number}") : null;

    public Task<IResult> Show(HttpContext http) => door.Evidence(http, Whose, async (read, visitor) =>
        new Drawn<ChangesPage>(new() { [nameof(ChangesPage.Visitor)] = visitor, [nameof(ChangesPage.S)] = await Of(read, visitor, http.Request.Query["show"].ToString(), http.Request.Query["q"].ToString().Trim()) }));

    public Task<IResult> One(int number, HttpContext http) => door.Evidence(http, Whose, async (read, visitor) =>
    {
        if (await ChangeStore.ByNumber(read, number, policies) is not { } change) return new Drawn<SentencePage>(SentencePage.NotFound(visitor), StatusCodes.Status404NotFound);
        if (!visitor.Sight.Sees(change.RequestedAt)) return await door.Outside(read, visitor);
        return new Drawn<ChangePage>(new() { [nameof(ChangePage.Visitor)] = visitor, [nameof(ChangePage.S)] = await Of(read, visitor, change) });
    });

    private async Task<ChangesScreen> Of(Read read, Visitor visitor, string shows, string text)
    {
        shows = Filters.Any(f => f.Name == shows) ? shows : Filters[0].Name;
        var all = (await ChangeStore.Register(read, policies)).Where(c => visitor.Sight.Sees(c.RequestedAt)).ToList();
        var found = all.Where(c => Is(c, shows, read.Now) && Matches(c, text)).Reverse().ToList();
        return new(
            shows,
            text,
            Filters.ToDictionary(f => f.Name, f => all.Count(c => Is(c, f.Name, read.Now)), StringComparer.Ordinal),
            [.. found.Take(Most)],
            found.Count,
            await offers.Of(read, visitor, [(ChangeVerbs.Open.Name, "Ask for an emergency change")], Values.None, Address(shows)),
            ByMonth(all, read.Now),
            read.Now);
    }

    private async Task<ChangeScreen> Of(Read read, Visitor visitor, EmergencyChange change)
    {
        var authors = await ChangeStore.AuthorsState(read, change.Id);
        var names = (await People.PeopleStore.Everybody(read)).ToDictionary(p => p.Id, p => p.Name);
        return new(
            change,
            [.. (await ChangeStore.Authors(read, change.Id)).Select(a => ReadAuthors.Readable(a, names))],
            authors.Known == AuthorsKnown.NotYet ? change.Commit is null ? null : "being read from the source" : authors.Why,
            await GateStore.Of(read, change),
            await ListedDeployment.Of(read, await DeploymentStore.Of(read, change.Id)),
            await ChangeHistory.Of(read, change, names),
            await offers.Of(read, visitor, Offers.OfChange, ChangeWords.About(change).With(ChangeVerbs.Shown, ChangeWords.Shown(change)), Address(change)),
            read.Now);
    }

    /// <summary>The last twelve months, UTC, the running one last.</summary>
    private static Chart ByMonth(IReadOnlyList<EmergencyChange> all, DateTimeOffset now) => Chart.OfCounts("Emergency changes by month", [.. Enumerable.Range(0, 12).Select(n => now.UtcDateTime.AddMonths(n - 11)).Select(month => new ChartNumber(
        FormattableString.Invariant($"{month:MMM yyyy}"),
        all.Count(c => c.RequestedAt.UtcDateTime is var at && (at.Year, at.Month) == (month.Year, month.Month)),
        null))]);

    private static bool Is(EmergencyChange change, string shows, DateTimeOffset now) => shows switch
    {
        "waiting" => change.Waits,
        "second" => change.Second == SecondApproval.Due,
        "review" => change.Status == ChangeStatus.ReviewDue,
        "late" => OwedChange.Of(change).Any(o => now > o.Due),
        "marked" => change.BrokeGlass || change.Retroactive,
        "all" => true,
        _ => change.Status is ChangeStatus.Requested or ChangeStatus.Approved || OwedChange.Of(change).Any(),
    };

    private static bool Matches(EmergencyChange change, string text) =>
        text.Length == 0 || new[] { change.Reference, change.Repository, change.Environment, change.Commit ?? "", change.RequesterName, change.Asked.Incident, change.Asked.What }.Any(t => t.Contains(text, StringComparison.OrdinalIgnoreCase));
}

/// <summary>Something of an emergency change that somebody still has to do.</summary>
public sealed record OwedChange(string What, DateTimeOffset Due)
{
    public static IEnumerable<OwedChange> Of(EmergencyChange change)
    {
        if (change is { Second: SecondApproval.Due, SecondDue: { } second }) yield return new("second approval", second);
        if (change is { Details: null, ApprovedAt: not null } && change.Status is ChangeStatus.Approved or ChangeStatus.ReviewDue or ChangeStatus.Reviewed) yield return new("details", change.DetailsDue);
        if (change is { Status: ChangeStatus.ReviewDue, ReviewDue: { } review }) yield return new("review", review);
    }
}
