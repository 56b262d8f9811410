using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Deployments;

/// <summary>Deployments a page at a time, the newest first.</summary>
internal static class DeploymentListStore
{
    private const string Behind = " (started_at < @at or (started_at = @at and id < @id)) and started_at >= @since order by started_at desc, id desc page(@count)";

    private static readonly Sql Find = new(DeploymentStore.Columns + " where" + Behind);

    private static readonly Sql FindOfClass = new(DeploymentStore.Columns + " where class = @class and" + Behind);

    /// <summary>At most this many behind one, that began at an instant and has an id.</summary>
    public static async Task<IReadOnlyList<Deployment>> Before(Read read, DateTimeOffset at, Id<Deployment> id, DateTimeOffset since, DeploymentClass? of, int count) =>
        [.. (await read.List<DeploymentStore.Row>(of is null ? Find : FindOfClass, new { at, id, since, @class = of?.ToString(), count })).Select(r => r.Value)];
}
