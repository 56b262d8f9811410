using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.People;

namespace ChatOpsCompliance.Remediation;

public enum ActionKind
{
    /// <summary>A deployment that nobody approved.</summary>
    Unauthorised,

    /// <summary>A gate that no longer protects, as the source itself says.</summary>
    Drift,

    /// <summary>What a post-implementation review wants done.</summary>
    FollowUp,

    /// <summary>The source's own list of deployments and ours differ, or could not be read.</summary>
    Untied,
}

public enum ActionStatus
{
    Open,

    /// <summary>Its owner says so; a second person, or a newer read of the source, has not yet.</summary>
    Done,

    /// <summary>A second person has looked.</summary>
    Confirmed,

    /// <summary>A newer read of the source no longer shows it.</summary>
    Verified,
}

/// <summary>
/// Something that somebody must do: open → done, as its owner says → confirmed by a second person, or open again when they doubt it. What a read of the
/// source showed is verified by a newer read alone, and opens again when a read shows it once more.
/// </summary>
public sealed record ActionTask
{
    public required Id<ActionTask> Id { get; init; }

    /// <summary>The number people name it by.</summary>
    public required int Number { get; init; }

    public required ActionKind Kind { get; init; }

    /// <summary>What it is about, such as <c>deployment/…</c>; one action of a kind for each.</summary>
    public required string Subject { get; init; }

    public required string Title { get; init; }

    /// <summary>What to do.</summary>
    public required string What { get; init; }

    /// <summary>Who is to do it; null when nobody was there to take it, so that it is the compliance team's.</summary>
    public Id<Person>? Owner { get; init; }

    public string? OwnerName { get; init; }

    /// <summary>Whose act it is about, such as who deployed; they settle nothing of it.</summary>
    public Id<Person>? About { get; init; }

    public string? AboutName { get; init; }

    public required ActionStatus Status { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public required DateTimeOffset Deadline { get; init; }

    public Id<Person>? DoneBy { get; init; }

    public string? DoneByName { get; init; }

    public DateTimeOffset? DoneAt { get; init; }

    public string? DoneWords { get; init; }

    public string? ConfirmedByName { get; init; }

    /// <summary>When a second person confirmed it, or the source was read that no longer shows it.</summary>
    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>What the second person said.</summary>
    public string? SettledWords { get; init; }

    /// <summary>Why it was opened again last, if it was.</summary>
    public ActionReopening? Reopened { get; init; }

    public string? ReopenedWords { get; init; }

    /// <summary>A late justification: kept and shown, and changing nothing.</summary>
    public string? Justification { get; init; }

    public string? JustifiedByName { get; init; }

    public DateTimeOffset? JustifiedAt { get; init; }

    /// <summary>How far up its lateness was told.</summary>
    public Escalation Escalated { get; init; }

    public string Reference => $"AT-{Number}";

    /// <summary>As people read it: the compliance team where no single person has it.</summary>
    public string Whose => OwnerName ?? "the compliance team";

    public bool Settled => Status is ActionStatus.Confirmed or ActionStatus.Verified;

    /// <summary>When it was made good: what the source shows counts from the read, everything else from when it was done, not from when somebody came to look.</summary>
    public DateTimeOffset? Ended => Status switch
    {
        ActionStatus.Verified => SettledAt,
        ActionStatus.Confirmed => DoneAt,
        ActionStatus.Done when Kind != ActionKind.Drift => DoneAt,
        _ => null,
    };

    public bool LateAt(DateTimeOffset now) => Ended is null && now > Deadline;

    public Result<ActionDone> Do(Person by, bool isCompliance, Words? words, Id<Attachment>? evidence, DateTimeOffset now)
    {
        if (MayDo(by, isCompliance) is { } no) return no;
        if (words is null) return new SayWhatWasDone();
        return new ActionDone(Id, by.Id, now, words) { Evidence = evidence };
    }

    public Refusal? MayDo(Person by, bool isCompliance)
    {
        if (!by.Active) return new NoLongerActive();
        if (Owner is { } owner ? by.Id != owner : !isCompliance) return new NotTheActionsOwner(Whose);
        return Status == ActionStatus.Open ? null : Over();
    }

    /// <param name="mayConfirm">A compliance officer or an executive.</param>
    public Result<ActionConfirmed> Confirm(Person by, bool mayConfirm, Words? words, DateTimeOffset now)
    {
        if (MayConfirm(by, mayConfirm) is { } no) return no;
        if (Kind == ActionKind.Drift) return new OnlyTheSourceSays();
        return new ActionConfirmed(Id, by.Id, now, words);
    }

    public Result<ActionDoubted> Doubt(Person by, bool mayConfirm, Words? why)
    {
        if (MayConfirm(by, mayConfirm) is { } no) return no;
        return why is null ? new SayWhatIsMissing() : new ActionDoubted(Id, by.Id, why);
    }

    /// <summary>The second person is neither its owner, nor who said that it is done, nor whom it is about.</summary>
    public Refusal? MayConfirm(Person by, bool mayConfirm)
    {
        if (!by.Active) return new NoLongerActive();
        if (by.Id == Owner || by.Id == DoneBy) return new OwnActionIsNotEnough();
        if (by.Id == About) return new AboutThemselves();
        if (!mayConfirm) return new NotAConfirmer();
        return Status == ActionStatus.Open ? new NotDoneYet(Whose) : Status == ActionStatus.Done ? null : Over();
    }

    /// <summary>Why it was done without approval, told afterwards by whom it is about, its owner or compliance. It changes nothing of how it is classed.</summary>
    public Result<ActionJustified> Justify(Person by, bool isCompliance, Words? why)
    {
        if (MayJustify(by, isCompliance) is { } no) return no;
        return why is null ? new SayWhyThen() : new ActionJustified(Id, by.Id, why);
    }

    public Refusal? MayJustify(Person by, bool isCompliance)
    {
        if (!by.Active) return new NoLongerActive();
        if (Kind != ActionKind.Unauthorised) return new NothingToJustify();
        if (by.Id != About && by.Id != Owner && !isCompliance) return new NotYoursToJustify(AboutName, Whose);
        return Settled ? Over() : null;
    }

    /// <summary>What a read of the source says of it, or null when it says nothing new.</summary>
    /// <param name="shown">The source still shows what is to be mended.</param>
    /// <param name="deadline">By when it is to be mended if it is open again.</param>
    public Fact? SeenAgain(DateTimeOffset readAt, bool shown, DateTimeOffset deadline)
    {
        if (Kind is not (ActionKind.Drift or ActionKind.Untied)) return null;
        if (!shown) return !Settled && readAt > OpenedAt ? new ActionVerified(Id, readAt) : null;
        if (Status == ActionStatus.Done && Kind == ActionKind.Drift && readAt > DoneAt) return new ActionReopened(Id, readAt, ActionReopening.StillThere, Deadline);
        return Settled && readAt > SettledAt ? new ActionReopened(Id, readAt, ActionReopening.CameBack, deadline) : null;
    }

    private ActionOver Over() => new(Status, DoneByName, ConfirmedByName);
}

public enum ActionReopening
{
    /// <summary>A second person looked, and it is not done.</summary>
    Doubted,

    /// <summary>It was said to be done, and a newer read of the source shows it still.</summary>
    StillThere,

    /// <summary>It was mended, and a newer read of the source shows it again.</summary>
    CameBack,
}
