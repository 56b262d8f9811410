using ChatOpsCompliance.Chat;

namespace ChatOpsCompliance.Server.Remediation;

/// <summary>The verbs of removals, and the names of the values they carry. Persisted formats.</summary>
public static class RemovalVerbs
{
    public static readonly Verb Open = new("removal.open");

    public static readonly Verb Claim = new("removal.claim");

    public static readonly Verb Ticket = new("removal.ticket");

    /// <summary>What waits for a second person.</summary>
    public static readonly Verb Second = new("removal.second");

    public static readonly Verb Confirm = new("removal.confirm");

    public static readonly Verb Doubt = new("removal.doubt");

    public static readonly Verb Inspection = new("removal.inspection");

    public static readonly Verb Inspect = new("removal.inspect");

    /// <summary>To whom should it go?</summary>
    public static readonly Verb Hand = new("removal.hand");

    public static readonly Verb HandOver = new("removal.hand-over");

    public static readonly Verb Risk = new("removal.risk");

    public static readonly Verb RiskAsk = new("removal.risk-ask");

    public static readonly Verb RiskLook = new("removal.risk-look");

    public static readonly Verb RiskAccept = new("removal.risk-accept");

    public static readonly Verb RiskReject = new("removal.risk-reject");

    public const string At = "page", Removed = "removed", Left = "left", Note = "note", TicketOf = "ticket", Task = "task", Seen = "seen", File = "file", To = "to", Why = "why", Control = "control", Days = "days",
        Request = "request", Words = "words";
}
