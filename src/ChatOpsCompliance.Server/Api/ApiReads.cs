using ChatOpsCompliance.Server.EmergencyChanges;

namespace ChatOpsCompliance.Server.Api;

/// <summary>Everything that people's tools can read: one list for routes, verbs and the OpenAPI document.</summary>
internal sealed class ApiReads(PolicyBook policies)
{
    public IReadOnlyList<ApiRead> All { get; } = [.. CampaignReads.All, .. new WorkReads(policies).All, .. ReportReads.All];
}
