using ChatOpsCompliance.Chat;

namespace ChatOpsCompliance.Server.EmergencyChanges;

/// <summary>What people do with emergency changes, and the names of what comes back with it. Persisted: never renamed.</summary>
public static class ChangeVerbs
{
    public static readonly Verb Open = new("change.open"), Draft = new("change.draft"), Request = new("change.request");

    public static readonly Verb Approve = new("change.approve"), ApproveSignedIn = new("change.approve-signed-in"), Reject = new("change.reject"), RejectBecause = new("change.reject-because");

    public static readonly Verb Look = new("change.look"), Say = new("change.say"), SayIt = new("change.say-it"), Commit = new("change.commit"), Name = new("change.name"), Withdraw = new("change.withdraw"), WithdrawIt = new("change.withdraw-it");

    public static readonly Verb Glass = new("change.glass"), BreakGlass = new("change.break-glass");

    public static readonly Verb Detail = new("change.detail"), DetailIt = new("change.detail-it");

    public static readonly Verb Second = new("change.second"), SecondGive = new("change.second-give"), SecondObject = new("change.second-object");

    public static readonly Verb Review = new("change.review"), ReviewIt = new("change.review-it");

    public const string Change = "change", Question = "question", Deployment = "deployment", Shown = "shown", Key = "key";

    public const string Repository = "repository", Environment = "environment", CommitHash = "commit", Incident = "incident", What = "what", WhyNow = "why-now", Risk = "risk", RiskWords = "risk-words", TestDone = "test-done", Rollback = "rollback", Authors = "authors";

    public const string Why = "why", Words = "words", Confirm = "confirm";

    public const string Impact = "impact", Abort = "abort", Skipped = "skipped", Compensating = "compensating";

    public const string Outcome = "outcome", RolledBack = "rolled-back", Happened = "happened", Evidence = "evidence", FollowUp = "follow-up", FollowUpOwner = "follow-up-owner";
}
