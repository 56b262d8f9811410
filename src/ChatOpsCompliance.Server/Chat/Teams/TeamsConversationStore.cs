using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Chat.Teams;

/// <summary>Where somebody is reached: their own conversation with the bot, and the connector that serves it.</summary>
internal sealed record TeamsConversation
{
    public string Conversation { get; init; } = "";

    public string ServiceUrl { get; init; } = "";
}

/// <summary>What Teams told of conversations, and which messages were posted: neither can be asked for again.</summary>
internal static class TeamsConversationStore
{
    /// <summary>Stands for the tenant itself: the connector that spoke last.</summary>
    private const string Anybody = "";

    private static readonly Sql Find = new("select conversation, service_url from teams_conversation where tenant = @tenant and object_id = @user");

    private static readonly Sql Count = new("select count(*) from teams_conversation where tenant = @tenant and object_id <> @anybody");

    private static readonly Sql Insert = new("""
        insert into teams_conversation (tenant, object_id, conversation, service_url, told_at)
        select @tenant, @user, @conversation, @service, @now
        where not exists (select 1 from teams_conversation where tenant = @tenant and object_id = @user)
        """);

    private static readonly Sql Change = new("update teams_conversation set conversation = @conversation, service_url = @service, told_at = @now where tenant = @tenant and object_id = @user");

    private static readonly Sql Delete = new("delete from teams_conversation where tenant = @tenant and object_id = @user and conversation = @conversation");

    private static readonly Sql InsertPost = new("""
        insert into teams_post (id, message, posted_at)
        select @id, @message, @now
        where not exists (select 1 from teams_post where id = @id)
        """);

    private static readonly Sql FindPost = new("select message from teams_post where id = @id");

    private static readonly Sql FindKey = new("select id from teams_post where message = @message");

    private static readonly Sql Prune = new("delete from teams_post where posted_at < @before");

    public static Task<TeamsConversation?> Of(Read read, ChatAccount account) => read.One<TeamsConversation>(Find, new { tenant = account.Workspace, user = account.User });

    /// <summary>The connector that spoke last for the tenant.</summary>
    public static Task<TeamsConversation?> OfTenant(Read read, string tenant) => read.One<TeamsConversation>(Find, new { tenant, user = Anybody });

    /// <summary>How many people of a tenant have a conversation with us.</summary>
    public static Task<int> Known(Read read, string tenant) => read.One<int>(Count, new { tenant, anybody = Anybody });

    public static Task Keep(Tx tx, ChatAccount account, TeamsConversation told) => Keep(tx, account.Workspace, account.User, told);

    public static Task KeepTenant(Tx tx, string tenant, string serviceUrl) => Keep(tx, tenant, Anybody, new() { ServiceUrl = serviceUrl });

    public static Task<int> Remove(Tx tx, ChatAccount account, string conversation) => tx.Run(Delete, new { tenant = account.Workspace, user = account.User, conversation });

    /// <summary>The message that was posted under a key of the outbox, if its answer came.</summary>
    public static Task<string?> Posted(Read read, string key) => read.One<string>(FindPost, new { id = key });

    /// <summary>The key of the outbox under which a message was posted; null for what we don't know, and after a week.</summary>
    public static Task<string?> PostedAs(Read read, string message) => read.One<string>(FindKey, new { message });

    public static Task Post(Tx tx, string key, string message) => tx.Run(InsertPost, new { id = key, message, now = tx.Now });

    public static Task<int> Forget(Tx tx, DateTimeOffset before) => tx.Run(Prune, new { before });

    private static async Task Keep(Tx tx, string tenant, string user, TeamsConversation told)
    {
        var row = new { tenant, user, conversation = told.Conversation, service = told.ServiceUrl, now = tx.Now };
        if (await tx.Run(Insert, row) == 0) await tx.Run(Change, row);
    }
}
