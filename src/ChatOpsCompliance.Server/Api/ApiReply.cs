using System.Globalization;
using System.Text.Json;
using ChatOpsCompliance.Server.Sources;

namespace ChatOpsCompliance.Server.Api;

/// <summary>What an address of the API answers: JSON, or a problem document (RFC 9457).</summary>
/// <param name="Replayed">The answer to an earlier request with the same Idempotency-Key.</param>
internal sealed record ApiReply(int Status, string Body, bool Replayed = false) : IResult
{
    private const int MostFaults = 100;

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    public static ApiReply Of(int status, object body) => new(status, JsonSerializer.Serialize(body, Json));

    /// <summary>What is read: a shape, in which nothing is left out.</summary>
    public static ApiReply Read(object shape) => new(StatusCodes.Status200OK, JsonSerializer.Serialize(shape, ApiJson.Options));

    /// <param name="kind">Stable, kebab-case: what a script may go by.</param>
    public static ApiReply Problem(int status, string kind, string title, string detail, object? errors = null) =>
        Of(status, new { type = $"urn:chatops-compliance:problem:{kind}", title, status, detail, errors });

    public static ApiReply Refused(int status, Refusal no) => no is FileFaults faults
        ? Problem(status, "file-faults", "The file was not taken", $"{faults.Faults.Count.ToString(CultureInfo.InvariantCulture)} faults; nothing was imported.", faults.Faults.Take(MostFaults).Select(f => new { f.Line, f.Reason }))
        : Problem(status, JsonNamingPolicy.KebabCaseLower.ConvertName(no.Kind), "Not done", no.Sentence);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = Status < 400 ? "application/json; charset=utf-8" : "application/problem+json; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        if (Replayed) response.Headers["Idempotent-Replayed"] = "true";
        if (Status == StatusCodes.Status401Unauthorized) response.Headers.WWWAuthenticate = "Bearer";
        if (Status is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status409Conflict) response.Headers.RetryAfter = "30";
        await response.WriteAsync(Body, httpContext.RequestAborted);
    }
}
