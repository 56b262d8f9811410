using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.People;

namespace ChatOpsCompliance.Deployments;

/// <summary>What is unusual about a deployment. No fault by itself: somebody looks.</summary>
public enum Anomaly
{
    /// <summary>It began on a day off or outside the policy's usual hours.</summary>
    OutsideHours,

    /// <summary>Whoever started it never deployed there before.</summary>
    NewActor,
}

/// <param name="FirstHeardAt">When the first deployment there was heard of; null when this is it.</param>
/// <param name="ActorKnown">Whether this account deployed there before.</param>
public sealed record Before(DateTimeOffset? FirstHeardAt, bool ActorKnown);

public static class Anomalies
{
    /// <summary>So long after the first deployment was heard of, nobody is new: who usually deploys is only just being learnt.</summary>
    public static readonly TimeSpan Baseline = TimeSpan.FromDays(1);

    public static IReadOnlyList<Anomaly> Of(Deployment deployment, EmergencyPolicy policy, Before before)
    {
        var all = new List<Anomaly>();
        if (policy.UsualHours is { } hours && !Usual(deployment.StartedAt, hours, policy)) all.Add(Anomaly.OutsideHours);
        if (deployment.Actor.Length > 0 && !before.ActorKnown && before.FirstHeardAt is { } first && deployment.SeenAt - first >= Baseline) all.Add(Anomaly.NewActor);
        return all;
    }

    public static string Words(Anomaly anomaly) => anomaly switch
    {
        Anomaly.OutsideHours => "outside the usual hours",
        Anomaly.NewActor => "by somebody who never deployed there before",
        _ => throw new ArgumentOutOfRangeException(nameof(anomaly), anomaly, null),
    };

    private static bool Usual(DateTimeOffset at, WorkingHours hours, EmergencyPolicy policy) =>
        policy.Calendar.IsBusinessDay(at, policy.Zone) && hours.Cover(TimeZoneInfo.ConvertTime(at, policy.Zone).DateTime);
}
