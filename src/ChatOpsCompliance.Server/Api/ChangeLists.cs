using System.Globalization;
using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.Server.Deployments;
using ChatOpsCompliance.Server.EmergencyChanges;
using ChatOpsCompliance.Server.Sources;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Api;

/// <summary>
/// <c>GET /api/v1/emergency-changes</c> and <c>/api/v1/deployments</c>, of a period (<c>since</c>, <c>until</c>; the last 30 days): what concerns the caller's own
/// repositories and environments, newest first, without anybody's words.
/// </summary>
internal sealed class ChangeLists(ApiDoor door, Database database, PolicyBook policies, TimeProvider clock)
{
    private const int Most = 1000;

    public Task<IResult> Changes(HttpContext http) => List<EmergencyChange>(
        http,
        async (read, period) => (await ChangeStore.Register(read, policies)).Where(c => c.RequestedAt >= period.Since && c.RequestedAt < period.Until).OrderByDescending(c => c.Number),
        c => (c.Repository, c.Environment),
        Of);

    public Task<IResult> Deployments(HttpContext http) => List<Deployment>(
        http,
        async (read, period) => (await DeploymentStore.Between(read, period.Since, period.Until)).Reverse(),
        d => (d.Repository, d.Environment),
        Of);

    private Task<IResult> List<T>(HttpContext http, Func<Read, (DateTimeOffset Since, DateTimeOffset Until), Task<IEnumerable<T>>> all, Func<T, (string Repository, string Environment)> where, Func<T, object> show) => door.EnterPipeline(http, async caller =>
    {
        var now = clock.GetUtcNow();
        if (Time(http, "since", now.AddDays(-30)) is not { } since || Time(http, "until", now.AddDays(1)) is not { } until) return ApiReply.Problem(StatusCodes.Status400BadRequest, "bad-period", "The request can't be read", "since and until are ISO 8601 times with offset, such as 2026-01-31T09:00:00Z.");
        var rows = (await database.Read(read => all(read, (since, until)), http.RequestAborted)).Where(r => where(r) is var (repository, environment) && caller.MaySpeakFor(repository, environment)).Take(Most + 1).ToList();
        return ApiReply.Of(StatusCodes.Status200OK, new { since, until, items = rows.Take(Most).Select(show), more = rows.Count > Most });
    });

    private static object Of(EmergencyChange c) => new
    {
        c.Reference,
        status = Name(c.Status),
        c.Repository,
        c.Environment,
        c.Commit,
        policy = c.Policy.Name,
        c.RequestedAt,
        c.ApprovedAt,
        c.WindowUntil,
        c.Retroactive,
        c.BrokeGlass,
        run_url = c.Run,
        c.UsedAt,
        second = Name(c.Second),
        c.SecondDue,
        c.ReviewDue,
        c.ReviewedAt,
    };

    private static object Of(Deployment d) => new { id = d.Id.ToString(), d.Source, d.Repository, d.Environment, d.Commit, d.RunUrl, d.Actor, d.StartedAt, d.FinishedAt, outcome = Name(d.Outcome), @class = Name(d.Class), d.Reason, d.Reference };

    private static string Name<T>(T value) where T : struct, Enum => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(string.Create(CultureInfo.InvariantCulture, $"{value}"));

    private static DateTimeOffset? Time(HttpContext http, string name, DateTimeOffset otherwise) =>
        http.Request.Query[name].ToString() is not { Length: > 0 } text ? otherwise : IsoTime.TryParse(text, out var time) ? time : null;
}
