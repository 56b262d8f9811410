using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Deployments;

/// <summary>What of deployments is held against the log, in the words of their table.</summary>
internal static class DeploymentStateStore
{
    private static readonly Sql States = new("select id, class, outcome, commit_sha, repository, environment, run_url, started_at, change_id as change from deployment order by id");

    internal sealed record DeploymentState
    {
        public Id<Deployment> Id { get; init; }

        public string Class { get; init; } = "";

        public string Outcome { get; init; } = "";

        public string CommitSha { get; init; } = "";

        public string Repository { get; init; } = "";

        public string Environment { get; init; } = "";

        public string RunUrl { get; init; } = "";

        public DateTimeOffset StartedAt { get; init; }

        public Id<EmergencyChange>? Change { get; init; }
    }

    internal static IAsyncEnumerable<DeploymentState> AllStates(Read read) => read.Stream<DeploymentState>(States);
}
