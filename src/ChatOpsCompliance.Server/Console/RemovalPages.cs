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
/// <param name="Matches">How many the filter and the text find; the first of them are shown.</param>
public sealed record RemovalScreen(
    string Shows,
    string Text,
    IReadOnlyDictionary<string, int> Counts,
    IReadOnlyList<(string Label, int Tasks)> Ages,
    IReadOnlyList<(RiskRequest Request, IReadOnlyList<Offer> Offers)> Requests,
    IReadOnlyList<OfferedRemoval> Removals,
    IReadOnlyList<Offer> Offers,
    int Matches,
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
        ? new Drawn<RemovalsPage>(new() { [nameof(RemovalsPage.Visitor)] = visitor, [nameof(RemovalsPage.S)] = await Of(read, visitor, http.Request.Query["show"].ToString(), http.Request.Query["q"].ToString().Trim()) })
        : await door.Refuse(read, visitor, "All removals are shown to compliance officers and executives. Your own stand on the first page, and in chat."));

    private async Task<RemovalScreen> Of(Read read, Visitor visitor, string shows, string text)
    {
        shows = Filters.Any(f => f.Name == shows) ? shows : Filters[0].Name;
        var all = await RemediationStore.In(read, Removal.Open, Removal.Claimed, Removal.Unconfirmed, Removal.RiskAccepted);
        var found = all.Where(t => Is(t, shows, read.Now) && Matches(t, text)).ToList();
        var back = Address(shows);
        var requests = new List<(RiskRequest, IReadOnlyList<Offer>)>();
        foreach (var request in await RiskStore.Asked(read)) requests.Add((request, await offers.Of(read, visitor, Offers.OfRisk, new() { [RemovalVerbs.Request] = request.Id.ToString() }, back)));
        return new(
            shows,
            text,
            Filters.ToDictionary(f => f.Name, f => all.Count(t => Is(t, f.Name, read.Now)), StringComparer.Ordinal),
            Ages([.. all.Where(t => t.Waits).Select(t => (int)(read.Now - t.OpenedAt).TotalDays)]),
            requests,
            await OfferedRemoval.Of(read, visitor, found.Take(Most), offers, back),
            await offers.Of(read, visitor, [(RemovalVerbs.Second.Name, "Confirm what is gone")], Values.None, back),
            found.Count,
            read.Now);
    }

    private static bool Is(RemediationTask task, string shows, DateTimeOffset now) => shows switch
    {
        "late" => task.LateAt(now),
        "open" => task.Status == Removal.Open,
        "claimed" => task.Status == Removal.Claimed,
        "second" => task.Status == Removal.Unconfirmed,
        "risk" => task.Status == Removal.RiskAccepted,
        _ => task.Waits,
    };

    private static bool Matches(RemediationTask task, string text) =>
        text.Length == 0 || new[] { task.System, task.Grant.Account, task.Grant.Entitlement, task.OwnerName, task.Ticket ?? "", task.Via ?? "" }.Any(t => t.Contains(text, StringComparison.OrdinalIgnoreCase));

    private static IReadOnlyList<(string, int)> Ages(IReadOnlyList<int> days) =>
        [("up to 7 days", days.Count(d => d <= 7)), ("8 to 30 days", days.Count(d => d is > 7 and <= 30)), ("31 to 90 days", days.Count(d => d is > 30 and <= 90)), ("over 90 days", days.Count(d => d > 90))];
}
