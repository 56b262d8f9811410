using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Deployments;

/// <summary>How many deployments there ever were of each class, counted up to a number.</summary>
internal static class DeploymentCountStore
{
    /// <summary>Past it, a page says "more than".</summary>
    public const int Most = 10_000;

    private static readonly Sql Count = new("select count(*) from (select class from deployment where class = @class order by class page(@most)) counted");

    /// <summary>One more than <see cref="Most"/> where there are more.</summary>
    public static async Task<IReadOnlyDictionary<DeploymentClass, int>> ByClass(Read read)
    {
        var counts = new Dictionary<DeploymentClass, int>();
        foreach (var of in Enum.GetValues<DeploymentClass>()) counts[of] = await read.One<int>(Count, new { @class = of.ToString(), most = Most + 1 });
        return counts;
    }
}
