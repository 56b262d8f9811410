using ChatOpsCompliance.Access;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Api;

/// <summary>The same request under the same <c>Idempotency-Key</c> is done once and answered alike; another request under it is refused.</summary>
internal sealed class IdempotentReplies(Database database)
{
    private const string Header = "Idempotency-Key";

    private const int Longest = 255;

    /// <summary>After this a request that was never answered may be tried again: who did it is gone.</summary>
    private static readonly TimeSpan GivenUpAfter = TimeSpan.FromMinutes(15);

    /// <param name="request">A hash of everything that makes the request what it is.</param>
    public Task<ApiReply> Once(HttpContext http, ApiKey key, string request, Func<Task<ApiReply>> act) => Once(http, key.Name, new(null, ApiDoor.Via(key)), request, act);

    /// <param name="again">What the same request again is answered; null for what it was answered before.</param>
    public Task<ApiReply> Once(HttpContext http, PipelineCaller caller, string request, Func<Task<ApiReply>> act, Func<Task<ApiReply>>? again = null) => Once(http, $"{caller.Via}/{caller.Token?.Repository}", caller.Actor, request, act, again);

    private async Task<ApiReply> Once(HttpContext http, string who, Actor actor, string request, Func<Task<ApiReply>> act, Func<Task<ApiReply>>? again = null)
    {
        var text = http.Request.Headers[Header].ToString();
        if (text.Length == 0) return await act();
        if (text.Length > Longest) return ApiReply.Problem(StatusCodes.Status400BadRequest, "idempotency-key", "The request can't be read", $"{Header} has at most {Longest} characters.");
        using var hash = new FieldHash();
        var id = hash.Add(who).Add(text).Finish();
        if (await database.Bulk(actor, tx => Earlier(tx, id, request), CancellationToken.None) is { } earlier) return earlier.Replayed && again is not null ? await again() : earlier;
        ApiReply? reply = null;
        try
        {
            reply = await act();
            return reply;
        }
        finally
        {
            // Only what would be answered the same again is kept: a fault of ours, or somebody in between, is tried again.
            var keep = reply is { Status: not StatusCodes.Status409Conflict and < 500 } ? reply : null;
            await database.Bulk(actor, tx => keep is null ? ApiReplyStore.Forget(tx, id) : ApiReplyStore.Keep(tx, id, keep), CancellationToken.None);
        }
    }

    private static async Task<ApiReply?> Earlier(Tx tx, string id, string request)
    {
        if (await ApiReplyStore.Begin(tx, id, request)) return null;
        var (requestBefore, reply, at) = await ApiReplyStore.Find(tx, id);
        if (requestBefore != request) return ApiReply.Problem(StatusCodes.Status422UnprocessableEntity, "idempotency-key-reused", "Not done", $"This {Header} belongs to another request. Use a new one for each.");
        if (reply is not null) return reply with { Replayed = true };
        return tx.Now - at > GivenUpAfter && await ApiReplyStore.TakeOver(tx, id, at)
            ? null
            : ApiReply.Problem(StatusCodes.Status409Conflict, "in-progress", "Not done yet", "The first request under this key is still being worked on. Ask again in a while.");
    }
}
