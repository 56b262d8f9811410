using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Console;

/// <summary>An action with what its visitor can do about it, and what was handed in with it.</summary>
public sealed record OfferedAction(ActionTask Action, IReadOnlyList<Attachment> Files, IReadOnlyList<Offer> Offers);

/// <param name="Shows">Which of <see cref="ActionPages.Filters"/> is chosen.</param>
/// <param name="Counts">How many each filter has.</param>
public sealed record ActionsScreen(string Shows, IReadOnlyDictionary<string, int> Counts, IReadOnlyList<OfferedAction> Actions, DateTimeOffset Now);

/// <summary>What somebody must do about changes that nobody approved, gates that drifted, and reviews of emergency changes.</summary>
internal sealed class ActionPages(ConsoleDoor door, Offers offers)
{
    public const string Route = "/actions", Home = ConsolePage.First + Route;

    private const int Most = 100;

    /// <summary>In the order of the page's links.</summary>
    public static readonly IReadOnlyList<(string Name, string Label)> Filters = [("waiting", "Not settled"), ("late", "Late"), ("look", "Waiting for a second look"), ("settled", "Settled")];

    public static string Address(string shows) => $"{Home}?show={shows}";

    public Task<IResult> Show(HttpContext http) => door.Enter(http, async (read, visitor) => visitor.SeesAll
        ? new Drawn<ActionsPage>(new() { [nameof(ActionsPage.Visitor)] = visitor, [nameof(ActionsPage.S)] = await Of(read, visitor, http.Request.Query["show"].ToString()) })
        : await door.Refuse(read, visitor, "All actions are shown to compliance officers and executives. Your own stand on the first page, and in chat."));

    private async Task<ActionsScreen> Of(Read read, Visitor visitor, string shows)
    {
        shows = Filters.Any(f => f.Name == shows) ? shows : Filters[0].Name;
        var all = await ActionStore.All(read);
        var found = all.Where(a => Is(a, shows, read.Now)).ToList();
        found = shows == "settled" ? [.. found.OrderByDescending(a => a.SettledAt).Take(Most)] : [.. found.OrderBy(a => a.Deadline).Take(Most)];
        var files = await AttachmentStore.OfEach(read, found.Select(a => ActionCard.SubjectOf(a.Id)));
        var offered = new List<OfferedAction>();
        foreach (var action in found) offered.Add(new(action, [.. files[ActionCard.SubjectOf(action.Id)]], await offers.Of(read, visitor, Offers.OfAction, new() { [ActionVerbs.Action] = action.Id.ToString() }, Address(shows))));
        return new(shows, Filters.ToDictionary(f => f.Name, f => all.Count(a => Is(a, f.Name, read.Now)), StringComparer.Ordinal), offered, read.Now);
    }

    private static bool Is(ActionTask action, string shows, DateTimeOffset now) => shows switch
    {
        "late" => action.LateAt(now),
        "look" => action is { Status: ActionStatus.Done, Kind: not ActionKind.Drift },
        "settled" => action.Settled,
        _ => !action.Settled,
    };
}
