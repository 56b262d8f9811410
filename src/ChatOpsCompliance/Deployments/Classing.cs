using ChatOpsCompliance.EmergencyChanges;

namespace ChatOpsCompliance.Deployments;

/// <param name="Change">The emergency change that pays for it.</param>
public sealed record DeploymentVerdict(DeploymentClass Class, string Reason, string? Reference = null, EmergencyChange? Change = null);

/// <summary>Who had approved a deployment, told from what the gate answered its run; where the run never asked, from an approval that stood open for just that commit.</summary>
public static class Classing
{
    /// <summary>How far a clock of theirs may be behind ours.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    /// <param name="policy">Null when no policy covers where it went.</param>
    /// <param name="question">What its run asked at the gate, if it did.</param>
    /// <param name="paidBy">The emergency change by which the gate let the run through.</param>
    /// <param name="open">Emergency changes for just this repository, environment and commit that stood open when it began.</param>
    public static DeploymentVerdict Of(EmergencyPolicy? policy, string commit, string run, DateTimeOffset startedAt, DateTimeOffset? finishedAt, GateQuestion? question, EmergencyChange? paidBy, IReadOnlyList<EmergencyChange> open)
    {
        if (policy is null) return new(DeploymentClass.Unknown, "No policy covers this environment.");
        if (question is not null && question.Commit != commit) return Nobody($"Its run asked at the gate for {Commit.Short(question.Commit)} and deployed {Commit.Short(commit)}.");
        // A source may say that it began before its gate answered; none ends before that.
        if (finishedAt + Skew < (paidBy?.ApprovedAt ?? (question?.Answer == Answer.Approved ? question.AnsweredAt : null))) return Nobody("It had ended before anybody approved it.");
        if (question is { Rule: GateRule.Standing, Answer: Answer.Approved } && InTime(question, startedAt)) return new(DeploymentClass.Approved, question.Reason, question.Reference);
        if (question is { Rule: GateRule.Rollback, Answer: Answer.Approved } && InTime(question, startedAt)) return new(DeploymentClass.Rollback, question.Reason, question.Reference);
        if (paidBy is not null && paidBy.Commit == commit && paidBy.Run == run && startedAt < paidBy.WindowUntil) return new(DeploymentClass.Emergency, $"{paidBy.Reference} paid for it.", paidBy.Reference, paidBy);
        if (question is null && open.FirstOrDefault(c => !c.Retroactive && c.Commit == commit && c.ApprovedAt <= startedAt && startedAt < c.WindowUntil && c.UsedAt is null && c.IsFreeFor(run)) is { } change)
            return new(DeploymentClass.Emergency, $"{change.Reference} was open for this commit; its run did not ask at the gate.", change.Reference, change);
        return question switch
        {
            null => Nobody("Its run never asked at the gate, and no approval stood open for this commit."),
            { Answer: Answer.Approved } when paidBy is not null && paidBy.Run != run => Nobody($"{paidBy.Reference} had gone to another run after this one had failed."),
            { Answer: Answer.Approved } => Nobody("It began after its approval was over."),
            { Answer: Answer.Rejected } => Nobody($"The gate had answered no: {question.Reason}"),
            _ => Nobody("The gate had not answered yet."),
        };
    }

    private static bool InTime(GateQuestion question, DateTimeOffset startedAt) => startedAt < question.ExpiresAt;

    private static DeploymentVerdict Nobody(string why) => new(DeploymentClass.Unauthorised, why);
}
