using Microsoft.Data.Sqlite;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Storage;

/// <summary>Preparing looks up every table and column.</summary>
public sealed class EveryStatementPreparesOnSqlite
{
    [Fact]
    public void On_a_database_just_migrated()
    {
        using var file = new SqliteFile();
        using var connection = file.Open();

        Assert.NotEmpty(Statements.All);
        Found.Nothing(Statements.All.Select(s => Fault(connection, s.Name, s.Sql.Sqlite)).OfType<string>());
    }

    [Fact]
    public void A_wrong_one_is_named()
    {
        using var file = new SqliteFile();
        using var connection = file.Open();

        Assert.StartsWith("SomeStore.Wrong: ", Fault(connection, "SomeStore.Wrong", "select seqq from ledger_head"), StringComparison.Ordinal);
    }

    private static string? Fault(SqliteConnection connection, string name, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        try
        {
            command.Prepare();
            return null;
        }
        catch (SqliteException e)
        {
            return $"{name}: {e.Message}";
        }
    }
}
