using ChatOpsCompliance.Server.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOpsCompliance.Server.Tests.Storage;

/// <summary>A migrated SQLite database in a folder of its own, gone with this.</summary>
internal sealed class SqliteFile : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("chatops-compliance-");

    public SqliteFile() => new Migrator(Engine.Sqlite, ConnectionString, NullLogger.Instance).Migrate();

    public string ConnectionString => $"Data Source={Path.Combine(folder.FullName, "test.db")}";

    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(ConnectionString + ";Pooling=false");
        connection.Open();
        return connection;
    }

    public void Dispose() => folder.Delete(recursive: true);
}
