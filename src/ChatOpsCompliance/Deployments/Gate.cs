using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.People;

namespace ChatOpsCompliance.Deployments;

/// <summary>What the gate has to know to answer.</summary>
public sealed record GateSight
{
    /// <summary>The policy that covers where the run wants to deploy; null when none does.</summary>
    public required EmergencyPolicy? Policy { get; init; }

    /// <summary>Emergency changes for just this repository, environment and commit that wait or are approved, the oldest first.</summary>
    public IReadOnlyList<EmergencyChange> Changes { get; init; } = [];

    /// <summary>The change by which this run was let through before.</summary>
    public EmergencyChange? Paying { get; init; }

    /// <summary>What runs there now, and what was deployed there with approval before; null is nothing known.</summary>
    public string? Running { get; init; }

    public string? Before { get; init; }

    /// <summary>What the standing rule makes of the commit's pull request; null when there is no such rule.</summary>
    public StandingVerdict? Standing { get; init; }
}

/// <param name="ExpiresAt">Until when an approval opens the gate, UTC.</param>
public sealed record GateVerdict(Answer Answer, string Reason, GateRule Rule = GateRule.None, string? Reference = null, EmergencyChange? Change = null, DateTimeOffset? ExpiresAt = null);

/// <summary>Whether a run may deploy. Closed unless something opens it: an emergency change for just this commit, the way back, or a standing rule.</summary>
public static class Gate
{
    /// <summary>How long an answer without an emergency change's own window holds.</summary>
    public static readonly TimeSpan OpenFor = TimeSpan.FromHours(1);

    public static GateVerdict Answer(GateQuestion question, GateSight sight, DateTimeOffset now)
    {
        if (sight.Policy is not { } policy) return new(Deployments.Answer.Rejected, $"No policy covers {question.Environment} of {question.Repository}.");
        if (question is { Answer: Deployments.Answer.Approved, ExpiresAt: { } until } && question.Rule != GateRule.Emergency)
            return now < until ? Same(question) : new(Deployments.Answer.Rejected, "The approval of this run is over. Start another run.");
        if (question is { Answer: Deployments.Answer.Approved, ExpiresAt: { } end } && now < end && sight.Paying is { UsedAt: not null } paid && paid.Run == question.RunUrl) return Same(question);

        var open = sight.Changes.Where(c => c.OpensAt(now)).ToList();
        if (open.FirstOrDefault(c => c.IsFreeFor(question.RunUrl)) is { } change) return new(Deployments.Answer.Approved, By(change), GateRule.Emergency, change.Reference, change, change.WindowUntil);
        if (question.Answer == Deployments.Answer.Approved)
        {
            var over = open.Exists(c => c.Id == question.Change) ? $"{question.Reference} went to another run after this one had failed." : $"{question.Reference} opens the gate no longer. Ask for another emergency change.";
            return new(Deployments.Answer.Rejected, over, Reference: question.Reference);
        }

        if (sight.Before is { } before && question.Commit == before && question.Commit != sight.Running)
            return new(Deployments.Answer.Approved, $"Back to {Commit.Short(before)}, which was deployed here with approval before.", GateRule.Rollback, ExpiresAt: now + OpenFor);
        if (sight.Standing is { Answer: Deployments.Answer.Approved } passed) return new(Deployments.Answer.Approved, passed.Reason, GateRule.Standing, passed.Reference, ExpiresAt: now + OpenFor);

        if (open.Count > 0) return new(Deployments.Answer.Pending, $"{open[0].Reference} lets {open[0].Run} through. Another run gets it only if that one fails.", Reference: open[0].Reference);
        if (sight.Changes.FirstOrDefault(c => c.Status == ChangeStatus.Requested && now < c.ApproveBy) is { } asked)
            return new(Deployments.Answer.Pending, $"{asked.Reference} waits for approval ({asked.Seats.Count} of {asked.Before}).", Reference: asked.Reference);
        if (sight.Standing is { Answer: Deployments.Answer.Pending } reading && now < question.AskedAt + policy.GateWait) return new(Deployments.Answer.Pending, reading.Reason, Reference: reading.Reference);
        var why = sight.Standing is { } no ? $"{no.Reason} " : "";
        return now < question.AskedAt + policy.GateWait
            ? new(Deployments.Answer.Pending, $"{why}Nobody has approved this commit for {question.Environment}. Ask for an emergency change in chat; the gate waits until {question.AskedAt + policy.GateWait:HH:mm} UTC.")
            : new(Deployments.Answer.Rejected, $"{why}Nobody approved this commit for {question.Environment} in time.");
    }

    private static GateVerdict Same(GateQuestion q) => new(q.Answer, q.Reason, q.Rule, q.Reference, null, q.ExpiresAt);

    private static string By(EmergencyChange change) => change.BrokeGlass
        ? $"{change.Reference}: break-glass."
        : $"{change.Reference}, approved by {string.Join(" and ", change.Seats.Where(s => s.Agrees).Select(s => s.Name))}.";
}

/// <param name="Reference">The pull request's address.</param>
public sealed record StandingVerdict(Answer Answer, string Reason, string? Reference = null);

/// <summary>The normal way to production: the commit's pull request is merged, approved as it is by somebody who wrote none of it, and its checks are green.</summary>
public static class StandingRule
{
    /// <param name="facts">Null while the source has not been read.</param>
    /// <param name="behind">The person behind a platform account; null is nobody known.</param>
    public static StandingVerdict Judge(EmergencyPolicy policy, PullRequestFacts? facts, Func<string, Id<Person>?> behind)
    {
        if (facts is null) return new(Answer.Pending, "The pull request of this commit is being read.");
        if (facts.Number is null) return new(Answer.Rejected, "This commit came through no pull request.");
        StandingVerdict No(string why) => new(Answer.Rejected, $"Its pull request {why}.", facts.Url);
        if (!facts.Merged) return No("is not merged");
        if (facts.AuthorsUnknown) return No("has a commit whose author is no account of the source");
        var authors = facts.Authors.ToDictionary(a => a, behind, StringComparer.OrdinalIgnoreCase);
        if (authors.FirstOrDefault(a => a.Value is null).Key is { } stranger) return No($"was written by {stranger}, and nobody knows which person that is");
        if (facts.Reviews.Any(r => !r.Approved && r.OfHead && behind(r.Account) is { } p && !authors.ContainsValue(p))) return No("has a review that asks for changes");
        if (!facts.Reviews.Any(r => r is { Approved: true, OfHead: true } && behind(r.Account) is { } reviewer && !authors.ContainsValue(reviewer))) return No("was not approved, as it was merged, by a known person who wrote none of it");
        var checks = policy.Checks.Count == 0 ? facts.Checks : [.. policy.Checks.Select(name => facts.Checks.FirstOrDefault(c => c.Name == name) ?? new(name, Green: false))];
        if (checks.Count == 0) return No("has no checks");
        if (checks.FirstOrDefault(c => c.Green == false) is { } red) return No($"does not have the check “{red.Name}” green");
        if (checks.FirstOrDefault(c => c.Green is null) is { } runs) return new(Answer.Pending, $"The check “{runs.Name}” of its pull request still runs.", facts.Url);
        return new(Answer.Approved, $"Its pull request {facts.Number} was approved by somebody who wrote none of it, and its checks are green.", facts.Url);
    }
}
