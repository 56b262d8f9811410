using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Deployments;

/// <summary>What is unusual about deployments.</summary>
public static class NoteStore
{
    private static readonly Sql Earlier = new("""
        select min(seen_at) as first_heard_at, max(case when lower(actor) = lower(@actor) then 1 else 0 end) as known
        from deployment where repository = @repository and environment = @environment and id <> @id
        """);

    private static readonly Sql Insert = new("insert into deployment_note (deployment_id, anomalies, noted_at) values (@id, @anomalies, @now)");

    private static readonly Sql Started = new("""
        select n.deployment_id as deployment, n.anomalies from deployment_note n join deployment d on d.id = n.deployment_id where d.started_at >= @since and d.started_at < @until
        """);

    private static readonly Sql Every = new("select deployment_id as deployment, anomalies from deployment_note order by deployment_id");

    private sealed record EarlierRow
    {
        public DateTimeOffset? FirstHeardAt { get; init; }

        public int? Known { get; init; }
    }

    private sealed record NoteRow
    {
        public Id<Deployment> Deployment { get; init; }

        public string Anomalies { get; init; } = "";
    }

    /// <summary>What was deployed in the same place besides this one.</summary>
    public static async Task<Before> BeforeOf(Read read, Deployment deployment) =>
        await read.One<EarlierRow>(Earlier, new { repository = deployment.Repository, environment = deployment.Environment, actor = deployment.Actor, id = deployment.Id }) is { } row ? new(row.FirstHeardAt, row.Known == 1) : new(null, false);

    /// <summary>Of deployments that began in a period, from its first instant to before its last.</summary>
    public static async Task<ILookup<Id<Deployment>, Anomaly>> Between(Read read, DateTimeOffset since, DateTimeOffset until) =>
        (await read.List<NoteRow>(Started, new { since, until })).SelectMany(n => n.Anomalies.Split(' ').Select(a => (n.Deployment, Anomaly: Enum.Parse<Anomaly>(a)))).ToLookup(n => n.Deployment, n => n.Anomaly);

    internal static Task<int> Record(Tx tx, DeploymentNoted fact) => tx.Run(Insert, new { id = fact.Deployment, anomalies = string.Join(' ', fact.Anomalies), now = tx.Now });

    /// <summary>Each as the log has it.</summary>
    internal static async Task<IReadOnlyList<DeploymentNoted>> All(Read read) => [.. (await read.List<NoteRow>(Every)).Select(n => new DeploymentNoted(n.Deployment, [.. n.Anomalies.Split(' ').Select(Enum.Parse<Anomaly>)]))];
}
