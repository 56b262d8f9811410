using ChatOpsCompliance.Server.Storage;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace ChatOpsCompliance.Server.Tests.Storage;

/// <summary>
/// The SQL Server schema as the migration scripts leave it, folded without a server: a table's later alterations become part of its
/// <c>create table</c>, since that is all a model understands.
/// </summary>
internal sealed class SqlServerSchema
{
    private readonly Dictionary<string, CreateTableStatement> tables = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> others = [];
    private readonly Dictionary<string, string> indexes = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(string Name, string Sql)> data = [];

    public static SqlServerSchema OfMigrations()
    {
        var schema = new SqlServerSchema();
        foreach (var script in Migrator.Scripts(Engine.SqlServer)) schema.Apply(script, Migrator.Text(script));
        return schema;
    }

    /// <summary>What creates the schema: tables first, then what stands on them.</summary>
    public IEnumerable<string> Objects => tables.Values.Select(Script).Concat(indexes.Values).Concat(others);

    /// <summary>The rows the scripts write, to be bound like any other statement.</summary>
    public IReadOnlyList<(string Name, string Sql)> Data => data;

    public static TSqlParser NewParser() => new TSql150Parser(initialQuotedIdentifiers: true);

    public void Apply(string name, string sql)
    {
        var script = (TSqlScript)NewParser().Parse(new StringReader(sql), out var errors);
        if (errors.Count > 0) throw new InvalidOperationException(string.Join('\n', errors.Select(e => $"{name}({e.Line},{e.Column}): {e.Message}")));
        foreach (var statement in script.Batches.SelectMany(b => b.Statements)) Apply(name, statement);
    }

    private void Apply(string name, TSqlStatement statement)
    {
        switch (statement)
        {
            case CreateTableStatement create: tables.Add(Key(create.SchemaObjectName), create); break;
            case AlterTableAddTableElementStatement add: Add(Table(name, add), add.Definition); break;
            case AlterTableDropTableElementStatement drop: foreach (var element in drop.AlterTableDropTableElements) Drop(name, Table(name, drop), element); break;
            case AlterTableAlterColumnStatement alter: Column(name, Table(name, alter), alter.ColumnIdentifier).DataType = alter.DataType; break;
            case DropTableStatement drop: foreach (var table in drop.Objects) tables.Remove(Key(table)); break;
            case DataModificationStatement: data.Add(($"{name}:{statement.StartLine}", Script(statement))); break;
            case CreateIndexStatement create: indexes.Add(create.Name.Value, Script(create)); break;
            case DropIndexStatement drop: foreach (var index in drop.DropIndexClauses.OfType<DropIndexClause>()) indexes.Remove(index.Index.Value); break;
            case CreateTriggerStatement or CreateViewStatement: others.Add(Script(statement)); break;
            default: throw new NotSupportedException($"{name}({statement.StartLine}): the model does not know {statement.GetType().Name} yet; teach it.");
        }
    }

    private static void Add(TableDefinition table, TableDefinition added)
    {
        foreach (var column in added.ColumnDefinitions) table.ColumnDefinitions.Add(column);
        foreach (var constraint in added.TableConstraints) table.TableConstraints.Add(constraint);
    }

    private static void Drop(string name, TableDefinition table, AlterTableDropTableElement element)
    {
        if (element.TableElementType == TableElementType.Column)
        {
            table.ColumnDefinitions.Remove(Column(name, table, element.Name));
            return;
        }

        if (table.TableConstraints.SingleOrDefault(c => Same(c.ConstraintIdentifier, element.Name)) is { } constraint) table.TableConstraints.Remove(constraint);
        foreach (var column in table.ColumnDefinitions.Where(c => Same(c.DefaultConstraint?.ConstraintIdentifier, element.Name))) column.DefaultConstraint = null;
    }

    private TableDefinition Table(string name, AlterTableStatement alter) =>
        tables.TryGetValue(Key(alter.SchemaObjectName), out var table) ? table.Definition : throw new InvalidOperationException($"{name}: there is no table {Key(alter.SchemaObjectName)} to alter.");

    private static ColumnDefinition Column(string name, TableDefinition table, Identifier column) =>
        table.ColumnDefinitions.SingleOrDefault(c => Same(c.ColumnIdentifier, column)) ?? throw new InvalidOperationException($"{name}: there is no column {column.Value}.");

    private static bool Same(Identifier? a, Identifier b) => string.Equals(a?.Value, b.Value, StringComparison.OrdinalIgnoreCase);

    private static string Key(SchemaObjectName name) => $"{name.SchemaIdentifier?.Value ?? "dbo"}.{name.BaseIdentifier.Value}";

    private static string Script(TSqlFragment fragment)
    {
        new Sql150ScriptGenerator().GenerateScript(fragment, out var text);
        return text;
    }
}
