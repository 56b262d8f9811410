namespace ChatOpsCompliance.AccessReviews;

public enum Decision
{
    Keep,
    Revoke,
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
    ];
}

/// <summary>What a reviewer chose for one item. Nothing is preselected, and a choice is only a draft until it is signed.</summary>
/// <param name="Reason">A code of <see cref="Reason.All"/>, <see cref="Reason.Other"/>, or null.</param>
public sealed record Choice(Decision Decision, string? Reason, Words? Words)
{
    /// <summary>Reads the value of a form's option: <c>keep</c>, <c>keep:on-call</c>, <c>revoke:other</c>.</summary>
    public static Choice? Parse(string? option, string? words)
    {
        var parts = (option ?? "").Split(':', 2);
        Decision? decision = parts[0] switch { "keep" => AccessReviews.Decision.Keep, "revoke" => AccessReviews.Decision.Revoke, _ => null };
        return decision is { } known ? new(known, parts.Length > 1 ? parts[1] : null, Words.Of(words)) : null;
    }

    public string Option => Reason is null ? Verb : $"{Verb}:{Reason}";

    /// <summary>How a person reads it: <c>Revoke: moved team</c>.</summary>
    public string Text => ReasonText is { } reason ? $"{Decision}: {reason}" : $"{Decision}";

    private string Verb => Decision == Decision.Keep ? "keep" : "revoke";

    private string? ReasonText =>
        Reason is null ? null : Reason == AccessReviews.Reason.Other ? Words?.Text ?? "…" : AccessReviews.Reason.All.FirstOrDefault(r => r.Code == Reason)?.Text;

    /// <summary>A reason is needed to revoke, and to keep what is flagged.</summary>
    public Refusal? Check(bool flagged)
    {
        if (Reason is null) return Decision == Decision.Revoke || flagged ? new ReasonNeeded(Decision) : null;
        if (Reason == AccessReviews.Reason.Other) return Words is null ? new WordsNeeded() : null;
        return AccessReviews.Reason.All.Any(r => r.Code == Reason && r.For == Decision) ? null : new ReasonNeeded(Decision);
    }
}

public sealed record ReasonNeeded(Decision Decision)
    : Refusal(Decision == Decision.Revoke ? "Say why the access should go: choose a reason." : "This item is flagged: choose why the access stays.");

public sealed record WordsNeeded() : Refusal("Write the reason in your own words.");
