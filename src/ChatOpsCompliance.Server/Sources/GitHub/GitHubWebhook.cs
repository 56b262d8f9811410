using System.Data.Common;
using System.Text.Json;
using ChatOpsCompliance.Server.Api;
using ChatOpsCompliance.Server.Configuration;

namespace ChatOpsCompliance.Server.Sources.GitHub;

/// <summary>
/// <c>POST /gates/github</c>: the App's webhook. Nothing is parsed before it is proved; a 2xx means recorded, or nothing of ours. The same delivery again
/// changes nothing, whatever its number says: that is not signed.
/// </summary>
internal sealed class GitHubWebhook(GitHubSettings settings, GitHubHearing hearing, TimeProvider clock, ILogger<GitHubWebhook> log)
{
    /// <summary>Bytes; GitHub's own are at most 25 MB, those of ours some 30 KB.</summary>
    public const int LargestBody = 5 << 20;

    private readonly GitHubSignature signature = new(settings.WebhookSecret);
    private DateTimeOffset lastWarned;

    public void Map(IEndpointRouteBuilder app) => app.MapPost("/gates/github", (Delegate)Receive).DisableAntiforgery().ExcludeFromDescription();

    private async Task<IResult> Receive(HttpContext http)
    {
        var signed = http.Request.Headers[GitHubSignature.Header];
        if (!GitHubSignature.IsWellFormed(signed)) return NotProved("is not signed (X-Hub-Signature-256)");
        if (await Body(http) is not { } body) return ApiReply.Problem(StatusCodes.Status413PayloadTooLarge, "too-large", "The request can't be read", "It is larger than 5 MB; subscribe the App to the events of manifests/pipelines only.");
        if (!signature.Signs(signed.ToString(), body.Span)) return NotProved("is not signed with Gates:GitHub:WebhookSecret");
        if (!http.Request.HasJsonContentType()) return ApiReply.Problem(StatusCodes.Status415UnsupportedMediaType, "not-json", "The request can't be read", "Set the webhook's content type to application/json.");
        try
        {
            var no = await Hear(http.Request.Headers["X-GitHub-Event"].ToString(), body, http.RequestAborted);
            return no is null ? TypedResults.NoContent() : ApiReply.Refused(StatusCodes.Status422UnprocessableEntity, no);
        }
        catch (JsonException)
        {
            return ApiReply.Problem(StatusCodes.Status400BadRequest, "bad-request", "The request can't be read", "It is no JSON, or lacks what GitHub's webhooks of this event have.");
        }
        catch (Exception e) when (e is DbException or IOException)
        {
            log.LogError(e, "A webhook of GitHub's failed; nothing was recorded");
            return ApiReply.Problem(StatusCodes.Status503ServiceUnavailable, "not-recorded", "Not done", "It could not be written down just now, so nothing was done. Deliver it again.");
        }
    }

    /// <summary>Nothing to do for everything else, such as installations, pings and deployments that are only planned.</summary>
    private async Task<Refusal?> Hear(string name, ReadOnlyMemory<byte> body, CancellationToken ct) => name switch
    {
        "deployment_protection_rule" => await hearing.Asked(Read<GitHubRuleEvent>(body), ct),
        "deployment_status" => await hearing.Seen(Read<GitHubStatusEvent>(body), ct),
        _ => null,
    };

    private static T Read<T>(ReadOnlyMemory<byte> body) => JsonSerializer.Deserialize<T>(body.Span, GitHubJson.Options) ?? throw new JsonException();

    private static async Task<ReadOnlyMemory<byte>?> Body(HttpContext http)
    {
        if (http.Request.ContentLength > LargestBody) return null;
        using var all = new MemoryStream((int)(http.Request.ContentLength ?? 0));
        var part = new byte[16 << 10];
        while (await http.Request.Body.ReadAsync(part, http.RequestAborted) is var read and > 0)
        {
            if (all.Length + read > LargestBody) return null;
            all.Write(part, 0, read);
        }

        return all.GetBuffer().AsMemory(0, (int)all.Length);
    }

    /// <summary>Said once a minute: strangers must not fill the log.</summary>
    private ApiReply NotProved(string why)
    {
        if (clock.GetUtcNow() - lastWarned > TimeSpan.FromMinutes(1))
        {
            lastWarned = clock.GetUtcNow();
            log.LogWarning("A request to /gates/github {Why}, and was refused", why);
        }

        return ApiReply.Problem(StatusCodes.Status401Unauthorized, "not-signed", "Not let in", $"The request {why}.");
    }
}
