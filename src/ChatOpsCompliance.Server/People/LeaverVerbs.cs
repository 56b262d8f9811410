using ChatOpsCompliance.Chat;

namespace ChatOpsCompliance.Server.People;

/// <summary>The verbs of leavers' access, and the names of the values they carry. Persisted formats.</summary>
public static class LeaverVerbs
{
    public static readonly Verb Open = new("leaver.open");

    public static readonly Verb Claim = new("leaver.claim");

    public const string Removed = "removed", Note = "note";
}
