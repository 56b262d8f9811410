using ChatOpsCompliance.Chat;

namespace ChatOpsCompliance.Server.Remediation;

/// <summary>The verbs of removals, and the names of the values they carry. Persisted formats.</summary>
public static class RemovalVerbs
{
    public static readonly Verb Open = new("removal.open");

    public static readonly Verb Claim = new("removal.claim");

    public const string At = "page", Removed = "removed", Note = "note";
}
