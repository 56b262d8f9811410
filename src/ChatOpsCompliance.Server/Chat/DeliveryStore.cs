using System.Text.Json;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Chat;

/// <summary>One row a click, with its reply, written in the transaction of the act: a repeat changes nothing and gets the same reply.</summary>
public static class DeliveryStore
{
    private static readonly Sql Find = new("select reply from delivery where delivery_key = @key");

    private static readonly Sql Insert = new("insert into delivery (delivery_key, reply, at) values (@key, @reply, @at)");

    private static readonly Sql Prune = new("delete from delivery where at < @before");

    public static async Task<Reply?> Earlier(Tx tx, string key) =>
        await tx.One<string>(Find, new { key }) is { } json ? JsonSerializer.Deserialize<Reply>(json, ChatJson.Options) : null;

    public static Task<int> Keep(Tx tx, string key, Reply reply) =>
        tx.Run(Insert, new { key, reply = JsonSerializer.Serialize(reply, ChatJson.Options), at = tx.Now });

    /// <summary>Platforms repeat within minutes. Replies quote names and words, of others too, so they are kept no longer than a repeat may come.</summary>
    public static Task<int> Forget(Tx tx, DateTimeOffset before) => tx.Run(Prune, new { before });
}
