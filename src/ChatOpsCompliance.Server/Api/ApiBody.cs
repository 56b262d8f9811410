namespace ChatOpsCompliance.Server.Api;

/// <summary>What a request carries, for the OpenAPI document; who reads it has its own, stricter idea.</summary>
internal sealed record ApiBody(string ContentType, string About, IReadOnlyList<QueryField> Fields)
{
    private static readonly QueryField Repository = Must("repository", "such as acme/shop"), Environment = Must("environment", "such as production"), Commit = Must("commit", "its full hash"),
        RunUrl = Must("run_url", "the address of the run");

    public static readonly ApiBody Gate = new("application/json", "What is to be deployed where. What a pipeline's token says need not be sent, and may not be otherwise.", [Repository, Environment, Commit, RunUrl, Must("requested_by", "who started the run")]);

    public static readonly ApiBody Deployment = new("application/json", "What was deployed where, and how it ended.",
    [
        Repository, Environment, Commit, RunUrl, Must("actor", "who started the run"), Must("started_at", "with offset", QueryForm.Time), Must("finished_at", "with offset", QueryForm.Time),
        new("outcome", QueryForm.OneOf, "how it ended", ["success", "failure", "rolled_back"]) { Required = true },
    ]);

    public static readonly ApiBody Snapshot = new("multipart/form-data", "One extract: the CSV and its facts.",
    [
        Must("file", "the CSV", QueryForm.File), Must("extracted_at", "when the source was read, with offset", QueryForm.Time), Must("extracted_by", "who ran the extract"), Must("method", "the query or tool; only the same one proves a removal later"),
        Must("source_count", "the source's own count of its rows", QueryForm.Whole), new("tool_version", QueryForm.Text, "of what made it"), new("looked_at", QueryForm.Text, "why an extract with 20 % fewer rows is right"),
        new("system", QueryForm.Text, "must be the key's, if it is sent"),
    ]);

    private static QueryField Must(string name, string about, QueryForm form = QueryForm.Text) => new(name, form, about) { Required = true };
}
