using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Console;

/// <summary>A removal with what its visitor can do about it.</summary>
public sealed record OfferedRemoval(RemediationTask Task, IReadOnlyList<Offer> Offers)
{
    internal static async Task<IReadOnlyList<OfferedRemoval>> Of(Read read, Visitor visitor, IEnumerable<RemediationTask> tasks, Offers offers, string back)
    {
        var offered = new List<OfferedRemoval>();
        foreach (var task in tasks) offered.Add(new(task, await offers.Of(read, visitor, Console.Offers.OfRemoval, new() { [RemovalVerbs.Task] = task.Id.ToString() }, back)));
        return offered;
    }
}

/// <summary>All that the page of removals shows, read at one instant.</summary>
/// <param name="Shows">Which of <see cref="RemovalPages.Filters"/> is chosen.</param>
/// <param name="Counts">How many each filter has.</param>
/// <param name="Ages">How many wait, by how long: up to 7 days, up to 30, up to 90, longer.</param>
/// <param name="Requests">What waits for somebody to accept its risk.</param>
/// <param name="Partly">The text was looked for among the most urgent alone.</param>
/// <param name="Matches">How many the filter has; with a text null when there are more than are shown.</param>
public sealed record RemovalScreen(
    string Shows,
    string Text,
    IReadOnlyDictionary<string, int> Counts,
    IReadOnlyList<(string Label, int Tasks)> Ages,
    IReadOnlyList<(RiskRequest Request, IReadOnlyList<Offer> Offers)> Requests,
    IReadOnlyList<OfferedRemoval> Removals,
    IReadOnlyList<Offer> Offers,
    int? Matches,
    bool Partly,
    DateTimeOffset Now);

/// <summary>Every removal of every review that is not done, how old it is, and what can be done about it.</summary>
internal sealed class RemovalPages(ConsoleDoor door, Offers offers)
{
    public const string Route = "/removals";

    private const int Most = 100;

    /// <summary>What the page can be narrowed to, in the order of its links.</summary>
    public static readonly IReadOnlyList<(string Name, string Label)> Filters =
        [("waiting", "Not done"), ("late", "Late"), ("open", "Not removed yet"), ("claimed", "Waiting for an extract"), ("second", "Waiting for a second person"), ("risk", "Risk accepted")];

    public static string Address(string shows) => $"{ConsolePage.First}{Route}?show={shows}";

    public Task<IResult> Show(HttpContext http) => door.Enter(http, async (read, visitor) => visitor.SeesAll
        ? new Drawn<RemovalsPage>(new() { [nameof(RemovalsPage.Visitor)] = visitor, [nameof(RemovalsPage.S)] = await Of(read, visitor, http.Request.Query["show"].ToString(), http.Request.Query["q"].ToString().Trim(), http.Request.Query["whole"] == "yes") })
        : await door.Refuse(read, visitor, "All removals are shown to compliance officers and executives. Your own stand on the first page, and in chat."));

    private async Task<RemovalScreen> Of(Read read, Visitor visitor, string shows, string text, bool whole)
    {
        shows = Filters.Any(f => f.Name == shows) ? shows : Filters[0].Name;
        var counts = await RemovalBoardStore.Counts(read);
        var found = await RemovalBoardStore.First(read, StatusesOf(shows), shows == "late" ? read.Now : DateTimeOffset.MaxValue, text.Length == 0 ? null : text, Most + 1, whole ? RemovalBoardStore.Whole : RemovalBoardStore.MostLooked);
        var back = Address(shows);
        var requests = new List<(RiskRequest, IReadOnlyList<Offer>)>();
        foreach (var request in await RiskStore.Asked(read)) requests.Add((request, await offers.Of(read, visitor, Offers.OfRisk, new() { [RemovalVerbs.Request] = request.Id.ToString() }, back)));
        return new(
            shows,
            text,
            Filters.ToDictionary(f => f.Name, f => Count(counts, f.Name), StringComparer.Ordinal),
            Ages([.. counts.Where(c => RemediationTask.Waiting.Contains(c.Status))]),
            requests,
            await OfferedRemoval.Of(read, visitor, found.Take(Most), offers, back),
            await offers.Of(read, visitor, [(RemovalVerbs.Second.Name, "Confirm what is gone")], Values.None, back),
            text.Length == 0 ? Count(counts, shows) : found.Count > Most ? null : found.Count,
            text.Length > 0 && !whole && counts.Any(c => StatusesOf(shows).Contains(c.Status) && c.Tasks > RemovalBoardStore.MostLooked),
            read.Now);
    }

    private static IReadOnlyList<Removal> StatusesOf(string shows) => shows switch
    {
        "open" => [Removal.Open],
        "claimed" => [Removal.Claimed],
        "second" => [Removal.Unconfirmed],
        "risk" => [Removal.RiskAccepted],
        _ => RemediationTask.Waiting,
    };

    private static int Count(IReadOnlyList<RemovalBoardStore.Standing> counts, string shows) => counts.Where(c => StatusesOf(shows).Contains(c.Status)).Sum(c => shows == "late" ? c.Late : c.Tasks);

    private static IReadOnlyList<(string, int)> Ages(IReadOnlyList<RemovalBoardStore.Standing> waiting)
    {
        var (week, month, quarter) = (waiting.Sum(w => w.WithinWeek), waiting.Sum(w => w.WithinMonth), waiting.Sum(w => w.WithinQuarter));
        return [("up to 7 days", week), ("8 to 30 days", month - week), ("31 to 90 days", quarter - month), ("over 90 days", waiting.Sum(w => w.Tasks) - quarter)];
    }
}
