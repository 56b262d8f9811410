using System.Globalization;
using System.Text.Json;
using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.Server.Sources;

namespace ChatOpsCompliance.Server.Api;

/// <summary>The JSON object a pipeline sends. What its token says need not be in it, and may not be otherwise.</summary>
internal sealed class PipelineBody(JsonElement root, PipelineToken? token)
{
    /// <summary>Bytes.</summary>
    private const int Largest = 64 << 10;

    public Dictionary<string, string> Errors { get; } = new(StringComparer.Ordinal);

    /// <summary>What it says otherwise than the token.</summary>
    public List<string> Otherwise { get; } = [];

    public static async Task<(PipelineBody? Body, ApiReply? No)> Read(HttpContext http, PipelineCaller caller)
    {
        if (!http.Request.HasJsonContentType()) return (null, ApiReply.Problem(StatusCodes.Status415UnsupportedMediaType, "not-json", "The request can't be read", "Send a JSON object as application/json."));
        if (http.Request.ContentLength is null or > Largest) return (null, ApiReply.Problem(StatusCodes.Status413PayloadTooLarge, "too-large", "The request can't be read", "Send at most 64 KB, with a Content-Length."));
        try
        {
            using var document = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return (new(document.RootElement.Clone(), caller.Token), null);
        }
        catch (JsonException)
        {
        }

        return (null, ApiReply.Problem(StatusCodes.Status400BadRequest, "bad-request", "The request can't be read", "Send a JSON object."));
    }

    public string Repository() => Proved("repository", token?.Repository, 300, StringComparer.OrdinalIgnoreCase);

    public string Environment() => Proved("environment", token?.Environment, 300, StringComparer.OrdinalIgnoreCase);

    public string Commit() => Proved("commit", token?.Commit, 100, StringComparer.OrdinalIgnoreCase);

    public string RunUrl() => Text("run_url", 1000, token?.RunUrl) is var said && token is not null && Run.Of(said) != token.RunUrl ? Not("run_url", token.RunUrl) : said;

    public string Actor(string name) => Proved(name, token?.Actor, 300, StringComparer.OrdinalIgnoreCase);

    public DateTimeOffset Time(string name)
    {
        if (IsoTime.TryParse(Text(name, 40), out var time)) return time;
        Errors.TryAdd(name, "is no ISO 8601 time with offset, such as 2026-01-31T09:00:00Z");
        return default;
    }

    public T OneOf<T>(string name, params (string Name, T Value)[] values)
    {
        var text = Text(name, 40);
        foreach (var (known, value) in values)
            if (known == text) return value;
        Errors.TryAdd(name, $"is none of {string.Join(", ", values.Select(v => v.Name))}");
        return values[0].Value;
    }

    /// <summary>Null when all is well.</summary>
    public ApiReply? Fault() =>
        Errors.Count > 0 ? ApiReply.Problem(StatusCodes.Status400BadRequest, "missing-facts", "The request can't be read", "Something is missing or can't be read.", Errors)
        : Otherwise.Count > 0 ? ApiReply.Problem(StatusCodes.Status403Forbidden, "token-says-otherwise", "Not let in", $"The token says otherwise: {string.Join(", ", Otherwise)}. What it says need not be sent.")
        : null;

    private string Proved(string name, string? proved, int most, StringComparer comparer) => Text(name, most, proved) is var said && proved is not null && !comparer.Equals(said, proved) ? Not(name, proved) : said;

    private string Not(string name, string proved)
    {
        Otherwise.Add($"{name} is {proved}");
        return proved;
    }

    private string Text(string name, int most, string? otherwise = null)
    {
        if (!root.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            if (otherwise is null) Errors.TryAdd(name, "is missing");
            return otherwise ?? "";
        }

        var text = value.ValueKind == JsonValueKind.String ? value.GetString()!.Trim() : "";
        if (text.Length == 0) Errors.TryAdd(name, "is no text");
        else if (text.Length > most) Errors.TryAdd(name, $"has more than {most.ToString(CultureInfo.InvariantCulture)} characters");
        return text;
    }
}
