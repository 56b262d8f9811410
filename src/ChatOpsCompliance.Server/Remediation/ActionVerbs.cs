using ChatOpsCompliance.Chat;

namespace ChatOpsCompliance.Server.Remediation;

/// <summary>The verbs of actions, and the names of the values they carry. Persisted formats.</summary>
public static class ActionVerbs
{
    /// <summary>What was done about it?</summary>
    public static readonly Verb Open = new("action.open");

    public static readonly Verb Do = new("action.do");

    /// <summary>The second person looks.</summary>
    public static readonly Verb Look = new("action.look");

    public static readonly Verb Confirm = new("action.confirm");

    public static readonly Verb Doubt = new("action.doubt");

    /// <summary>To whom should it go?</summary>
    public static readonly Verb Hand = new("action.hand");

    public static readonly Verb HandOver = new("action.hand-over");

    /// <summary>Why was it done without approval?</summary>
    public static readonly Verb Explain = new("action.explain");

    public static readonly Verb Justify = new("action.justify");

    public const string Action = "action", Words = "words", File = "file", To = "to", Why = "why", DoneAt = "done-at";
}
