using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Access;

/// <summary>For which launches an extract was asked for: the row keeps a second message from going out.</summary>
internal static class ExtractTaskStore
{
    private static readonly Sql Insert = new("""
        insert into extract_task (system, definition, period, due_at, asked_at)
        select @system, @definition, @period, @dueAt, @now
        where not exists (select 1 from extract_task where system = @system and definition = @definition and period = @period)
        """);

    /// <summary>False when it was asked for before.</summary>
    public static async Task<bool> Ask(Tx tx, string system, string definition, DateOnly period, DateTimeOffset dueAt) => await tx.Run(Insert, new { system, definition, period, dueAt, now = tx.Now }) > 0;
}
