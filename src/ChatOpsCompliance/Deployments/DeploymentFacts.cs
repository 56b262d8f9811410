using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.People;

namespace ChatOpsCompliance.Deployments;

/// <summary>A run asked at the gate.</summary>
public sealed record GateAskedAt(Id<GateQuestion> Question, string Source, string Repository, string Environment, string Commit, string RunUrl, Words? RequestedBy) : Fact
{
    public override string Kind => "gate.asked";

    public override string Subject => $"gate/{Question}";
}

/// <summary>A run that was told no asks again.</summary>
public sealed record GateAskedAgain(Id<GateQuestion> Question) : Fact
{
    public override string Kind => "gate.asked-again";

    public override string Subject => $"gate/{Question}";
}

/// <summary>What the gate answered, and by what. Pending is no answer yet and is no fact.</summary>
public sealed record GateAnswered(Id<GateQuestion> Question, string Repository, string Environment, string Commit, Answer Answer, GateRule Rule, string? Reference, Id<EmergencyChange>? Change, DateTimeOffset? ExpiresAt) : Fact
{
    public override string Kind => "gate.answered";

    public override string Subject => $"gate/{Question}";
}

/// <summary>A deployment was heard of for the first time, and classed.</summary>
public sealed record DeploymentRecorded(Id<Deployment> Deployment, string Source, string Repository, string Environment, string Commit, string RunUrl, Words? Actor, Id<Person>? ActorPerson, DateTimeOffset StartedAt, Outcome Outcome, DeploymentClass Class, string? Reference, Id<EmergencyChange>? Change, SeenBy SeenBy) : Fact
{
    public override string Kind => "deployment.recorded";

    public override string Subject => $"deployment/{Deployment}";
}

/// <summary>How it ended, or ended in another attempt of the same run.</summary>
public sealed record DeploymentEnded(Id<Deployment> Deployment, string Repository, string Environment, string Commit, Outcome Outcome, DateTimeOffset? FinishedAt, DeploymentClass Class, Id<EmergencyChange>? Change) : Fact
{
    public override string Kind => "deployment.ended";

    public override string Subject => $"deployment/{Deployment}";
}

/// <summary>Nobody approved it.</summary>
public sealed record DeploymentUnauthorised(Id<Deployment> Deployment, string Repository, string Environment, string Commit, Id<Person>? ActorPerson) : Fact
{
    public override string Kind => "deployment.unauthorised";

    public override string Subject => $"deployment/{Deployment}";
}
