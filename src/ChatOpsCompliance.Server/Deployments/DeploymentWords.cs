using System.Globalization;
using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.EmergencyChanges;

namespace ChatOpsCompliance.Server.Deployments;

/// <summary>How a deployment is put into words.</summary>
public static class DeploymentWords
{
    public static string Class(Deployment d) => d.Class switch
    {
        DeploymentClass.Approved => $"approved{By(d)}",
        DeploymentClass.Emergency => $"an emergency change{By(d)}",
        DeploymentClass.Rollback => "a rollback",
        DeploymentClass.Unauthorised => "approved by nobody",
        _ => "covered by no policy",
    };

    /// <summary>In the policy's zone.</summary>
    public static string When(Deployment d, EmergencyPolicy policy) =>
        $"{TimeZoneInfo.ConvertTime(d.StartedAt, policy.Zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} ({policy.TimeZone})";

    private static string By(Deployment d) => d.Reference is { } reference ? $" ({reference})" : "";
}
