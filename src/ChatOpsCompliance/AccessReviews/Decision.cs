namespace ChatOpsCompliance.AccessReviews;

/// <summary>
/// What a reviewer says of one item. Keep, revoke and modify decide it; not sure and not my person pass it on to somebody who may know better:
/// the owner of the system, the owner of the review.
/// </summary>
public enum Decision
{
    Keep,
    Revoke,
    Modify,
    NotSure,
    NotMyPerson,
}

/// <summary>A reason from the short list, as code and as the reviewer reads it.</summary>
public sealed record Reason(string Code, Decision For, string Text)
{
    /// <summary>In the reviewer's own words; the words must be there.</summary>
    public const string Other = "other";

    public static readonly IReadOnlyList<Reason> All =
    [
        new("needed", Decision.Keep, "needed for the job"),
        new("on-call", Decision.Keep, "on call"),
        new("no-longer-needed", Decision.Revoke, "no longer needed"),
        new("moved", Decision.Revoke, "moved team"),
        new("left", Decision.Revoke, "left the company"),
        new("too-broad", Decision.Revoke, "more than the job needs"),
        new("job-needs-other", Decision.Modify, "the job needs something else"),
    ];
}

/// <summary>What a reviewer chose for one item. Nothing is preselected, and a choice is only a draft until it is signed.</summary>
/// <param name="Reason">A code of <see cref="Reason.All"/>, <see cref="Reason.Other"/>, or null.</param>
/// <param name="Words">The reason in own words; what is not clear; whose the account may be.</param>
/// <param name="To">Of a modification: the entitlement that is to take the place of this one, on the same system.</param>
public sealed record Choice(Decision Decision, string? Reason, Words? Words, string? To = null)
{
    /// <summary>Reads the value of a form's option: <c>keep</c>, <c>keep:on-call</c>, <c>revoke:other</c>, <c>not-sure</c>.</summary>
    public static Choice? Parse(string? option, string? words, string? to = null)
    {
        var parts = (option ?? "").Split(':', 2);
        Decision? decision = parts[0] switch
        {
            "keep" => Decision.Keep,
            "revoke" => Decision.Revoke,
            "modify" => Decision.Modify,
            "not-sure" => Decision.NotSure,
            "not-my-person" => Decision.NotMyPerson,
            _ => null,
        };
        return decision is { } known ? new(known, parts.Length > 1 ? parts[1] : null, Words.Of(words), known == Decision.Modify ? Words.Of(to)?.Text : null) : null;
    }

    public string Option => Reason is null ? Verb : $"{Verb}:{Reason}";

    /// <summary>How a person reads it: <c>Revoke: moved team</c>.</summary>
    public string Text => ReasonText is { } reason ? $"{Name}: {reason}" : Name;

    /// <summary>It decides nothing: somebody else is to.</summary>
    public bool PassesOn => Decision is Decision.NotSure or Decision.NotMyPerson;

    /// <summary>It ends or changes the access, and that is to be carried out and proven.</summary>
    public bool Removes => Decision is Decision.Revoke or Decision.Modify;

    private string Verb => Decision switch
    {
        Decision.Keep => "keep",
        Decision.Revoke => "revoke",
        Decision.Modify => "modify",
        Decision.NotSure => "not-sure",
        _ => "not-my-person",
    };

    private string Name => Decision switch
    {
        Decision.Modify => $"Modify to “{To ?? "…"}”",
        Decision.NotSure => "Not sure",
        Decision.NotMyPerson => "Not my person",
        var decision => $"{decision}",
    };

    private string? ReasonText => PassesOn || Reason == AccessReviews.Reason.Other
        ? Words?.Text ?? "…"
        : AccessReviews.Reason.All.FirstOrDefault(r => r.Code == Reason && r.For == Decision)?.Text;

    /// <summary>What is missing: a reason to revoke or modify and to keep what is flagged; to what it is modified; a note when it is passed on.</summary>
    public Refusal? Check(bool flagged)
    {
        if (PassesOn) return Words is null ? new NoteNeeded(Decision) : null;
        if (Reason is null) return Removes || flagged ? new ReasonNeeded(Decision) : null;
        if (Reason == AccessReviews.Reason.Other && Words is null) return new WordsNeeded();
        if (Reason != AccessReviews.Reason.Other && !AccessReviews.Reason.All.Any(r => r.Code == Reason && r.For == Decision)) return new ReasonNeeded(Decision);
        return Decision == Decision.Modify && To is null ? new TargetNeeded() : null;
    }
}

public sealed record ReasonNeeded(Decision Decision) : Refusal(Decision switch
{
    Decision.Revoke => "Say why the access should go: choose a reason.",
    Decision.Modify => "Say why the access should change: choose a reason.",
    _ => "This item is flagged: choose why the access stays.",
});

public sealed record WordsNeeded() : Refusal("Write the reason in your own words.");

public sealed record NoteNeeded(Decision Decision)
    : Refusal(Decision == Decision.NotSure ? "Write what is not clear, for whoever looks at it next." : "Write who it may be, or that you don't know.");

public sealed record TargetNeeded() : Refusal("Say which access should take its place.");
