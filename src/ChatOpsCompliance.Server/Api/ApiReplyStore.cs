using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Api;

/// <summary>Replies given under an Idempotency-Key; a row without one is a request being worked on.</summary>
internal static class ApiReplyStore
{
    private static readonly Sql Insert = new("""
        insert into api_reply (reply_key, request_hash, at)
        select @id, @request, @now where not exists (select 1 from api_reply where reply_key = @id)
        """);

    private static readonly Sql Select = new("select request_hash, status, body, at from api_reply where reply_key = @id");

    private static readonly Sql Answer = new("update api_reply set status = @status, body = @body where reply_key = @id");

    private static readonly Sql Take = new("update api_reply set at = @now where reply_key = @id and status is null and at = @at");

    private static readonly Sql Delete = new("delete from api_reply where reply_key = @id");

    private static readonly Sql Prune = new("delete from api_reply where at < @before");

    private sealed record Row
    {
        public string RequestHash { get; init; } = "";

        public int? Status { get; init; }

        public string? Body { get; init; }

        public DateTimeOffset At { get; init; }
    }

    /// <summary>False when there was a request under this key before.</summary>
    public static async Task<bool> Begin(Tx tx, string id, string request) => await tx.Run(Insert, new { id, request, now = tx.Now }) > 0;

    public static async Task<(string Request, ApiReply? Reply, DateTimeOffset At)> Find(Read read, string id)
    {
        var row = await read.One<Row>(Select, new { id }) ?? new();
        return (row.RequestHash, row.Status is { } status ? new(status, row.Body ?? "") : null, row.At);
    }

    public static async Task<bool> TakeOver(Tx tx, string id, DateTimeOffset at) => await tx.Run(Take, new { id, at, now = tx.Now }) > 0;

    public static Task<int> Keep(Tx tx, string id, ApiReply reply) => tx.Run(Answer, new { id, status = reply.Status, body = reply.Body });

    public static Task<int> Forget(Tx tx, string id) => tx.Run(Delete, new { id });

    public static Task<int> Forget(Tx tx, DateTimeOffset before) => tx.Run(Prune, new { before });
}
