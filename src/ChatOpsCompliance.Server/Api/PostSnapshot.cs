using System.Globalization;
using ChatOpsCompliance.Access;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.Sources;
using ChatOpsCompliance.Server.Sources.Csv;
using Microsoft.AspNetCore.Http.Features;

namespace ChatOpsCompliance.Server.Api;

/// <summary>
/// <c>POST /api/v1/snapshots</c>: an extract as a system owner's script sends it, the CSV and its facts as <c>multipart/form-data</c>, taken by the very
/// import of the verb. The system is the key's.
/// </summary>
internal sealed class PostSnapshot(ApiDoor door, IdempotentReplies once, ImportAccess import)
{
    /// <summary>A million grants are some 150 MB.</summary>
    private const long MostBytes = 512L << 20;

    private static readonly FormOptions Form = new() { MultipartBodyLengthLimit = MostBytes, ValueLengthLimit = 10_000, ValueCountLimit = 100 };

    public Task<IResult> Run(HttpContext http) => door.Enter(http, async key =>
    {
        if (key.Scope.Reads is not null) return ApiReply.Problem(StatusCodes.Status403Forbidden, "key-that-reads", "Not let in", $"The key {key.Name} only reads. 'keys create --system' makes one that hands in extracts.");
        if (key.Scope.IsPipelines) return ApiReply.Problem(StatusCodes.Status403Forbidden, "key-of-a-pipeline", "Not let in", $"The key {key.Name} speaks for pipelines, not for a system. 'keys create --system' makes one that does.");
        if (!http.Request.HasFormContentType || http.Request.ContentType?.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) != true)
            return ApiReply.Problem(StatusCodes.Status415UnsupportedMediaType, "not-multipart", "The request can't be read", "Send multipart/form-data: the CSV as 'file', and its facts as fields.");
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = MostBytes;
        IFormCollection form;
        try
        {
            form = await new FormFeature(http.Request, Form).ReadFormAsync(http.RequestAborted);
        }
        catch (Exception e) when (e is InvalidDataException or (IOException and not BadHttpRequestException))
        {
            return ApiReply.Problem(StatusCodes.Status400BadRequest, "bad-request", "The request can't be read", e.Message);
        }

        var (given, errors) = Read(form);
        if (given is null) return ApiReply.Problem(StatusCodes.Status400BadRequest, "missing-facts", "The request can't be read", "Some facts of the extract are missing or can't be read.", errors);
        if (form["system"].ToString() is { Length: > 0 } system && system != key.System)
            return ApiReply.Problem(StatusCodes.Status403Forbidden, "other-system", "Not let in", $"This key speaks for {key.System}, not for {system}.");
        var source = new CsvAccessSource(given.File.OpenReadStream);
        return await once.Once(http, key, await HashOf(given, source, http.RequestAborted), () => Take(key, given, source, http.RequestAborted));
    });

    private async Task<ApiReply> Take(ApiKey key, Given given, CsvAccessSource source, CancellationToken ct)
    {
        var (taken, no) = await import.Run(new(key.System, given.Facts, source, given.File.FileName) { LookedAt = given.LookedAt }, new Actor(null, ApiDoor.Via(key)), ct: ct);
        return (taken, no) switch
        {
            ({ } s, _) => ApiReply.Of(StatusCodes.Status201Created, new SnapshotShape
            {
                Snapshot = s.Snapshot.Number,
                System = s.Snapshot.System,
                Count = s.Snapshot.Count,
                SourceCount = s.Snapshot.Facts.SourceCount,
                ContentHash = s.Snapshot.ContentHash,
                Identical = [.. s.Identical.Select(f => new SnapshotShape.Row(f.Line, f.Reason))],
                UnknownColumns = s.UnknownColumns,
                RemovalsVerified = s.Removals.Verified,
                RemovalsReopened = s.Removals.Reopened,
                IncidentsOpened = s.Incidents,
            }),
            (_, ImportedAlready already) => ApiReply.Of(StatusCodes.Status200OK, new SnapshotShape { Snapshot = already.Snapshot, System = key.System, Already = true }),
            (_, ImportRunsAlready or NewerCameMeanwhile) => ApiReply.Refused(StatusCodes.Status409Conflict, no!),
            _ => ApiReply.Refused(StatusCodes.Status422UnprocessableEntity, no!),
        };
    }

    private sealed record Given(ExtractFacts Facts, IFormFile File, string? LookedAt);

    private static (Given? Given, Dictionary<string, string> Errors) Read(IFormCollection form)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        string Required(string name, int most)
        {
            var text = form[name].ToString().Trim();
            if (text.Length == 0) errors[name] = "is missing";
            else if (text.Length > most) errors[name] = $"has more than {most.ToString(CultureInfo.InvariantCulture)} characters";
            return text;
        }

        if (!IsoTime.TryParse(Required("extracted_at", 40), out var at)) errors.TryAdd("extracted_at", "is no ISO 8601 time with offset, such as 2026-01-31T09:00:00Z");
        if (!int.TryParse(Required("source_count", 20), NumberStyles.None, CultureInfo.InvariantCulture, out var count)) errors.TryAdd("source_count", "is no number");
        var (by, method) = (Required("extracted_by", 320), Required("method", 1000));
        var (tool, looked) = (form["tool_version"].ToString().Trim(), form["looked_at"].ToString().Trim());
        if (tool.Length > 200) errors["tool_version"] = "has more than 200 characters";
        if (looked.Length > 1000) errors["looked_at"] = "has more than 1000 characters";
        if (form.Files.GetFile("file") is not { } file)
        {
            errors["file"] = "is missing: the CSV, with its name";
            return (null, errors);
        }

        var facts = new ExtractFacts(at, by, method, count) { ToolVersion = tool.Length > 0 ? tool : null };
        return (errors.Count == 0 ? new(facts, file, looked.Length > 0 ? looked : null) : null, errors);
    }

    private static async Task<string> HashOf(Given given, CsvAccessSource source, CancellationToken ct)
    {
        using var hash = new FieldHash();
        return hash.Add(await source.ContentId(ct)).Add(given.Facts.ExtractedAt).Add(given.Facts.By).Add(given.Facts.Method).Add(given.Facts.SourceCount).Add(given.Facts.ToolVersion).Add(given.LookedAt).Finish();
    }
}
