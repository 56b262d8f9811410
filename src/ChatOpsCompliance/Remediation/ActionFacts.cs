using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.People;

namespace ChatOpsCompliance.Remediation;

/// <summary>Something that happened to one action.</summary>
public abstract record ActionFact(Id<ActionTask> Action) : Fact
{
    public override string Subject => $"action/{Action}";
}

/// <param name="Of">What kind it is.</param>
/// <param name="Matter">What it is about, such as <c>deployment/…</c>.</param>
public sealed record ActionOpened(Id<ActionTask> Action, int Number, ActionKind Of, string Matter, Id<Person>? Owner, Id<Person>? About, DateTimeOffset Deadline, Words Title, Words What) : ActionFact(Action)
{
    public override string Kind => "action.opened";
}

public sealed record ActionDone(Id<ActionTask> Action, Id<Person> By, DateTimeOffset At, Words Words) : ActionFact(Action)
{
    public override string Kind => "action.done";

    public Id<Attachment>? Evidence { get; init; }
}

public sealed record ActionConfirmed(Id<ActionTask> Action, Id<Person> By, DateTimeOffset At, Words? Words) : ActionFact(Action)
{
    public override string Kind => "action.confirmed";
}

/// <summary>A second person looked, and it is not done: open again.</summary>
public sealed record ActionDoubted(Id<ActionTask> Action, Id<Person> By, Words Why) : ActionFact(Action)
{
    public override string Kind => "action.doubted";
}

/// <summary>A newer read of the source no longer shows what was to be mended.</summary>
public sealed record ActionVerified(Id<ActionTask> Action, DateTimeOffset ReadAt) : ActionFact(Action)
{
    public override string Kind => "action.verified";
}

/// <summary>A newer read of the source shows it still, or again.</summary>
public sealed record ActionReopened(Id<ActionTask> Action, DateTimeOffset ReadAt, ActionReopening Reason, DateTimeOffset Deadline) : ActionFact(Action)
{
    public override string Kind => "action.reopened";

    /// <summary>What to do now, when that is another thing than before.</summary>
    public Words? What { get; init; }
}

/// <param name="To">Null when only the compliance team as a whole is left.</param>
public sealed record ActionHandedOver(Id<ActionTask> Action, Id<Person>? From, Id<Person>? To, HandOverCause Cause, Words? Why) : ActionFact(Action)
{
    public override string Kind => "action.handed-over";
}

/// <param name="To">Null when only the compliance channel was told.</param>
public sealed record ActionEscalated(Id<ActionTask> Action, Escalation Level, Id<Person>? To) : ActionFact(Action)
{
    public override string Kind => "action.escalated";
}

/// <summary>Somebody told afterwards why a change went without approval.</summary>
public sealed record ActionJustified(Id<ActionTask> Action, Id<Person> By, Words Why) : ActionFact(Action)
{
    public override string Kind => "action.justified";
}
