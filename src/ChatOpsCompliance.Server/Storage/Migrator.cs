using System.Data.Common;
using System.Globalization;
using System.Reflection;
using EvolveDb;
using EvolveDb.Dialect;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

namespace ChatOpsCompliance.Server.Storage;

/// <summary>Brings a database up to date with the numbered scripts of its engine. Refuses a script that was edited after it ran.</summary>
public sealed class Migrator(Engine engine, string connectionString, ILogger log)
{
    /// <exception cref="UnusableDatabaseException">A script failed or was edited, or it is no database; nothing was changed.</exception>
    public void Migrate()
    {
        using var connection = Open();
        if (connection is SqlConnection) AllowSnapshots(connection);
        try
        {
            EvolveOn(connection).Migrate();
        }
        catch (EvolveException e)
        {
            throw new UnusableDatabaseException(e.GetBaseException().Message, e);
        }
    }

    /// <summary>The names of the scripts that have not run yet.</summary>
    public IReadOnlyList<string> Pending()
    {
        using var connection = Open();
        var ran = Ran(connection);
        return [.. Scripts(engine).Where(s => !ran.Contains(VersionOf(s)))];
    }

    /// <summary>In the order they run.</summary>
    internal static IEnumerable<string> Scripts(Engine engine) => Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(n => n.Contains(Folder(engine), StringComparison.Ordinal)).OrderBy(n => int.Parse(VersionOf(n), CultureInfo.InvariantCulture));

    internal static string Text(string script)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(script)!);
        return reader.ReadToEnd();
    }

    private static string Folder(Engine engine) => engine == Engine.Sqlite ? ".Migrations.Sqlite." : ".Migrations.SqlServer.";

    private static string VersionOf(string script) => script[(script.LastIndexOf(".V", StringComparison.Ordinal) + 2)..].Split("__", 2)[0];

    private Evolve EvolveOn(DbConnection connection) => new(connection, m => log.LogDebug("{Message}", m), engine == Engine.Sqlite ? DBMS.SQLite : DBMS.SQLServer)
    {
        EmbeddedResourceAssemblies = [Assembly.GetExecutingAssembly()],
        EmbeddedResourceFilters = [$"ChatOpsCompliance.Server.Storage{Folder(engine).TrimEnd('.')}"],
        IsEraseDisabled = true,
    };

    private DbConnection Open()
    {
        if (engine == Engine.Sqlite)
        {
            var settings = new SqliteConnectionStringBuilder(connectionString) { Pooling = false };
            if (Path.GetDirectoryName(Path.GetFullPath(settings.DataSource)) is { } folder) Directory.CreateDirectory(folder);
            return new SqliteConnection(settings.ToString());
        }

        return new SqlConnection(connectionString);
    }

    private HashSet<string> Ran(DbConnection connection)
    {
        connection.Open();
        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = "select version from changelog where success = 1 and version is not null";
            using var reader = command.ExecuteReader();
            var versions = new HashSet<string>(StringComparer.Ordinal);
            while (reader.Read()) versions.Add(reader.GetString(0));
            return versions;
        }
        catch (DbException)
        {
            return []; // no changelog yet: nothing ran
        }
    }

    /// <summary>Readers take snapshots, so the database must allow them; this can't stand in a script, which runs in a transaction.</summary>
    private static void AllowSnapshots(DbConnection connection)
    {
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "if (select snapshot_isolation_state from sys.databases where database_id = db_id()) = 0 alter database current set allow_snapshot_isolation on";
        command.ExecuteNonQuery();
        connection.Close();
    }
}

/// <summary>The database is not what this program wants of it, and it can't make it so.</summary>
public sealed class UnusableDatabaseException(string message, Exception inner) : Exception(message, inner);
