using ChatOpsCompliance.Server.Reports;

namespace ChatOpsCompliance.Server.Api;

/// <summary>What a read gives: a shape of the API, a report's file, or why not.</summary>
/// <param name="File">At its beginning; whoever sends it closes it.</param>
internal sealed record ReadAnswer(object? Body, Stream? File, string? Format, ReadAnswer.Fault? No)
{
    /// <summary>A problem, as RFC 9457 has it.</summary>
    internal sealed record Fault(int Status, string Kind, string Title, string Detail, object? Errors = null);

    public static ReadAnswer Of(object body) => new(body, null, null, null);

    public static ReadAnswer OfFile(Stream file, string format) => new(null, file, format, null);

    public static ReadAnswer NotThere(string what) => new(null, null, null, new(StatusCodes.Status404NotFound, "not-found", "There is nothing here", $"No {what} of this number or name that you may see."));

    public static ReadAnswer NotYours(string whose) => new(null, null, null, new(StatusCodes.Status403Forbidden, "not-yours", "Not let in", whose));

    public static ReadAnswer Unreadable(IReadOnlyDictionary<string, string> errors) =>
        new(null, null, null, new(StatusCodes.Status400BadRequest, "bad-query", "The request can't be read", string.Join("; ", errors.Select(e => $"{e.Key} {e.Value}")), errors));

    public static ReadAnswer Unreadable(string parameter, string what) => Unreadable(new Dictionary<string, string>(StringComparer.Ordinal) { [parameter] = what });

    public static ReadAnswer Refused(Refusal no) => new(null, null, null, new(StatusCodes.Status422UnprocessableEntity, System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(no.Kind), "Not done", no.Sentence));

    public IResult ToResult() => (No, File) switch
    {
        ({ } no, _) => ApiReply.Problem(no.Status, no.Kind, no.Title, no.Detail, no.Errors),
        (_, { } file) => new ApiFile(file, ReportFormats.All[Format!].ContentType),
        _ => ApiReply.Read(Body!),
    };
}
