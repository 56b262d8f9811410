using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.SqlServer.Dac.Model;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Storage;

/// <summary>
/// Tables, columns in their order, nullability, primary keys, indexes and foreign keys: SQLite's read from a migrated database, SQL Server's
/// from the model of its scripts. The scheduler's tables are left out: on SQLite they stand in a file of their own, made by the scheduler.
/// </summary>
public sealed class BothEnginesHaveTheSameTables
{
    [Fact]
    public void Column_by_column_and_key_by_key()
    {
        using var file = new SqliteFile();
        using var connection = file.Open();
        using var model = new SqlServerModel(SqlServerSchema.OfMigrations()).Build();

        var (sqlite, sqlServer) = (OfSqlite(connection), OfSqlServer(model));

        Assert.Contains("table ledger\n", sqlite, StringComparison.Ordinal);
        Assert.Equal(sqlite, sqlServer);
    }

    private static string OfSqlite(SqliteConnection connection)
    {
        var text = new StringBuilder();
        foreach (var table in Rows(connection, "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' and name <> 'changelog' order by name").Select(r => r[0]))
        {
            var columns = Rows(connection, $"select name, \"notnull\", pk from pragma_table_info('{table}') order by cid");
            var indexes = Rows(connection, $"select name, \"unique\" from pragma_index_list('{table}') where origin <> 'pk'");
            Sketch(
                text,
                table,
                columns.Select(c => (c[0], c[1] == "0")),
                columns.Where(c => c[2] != "0").OrderBy(c => int.Parse(c[2], System.Globalization.CultureInfo.InvariantCulture)).Select(c => c[0]),
                indexes.Select(i => (i[0], i[1] == "1", Rows(connection, $"select name from pragma_index_info('{i[0]}') order by seqno").Select(c => c[0]))),
                Rows(connection, $"select \"from\", \"table\", \"to\" from pragma_foreign_key_list('{table}')").Select(f => $"{f[0]} → {f[1]}.{f[2]}"));
        }

        return text.ToString();
    }

    private static string OfSqlServer(TSqlModel model)
    {
        var text = new StringBuilder();
        foreach (var table in model.GetObjects(DacQueryScopes.UserDefined, Table.TypeClass).Where(t => !Name(t).StartsWith("QRTZ_", StringComparison.Ordinal)).OrderBy(Name, StringComparer.Ordinal))
        {
            Sketch(
                text,
                Name(table),
                table.GetReferenced(Table.Columns).Select(c => (Name(c), c.GetProperty<bool>(Column.Nullable))),
                table.GetReferencing(PrimaryKeyConstraint.Host).SelectMany(k => k.GetReferenced(PrimaryKeyConstraint.Columns)).Select(Name),
                table.GetReferencing(Microsoft.SqlServer.Dac.Model.Index.IndexedObject).Select(i =>
                    (Name(i), i.GetProperty<bool>(Microsoft.SqlServer.Dac.Model.Index.Unique), i.GetReferenced(Microsoft.SqlServer.Dac.Model.Index.Columns).Select(Name))),
                table.GetReferencing(ForeignKeyConstraint.Host).Select(f =>
                    $"{Name(f.GetReferenced(ForeignKeyConstraint.Columns).Single())} → {Name(f.GetReferenced(ForeignKeyConstraint.ForeignTable).Single())}.{Name(f.GetReferenced(ForeignKeyConstraint.ForeignColumns).Single())}"));
        }

        return text.ToString();
    }

    private static void Sketch(
        StringBuilder text,
        string table,
        IEnumerable<(string Name, bool Null)> columns,
        IEnumerable<string> primaryKey,
        IEnumerable<(string Name, bool Unique, IEnumerable<string> Columns)> indexes,
        IEnumerable<string> references)
    {
        text.Append("table ").Append(table).Append('\n');
        foreach (var column in columns) text.Append("  ").Append(column.Name).Append(column.Null ? " null" : " not null").Append('\n');
        text.Append("  primary key (").AppendJoin(", ", primaryKey).Append(")\n");
        foreach (var index in indexes.OrderBy(i => i.Name, StringComparer.Ordinal))
            text.Append(index.Unique ? "  unique index " : "  index ").Append(index.Name).Append(" (").AppendJoin(", ", index.Columns).Append(")\n");
        foreach (var reference in references.Order(StringComparer.Ordinal)) text.Append("  references ").Append(reference).Append('\n');
    }

    private static string Name(TSqlObject named) => named.Name.Parts[^1];

    private static List<string[]> Rows(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // names of the schema itself
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var rows = new List<string[]>();
        while (reader.Read()) rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i).ToString()!)]);
        return rows;
    }
}
