using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Api;

/// <summary>A read of the API and of the shell: its address, what it can be asked, what it answers. One list of them (<see cref="ApiReads"/>) makes routes, verbs and the OpenAPI document.</summary>
/// <param name="Path">Below <c>/api/v1</c>; it may end with one <c>{id}</c> or <c>{name}</c>.</param>
/// <param name="Answers">The type of the answer's shape; null for a report, whose columns are its own.</param>
internal sealed record ApiRead(string Path, string About, IReadOnlyList<QueryField> Fields, Type? Answers, Func<Read, ReadCaller, ApiQuery, string, Task<ReadAnswer>> Run)
{
    /// <summary>What its path ends with, without braces; null when it ends with nothing of the kind.</summary>
    public string? One => Path.EndsWith('}') ? Path[(Path.IndexOf('{', StringComparison.Ordinal) + 1)..^1] : null;

    /// <summary>As the verb has it: <c>campaigns</c>, and <c>campaign</c> for one of them.</summary>
    public string Verb => One is null ? Path[1..] : Path[1..Path.LastIndexOf('/')].TrimEnd('s');

    public Task<ReadAnswer> Ask(Read read, ReadCaller caller, IReadOnlyDictionary<string, string> given, string one)
    {
        var query = new ApiQuery(Fields, given);
        return query.Errors.Count > 0 ? Task.FromResult(ReadAnswer.Unreadable(query.Errors)) : Run(read, caller, query, one);
    }
}
