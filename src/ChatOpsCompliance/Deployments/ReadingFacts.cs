using System.Globalization;

namespace ChatOpsCompliance.Deployments;

/// <summary>What is read of a source each day.</summary>
public enum Reading
{
    /// <summary>Its own list of deployments.</summary>
    Deployments,

    /// <summary>How the environment is protected.</summary>
    Protection,

    /// <summary>Which repositories and environments there are at all.</summary>
    Places,
}

/// <summary>The source's own list of what was deployed somewhere was read and tied to ours.</summary>
/// <param name="Day">Of the reading, UTC: one a day.</param>
/// <param name="Since">From when to before when the list was tied, UTC.</param>
/// <param name="Running">The commit that runs there, as the source says.</param>
/// <param name="Approved">The commit that was deployed there last with approval.</param>
/// <param name="RunsWhatWasApproved">Null when that can't be told.</param>
public sealed record DeploymentsReconciled(string Source, string Repository, string Environment, DateOnly Day, DateTimeOffset ReadAt, DateTimeOffset Since, DateTimeOffset Until, int Listed, int Known, int Found, int Unrecorded, int Extra, string? Running, string? Approved, bool? RunsWhatWasApproved) : Fact
{
    public override string Kind => "deployments.reconciled";

    public override string Subject => string.Create(CultureInfo.InvariantCulture, $"reconciliation/{Repository}/{Environment}/{Day:yyyy-MM-dd}");
}

/// <summary>How an environment is protected was read; null is what the source did not say.</summary>
public sealed record ProtectionRead(string Source, string Repository, string Environment, DateOnly Day, DateTimeOffset ReadAt, bool? AdminsCanBypass, bool? SelfReviewPrevented, bool? GateIsOn) : Fact
{
    public override string Kind => "gate.protection-read";

    public override string Subject => string.Create(CultureInfo.InvariantCulture, $"protection/{Repository}/{Environment}/{Day:yyyy-MM-dd}");
}

/// <summary>A source could not be read for a day: failed is not empty. Said once for each outage.</summary>
/// <param name="Since">When a reading failed first.</param>
public sealed record ReadingFailed(string Source, string Repository, string Environment, Reading Reading, DateTimeOffset Since, Words Why) : Fact
{
    public override string Kind => "reading.failed";

    public override string Subject => $"reading/{Repository}/{Environment}/{Reading}";
}

/// <summary>A source that was said to fail has answered.</summary>
public sealed record ReadingAnswered(string Source, string Repository, string Environment, Reading Reading, DateTimeOffset ReadAt) : Fact
{
    public override string Kind => "reading.answered";

    public override string Subject => $"reading/{Repository}/{Environment}/{Reading}";
}

/// <summary>A deployment is unusual.</summary>
public sealed record DeploymentNoted(Id<Deployment> Deployment, IReadOnlyList<Anomaly> Anomalies) : Fact
{
    public override string Kind => "deployment.noted";

    public override string Subject => $"deployment/{Deployment}/noted";
}
