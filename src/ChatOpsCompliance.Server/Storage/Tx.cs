using System.Data.Common;

namespace ChatOpsCompliance.Server.Storage;

/// <summary>
/// One transaction: reads, guarded writes, and the facts that say what happened. Facts are appended to the ledger last, after the
/// reactions to them, in the same commit; if the ledger can't be written, nothing is.
/// </summary>
public sealed class Tx : Read
{
    private readonly List<Fact> facts = [];

    internal Tx(DbConnection connection, DbTransaction? transaction, Engine engine, DateTimeOffset now, Actor actor)
        : base(connection, transaction, engine, now)
    {
        Actor = actor;
    }

    public Actor Actor { get; private set; }

    internal IReadOnlyList<Fact> Facts => facts;

    /// <summary>Returns how many rows changed: zero from a guarded write means that somebody else was first.</summary>
    public Task<int> Run(Sql sql, object? args = null) => Execute(sql, args);

    /// <summary>
    /// Inserts many rows under one <c>@key</c>. On SQLite the statement runs once a row, its fields being <c>@c0</c>, <c>@c1</c> …; on SQL Server
    /// once, and finds the rows in the JSON array <c>@rows</c>.
    /// </summary>
    internal Task RunEach(Sql sql, long key, FieldRows rows) => ExecuteEach(sql, key, rows);

    public void Happened(Fact fact) => facts.Add(fact);

    /// <summary>Names the person once the chat account has been looked up.</summary>
    public void ActingFor(Id<ChatOpsCompliance.People.Person> person) => Actor = Actor with { Person = person };
}
