using ChatOpsCompliance.Chat;

namespace ChatOpsCompliance.Server.Access;

/// <summary>The verbs of extracts handed in with a form, and the names of the values they carry. Persisted formats.</summary>
public static class ExtractVerbs
{
    public static readonly Verb Open = new("extract.open");

    public static readonly Verb HandIn = new("extract.hand-in");

    public static readonly Verb Look = new("extract.look");

    public static readonly Verb Confirm = new("extract.confirm");

    public static readonly Verb Decline = new("extract.decline");

    public const string System = "system", File = "file", At = "extracted_at", By = "extracted_by", Method = "method", Count = "source_count", LookedAt = "looked_at", Evidence = "evidence", Second = "second";

    public const string Upload = "upload", Why = "why";
}
