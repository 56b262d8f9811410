using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Deployments;

/// <summary>How many deployments there ever were of each class.</summary>
internal static class DeploymentCountStore
{
    private static readonly Sql Counts = new("select class, count(*) as deployments from deployment group by class");

    private sealed record Row
    {
        public DeploymentClass Class { get; init; }

        public int Deployments { get; init; }
    }

    public static async Task<IReadOnlyDictionary<DeploymentClass, int>> ByClass(Read read) => (await read.List<Row>(Counts)).ToDictionary(r => r.Class, r => r.Deployments);
}
