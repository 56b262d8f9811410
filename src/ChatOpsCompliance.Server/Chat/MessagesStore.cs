using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Chat;

/// <summary>What people look at of the outbox; what runs it is in <see cref="OutboxStore"/>.</summary>
internal static class MessagesStore
{
    private static readonly Sql Dead = new("select count(*) from outbox where status = 'dead'");

    private static readonly Sql Listed = new("""
        select id, number, lane, effect, subject, status, attempts, due_at, error, cure from outbox
        where status in ('ready', 'leased', 'dead') order by case when status = 'dead' then 0 else 1 end, due_at, number page(@count)
        """);

    /// <summary>What was given up, then what waits, the longest due first.</summary>
    public static Task<IReadOnlyList<OutboxStore.Entry>> First(Read read, int count) => read.List<OutboxStore.Entry>(Listed, new { count });

    public static Task<int> GivenUp(Read read) => read.One<int>(Dead);
}
