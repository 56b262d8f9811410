using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Deployments;
using ChatOpsCompliance.Server.EmergencyChanges;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Api;

/// <summary>Removals, emergency changes and deployments: of a role all, of a system's key its removals, of a pipeline's what concerns its repositories and environments.</summary>
internal sealed class WorkReads(PolicyBook policies)
{
    private const string NoCursor = "is no 'next' of this list";

    private static readonly QueryField System = new("system", QueryForm.Text, "only those of this system");

    private static readonly QueryField Standing = QueryField.Of<Removal>("status", "only those that stand so");

    private static readonly QueryField Since = new("since", QueryForm.Time, "from this instant on");

    private static readonly QueryField Until = new("until", QueryForm.Time, "before this instant");

    private static readonly QueryField ChangeStanding = QueryField.Of<ChangeStatus>("status", "only those that stand so");

    private static readonly QueryField Class = QueryField.Of<DeploymentClass>("class", "only those of this class");

    private static readonly QueryField Repository = new("repository", QueryForm.Text, "only those of this repository");

    public IReadOnlyList<ApiRead> All =>
    [
        new("/remediations", "Access that must go, in the order it was decided. A system's key sees its system's.", [CampaignReads.Campaign, System, Standing, ApiQuery.Limit, ApiQuery.Cursor], typeof(Page<RemediationShape>), Remediations),
        new("/emergency-changes", "Emergency changes, the newest first, without anybody's words. A pipeline's key sees its repositories'.", [Since, Until, ChangeStanding, Repository, ApiQuery.Limit, ApiQuery.Cursor], typeof(Page<ChangeShape>), Changes),
        new("/deployments", "Deployments, the newest first. A pipeline's key sees its repositories'.", [Since, Until, Class, Repository, ApiQuery.Limit, ApiQuery.Cursor], typeof(Page<DeploymentShape>), Deployments),
    ];

    private static async Task<ReadAnswer> Remediations(Read read, ReadCaller caller, ApiQuery query, string one)
    {
        var system = query.Text(System) ?? (caller.System.Length > 0 ? caller.System : null);
        if (!caller.SeesAll && (caller.System.Length == 0 || system != caller.System)) return ReadAnswer.NotYours("Removals are for whoever reads as compliance, executive or auditor, and for a system's key, its own.");
        var after = Guid.Empty;
        if (query.Text(ApiQuery.Cursor) is { } cursor && !(Cursor.Read(cursor, 1) is [var part] && Guid.TryParse(part, out after))) return ReadAnswer.Unreadable(ApiQuery.Cursor.Name, NoCursor);
        var (campaign, status) = (query.Id<Campaign>(CampaignReads.Campaign), query.Of<Removal>(Standing));
        // An auditor sees those of the reviews that are theirs to see.
        var seen = caller.Sight.From is null ? null : (await CampaignStore.All(read)).Where(caller.Sees).Select(c => c.Id).ToHashSet();
        return ReadAnswer.Of(await Page<RemediationShape>.Of<RemediationTask>(
            query.Most,
            (last, count) => RemovalSearchStore.After(read, last?.Id ?? new(after), campaign, system, status, count),
            t => seen?.Contains(t.Campaign) != false,
            t => Cursor.Of(t.Id),
            t => RemediationShape.Of(t, read.Now)));
    }

    private async Task<ReadAnswer> Changes(Read read, ReadCaller caller, ApiQuery query, string one)
    {
        if (NoPlaces(caller) is { } no) return no;
        var before = Cursor.Whole(query.Text(ApiQuery.Cursor)) ?? int.MaxValue;
        if (before < 0) return ReadAnswer.Unreadable(ApiQuery.Cursor.Name, NoCursor);
        var (since, until, status, repository) = (query.Time(Since), query.Time(Until), query.Of<ChangeStatus>(ChangeStanding), query.Text(Repository));
        return ReadAnswer.Of(await Page<ChangeShape>.Of<EmergencyChange>(
            query.Most,
            (last, count) => ChangeStore.Before(read, last?.Number ?? before, count, policies),
            c => caller.SeesPlace(c.Repository, c.Environment) && caller.Sees(c.RequestedAt) && !(c.RequestedAt < since) && !(c.RequestedAt >= until) && (status is null || c.Status == status) && (repository is null || c.Repository == repository),
            c => Cursor.Of(c.Number),
            ChangeShape.Of));
    }

    private static async Task<ReadAnswer> Deployments(Read read, ReadCaller caller, ApiQuery query, string one)
    {
        if (NoPlaces(caller) is { } no) return no;
        var (at, id) = (query.Time(Until) ?? DateTimeOffset.MaxValue, Guid.Empty);
        if (query.Text(ApiQuery.Cursor) is { } cursor)
        {
            if (Cursor.Read(cursor, 2) is not [var ticks, var text] || !long.TryParse(ticks, out var instant) || instant < 0 || instant > DateTimeOffset.MaxValue.Ticks || !Guid.TryParse(text, out id)) return ReadAnswer.Unreadable(ApiQuery.Cursor.Name, NoCursor);
            at = new(instant, TimeSpan.Zero);
        }

        var (since, of, repository) = (query.Time(Since) ?? DateTimeOffset.MinValue, query.Of<DeploymentClass>(Class), query.Text(Repository));
        return ReadAnswer.Of(await Page<DeploymentShape>.Of<Deployment>(
            query.Most,
            (last, count) => DeploymentListStore.Before(read, last?.StartedAt ?? at, last?.Id ?? new(id), since, of, count),
            d => caller.SeesPlace(d.Repository, d.Environment) && caller.Sees(d.StartedAt) && (repository is null || d.Repository == repository),
            d => Cursor.Of(d.StartedAt.UtcTicks, d.Id),
            DeploymentShape.Of));
    }

    private static ReadAnswer? NoPlaces(ReadCaller caller) =>
        caller.SeesAll || caller.Pipeline is not null ? null : ReadAnswer.NotYours("Changes and deployments are for whoever reads as compliance, executive or auditor, and for a pipeline's key or token, its own.");
}
