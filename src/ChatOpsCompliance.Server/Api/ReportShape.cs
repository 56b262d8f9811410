using ChatOpsCompliance.Server.Reports;

namespace ChatOpsCompliance.Server.Api;

/// <summary>A report of the catalogue.</summary>
/// <param name="Of">What it is asked of: a campaign, a period, or either.</param>
internal sealed record ReportShape(string Name, string About, ReportOf Of)
{
    public static Page<ReportShape> Catalogue() => new([.. Reports.Reports.All.Select(r => new ReportShape(r.Key, r.Value.About, r.Value.Of))], null);
}
