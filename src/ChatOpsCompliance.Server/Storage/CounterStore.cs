namespace ChatOpsCompliance.Server.Storage;

/// <summary>Running numbers without gaps, so that a reader of a register sees that none is missing.</summary>
internal static class CounterStore
{
    private static readonly Sql StartCounter = new("insert into counter (name, value) select @name, 0 where not exists (select 1 from counter where name = @name)");

    private static readonly Sql Count = new("update counter set value = value + 1 where name = @name");

    private static readonly Sql Counted = new("select value from counter where name = @name");

    /// <summary>The next number of a register: without gaps, since what takes it is committed with it or not at all.</summary>
    internal static async Task<int> Next(Tx tx, string register)
    {
        await tx.Run(StartCounter, new { name = register });
        await tx.Run(Count, new { name = register });
        return await tx.One<int>(Counted, new { name = register });
    }
}
