using Microsoft.Data.Sqlite;

namespace ChatOpsCompliance.Server.Storage;

/// <summary>A whole copy of the SQLite database at one instant, made while the service works. A file that is there already is never written over.</summary>
public sealed class Backup(Database database, string connectionString)
{
    public async Task<Result<BackupFile>> Make(string path, Actor actor, bool dryRun, CancellationToken ct = default)
    {
        if (database.Engine != Engine.Sqlite) return new BackupByTheServer();
        var file = Path.GetFullPath(path);
        if (File.Exists(file)) return new BackupExists(file);
        if (Directory.GetParent(file) is not { Exists: true }) return new NoFolder(Path.GetDirectoryName(file) ?? "");
        if (dryRun) return new BackupFile(file, 0, 0);
        // Into a name of its own first: what bears the name is whole.
        var unfinished = $"{file}.{Guid.NewGuid():N}";
        try
        {
            await Task.Run(() => Copy(unfinished), ct);
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(unfinished, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            await using (var written = new FileStream(unfinished, FileMode.Open, FileAccess.ReadWrite)) written.Flush(flushToDisk: true);
            var head = Head(unfinished);
            File.Move(unfinished, file, overwrite: false);
            var made = new BackupFile(file, new FileInfo(file).Length, head);
            await database.InTransaction<Done>(
                actor,
                tx =>
                {
                    tx.Happened(new BackupMade(head));
                    return Task.FromResult<Result<Done>>(Done.It);
                },
                ct: ct);
            return made;
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private void Copy(string file)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ToString());
        connection.Open();
        using var vacuum = connection.CreateCommand();
        vacuum.CommandTimeout = 0; // a large database takes its time
        vacuum.CommandText = "vacuum into $file";
        vacuum.Parameters.AddWithValue("$file", file);
        vacuum.ExecuteNonQuery();
    }

    /// <summary>Up to which entry of the audit log the copy goes.</summary>
    private static long Head(string file)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        using var read = connection.CreateCommand();
        read.CommandText = "select seq from ledger_head where id = 1";
        return (long)read.ExecuteScalar()!;
    }
}

/// <param name="Bytes">Its size.</param>
/// <param name="Head">The newest entry of the audit log that is in it.</param>
public sealed record BackupFile(string Path, long Bytes, long Head);

/// <summary>Somebody has all of it now, up to an entry of the log.</summary>
public sealed record BackupMade(long Head) : Fact
{
    public override string Kind => "backup.made";

    public override string Subject => "backup";
}

public sealed record BackupByTheServer() : Refusal("SQL Server makes its own backups: BACKUP DATABASE, or your provider's. Afterwards 'ledger verify --checkpoints FILE' says whether something is missing from a restored one.");

public sealed record BackupExists(string Path) : Refusal($"{Path} is there already; a backup never writes over another.");

public sealed record NoFolder(string Path) : Refusal($"There is no folder {Path}.");
