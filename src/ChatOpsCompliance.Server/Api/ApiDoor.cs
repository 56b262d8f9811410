using System.Data.Common;
using System.Text;
using ChatOpsCompliance.Server.Sources;
using ChatOpsCompliance.Server.Storage;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.Net.Http.Headers;

namespace ChatOpsCompliance.Server.Api;

/// <summary>Who calls: the key, or a pipeline's own token, in <c>Authorization: Bearer</c>. Asked before anything of the request is read.</summary>
internal sealed class ApiDoor(Database database, IEnumerable<PeopleTokens> people, IEnumerable<ProvePipeline> tokens, ILogger<ApiDoor> log)
{
    private static readonly ApiKey Nobody = new() { Hash = ApiKey.HashOf(KeyText.New().Secret) };

    public Task<IResult> Enter(HttpContext http, Func<ApiKey, Task<ApiReply>> act) => Enter<ApiKey>(http, () => WhoCalls(http), async key => await act(key));

    /// <summary>For those that speak for repositories: a pipeline's key, or its token.</summary>
    public Task<IResult> EnterPipeline(HttpContext http, Func<PipelineCaller, Task<ApiReply>> act) => Enter<PipelineCaller>(http, () => WhichPipeline(http), async caller => await act(caller));

    /// <summary>For whoever only reads: a reading key, or one that speaks for something, which sees that much.</summary>
    public Task<IResult> EnterReader(HttpContext http, Func<ReadCaller, Task<IResult>> act) => Enter(http, () => WhoReads(http), act);

    private async Task<IResult> Enter<T>(HttpContext http, Func<Task<(T? Caller, ApiReply? No)>> who, Func<T, Task<IResult>> act)
        where T : class
    {
        try
        {
            var (caller, no) = await who();
            return caller is null ? no! : await act(caller);
        }
        catch (BadHttpRequestException e)
        {
            return ApiReply.Problem(e.StatusCode, e.StatusCode == StatusCodes.Status413PayloadTooLarge ? "too-large" : "bad-request", "The request can't be read", e.Message);
        }
        catch (Exception e) when (e is DbException or IOException)
        {
            log.LogError(e, "A request to {Path} failed; nothing was recorded", http.Request.Path);
            return ApiReply.Problem(StatusCodes.Status503ServiceUnavailable, "not-recorded", "Not done", "It could not be written down just now, so nothing was done. Send it again.");
        }
    }

    private async Task<(ReadCaller? Caller, ApiReply? No)> WhoReads(HttpContext http)
    {
        if (TokenIn(http) is { } token)
        {
            var said = IssuerTokens.Read(token);
            foreach (var person in people)
                if (said is not null && await person.Prove(said, http.RequestAborted) is { } proof) return Proven(http, proof);
            var (pipeline, stranger) = await OfToken(http, said);
            return (pipeline is null ? null : ReadCaller.Of(pipeline), stranger);
        }

        var (key, no) = await WhoCalls(http);
        return (key is null ? null : ReadCaller.Of(key), no);
    }

    private static string? TokenIn(HttpContext http) =>
        http.Request.Headers[HeaderNames.Authorization].ToString() is var header && header.StartsWith("Bearer ey", StringComparison.OrdinalIgnoreCase) ? header["Bearer ".Length..].Trim() : null;

    private async Task<(PipelineCaller? Caller, ApiReply? No)> WhichPipeline(HttpContext http)
    {
        if (TokenIn(http) is { } token) return await OfToken(http, IssuerTokens.Read(token));
        var (key, no) = await WhoCalls(http);
        if (key is null) return (null, no);
        return key.Scope.IsPipelines
            ? (PipelineCaller.Of(key), null)
            : (null, ApiReply.Problem(StatusCodes.Status403Forbidden, "key-of-a-system", "Not let in", $"The key {key.Name} is for {key.Scope}. 'keys create --repositories … --environments …' makes one for pipelines."));
    }

    private async Task<(PipelineCaller? Caller, ApiReply? No)> OfToken(HttpContext http, JsonWebToken? said)
    {
        foreach (var prove in tokens)
        {
            if (said is null || await prove(said, http.RequestAborted) is not { } proof) continue;
            var (pipeline, no) = Proven(http, proof);
            return (pipeline is null ? null : PipelineCaller.Of(pipeline), no);
        }

        return (null, Unauthorized("unknown-issuer", "The token is of no issuer that is known here: Gates:OpenId names those of pipelines, Console:Authority and ApiAudience that of people, who only read."));
    }

    private (T? Caller, ApiReply? No) Proven<T>(HttpContext http, Result<T> proof)
        where T : class
    {
        var (caller, no) = proof;
        if (caller is not null) return (caller, null);
        log.LogWarning("A request to {Path} had a token that was refused: {Why}", http.Request.Path, no!.Kind);
        return (null, no is IssuerSilent ? ApiReply.Problem(StatusCodes.Status503ServiceUnavailable, "issuer-silent", "Not done", no.Sentence) : Unauthorized("bad-token", no.Sentence));
    }

    private async Task<(ApiKey? Key, ApiReply? No)> WhoCalls(HttpContext http)
    {
        if (KeyIn(http.Request.Headers[HeaderNames.Authorization].ToString()) is not { } sent) return (null, Unauthorized("no-key", "Send the key as 'Authorization: Bearer cck_…'. 'keys create' makes one."));
        var text = KeyText.Parse(sent);
        var found = text is null ? null : await database.Read(read => ApiKeyStore.One(read, text.Id), http.RequestAborted);
        // An unknown key takes as long as a known one with a wrong secret.
        var right = (found ?? Nobody).Is(text?.Secret ?? "");
        if (found is null || !right)
        {
            log.LogWarning("A request to {Path} had no valid key", http.Request.Path);
            return (null, Unauthorized("unknown-key", "This key is not known."));
        }

        if (found.RevokedAt is not null) return (null, Unauthorized("revoked-key", $"The key {found.Name} was revoked. Whoever runs this service can make another: keys create."));
        var valid = await database.Bulk(new Actor(null, Via(found)), async tx => found.ValidAt(tx.Now) && await ApiKeyStore.NoteUse(tx, found.Id) >= 0, http.RequestAborted);
        return valid ? (found, null) : (null, Unauthorized("expired-key", $"The key {found.Name} has expired. Whoever runs this service can make another: keys create, or keys rotate before it expires."));
    }

    /// <summary>The key that a request says it has, not proved yet.</summary>
    public static KeyText? KeyOf(HttpContext http) => KeyIn(http.Request.Headers[HeaderNames.Authorization].ToString()) is { } sent ? KeyText.Parse(sent) : null;

    /// <summary>As a bearer, or as the password of whatever user, which is what some tools can send.</summary>
    private static string? KeyIn(string header)
    {
        if (header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) return header["Bearer ".Length..].Trim();
        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase)) return null;
        Span<byte> bytes = stackalloc byte[512];
        return Convert.TryFromBase64String(header["Basic ".Length..].Trim(), bytes, out var length) ? Encoding.UTF8.GetString(bytes[..length]).Split(':', 2)[^1] : "";
    }

    /// <summary>How facts name who came in by a key.</summary>
    public static string Via(ApiKey key) => $"key:{key.Name}";

    private static ApiReply Unauthorized(string kind, string detail) => ApiReply.Problem(StatusCodes.Status401Unauthorized, kind, "Not let in", detail);
}
