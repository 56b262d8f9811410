using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Storage;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Storage;

/// <summary>
/// A migrated, empty database behind the product's own two doors, thrown away afterwards. SQLite is always there; SQL Server when the
/// environment names a server whose login may create databases.
/// </summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    /// <summary>A connection string to a server, without a database.</summary>
    public const string Variable = "CHATOPS_TEST_SQLSERVER";

    public static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly SqliteFile? file;
    private readonly string? server;
    private readonly string name = $"chatops_test_{Guid.NewGuid():N}";
    private readonly List<Database> doors = [];

    private TestDatabase(Engine engine)
    {
        Engine = engine;
        TypeHandlers.Register();
        if (engine == Engine.Sqlite)
        {
            file = new();
        }
        else
        {
            server = Environment.GetEnvironmentVariable(Variable);
            Assert.SkipWhen(string.IsNullOrWhiteSpace(server), $"{Variable} names no server");
            On(server!, $"create database {name}");
            new Migrator(Engine.SqlServer, ConnectionString, NullLogger.Instance).Migrate();
        }

        Database = Another();
    }

    public static TheoryData<Engine> Engines => [Engine.Sqlite, Engine.SqlServer];

    public Engine Engine { get; }

    public FakeTimeProvider Clock { get; } = new(Start);

    public Database Database { get; }

    private string ConnectionString => file?.ConnectionString ?? new SqlConnectionStringBuilder(server) { InitialCatalog = name }.ToString();

    public static TestDatabase Open(Engine engine) => new(engine);

    /// <summary>The same database as another process sees it: its own writer and readers.</summary>
    public Database Another()
    {
        var another = new Database(file is null ? new SqlServerEngine(ConnectionString) : new SqliteEngine(ConnectionString), new Reactions(), Clock);
        doors.Add(another);
        return another;
    }

    public Task<Result<T>> Try<T>(Actor actor, Func<Tx, Task<Result<T>>> work) => Database.InTransaction(actor, work);

    /// <summary>One transaction that is not refused.</summary>
    public async Task<T> Do<T>(Func<Tx, Task<T>> work) => (await Try<T>(Actor.Service, async tx => await work(tx))).Value;

    public Task<T> Read<T>(Func<Read, Task<T>> work) => Database.Read(work);

    public async ValueTask DisposeAsync()
    {
        foreach (var door in doors) await door.DisposeAsync();
        file?.Dispose();
        if (server is null) return;
        SqlConnection.ClearAllPools();
        On(server, $"drop database {name}");
    }

    private static void On(string server, string sql)
    {
        using var connection = new SqlConnection(new SqlConnectionStringBuilder(server) { Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // a name this class has made
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
