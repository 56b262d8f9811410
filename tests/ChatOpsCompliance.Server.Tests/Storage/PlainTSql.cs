using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace ChatOpsCompliance.Server.Tests.Storage;

/// <summary>The constructs that not every SQL Server, or server that speaks like one, runs the same; none of them is used.</summary>
internal sealed class PlainTSql : TSqlFragmentVisitor
{
    private readonly List<string> faults = [];

    public static IEnumerable<string> Faults(string name, string sql)
    {
        var visitor = new PlainTSql();
        SqlServerSchema.NewParser().Parse(new StringReader(sql), out var errors).Accept(visitor);
        return visitor.faults.Concat(errors.Select(e => e.Message)).Select(f => $"{name}: {f}");
    }

    public override void Visit(MergeStatement node) => faults.Add("merge");

    public override void Visit(CreateOrAlterProcedureStatement node) => faults.Add("create or alter");

    public override void Visit(CreateOrAlterViewStatement node) => faults.Add("create or alter");

    public override void Visit(CreateOrAlterTriggerStatement node) => faults.Add("create or alter");

    public override void Visit(CreateOrAlterFunctionStatement node) => faults.Add("create or alter");

    public override void Visit(TableDefinition node)
    {
        if (node.Indexes.Count > 0 || node.ColumnDefinitions.Any(c => c.Index is not null)) faults.Add("an index inside a table definition");
    }

    public override void Visit(AlterTableAddTableElementStatement node)
    {
        if (node.Definition.ColumnDefinitions.Count + node.Definition.TableConstraints.Count > 1) faults.Add("more than one column in an alter table add");
    }

    public override void Visit(TableHint node) => faults.Add($"the hint {node.HintKind}");

    public override void Visit(OptimizerHint node) => faults.Add($"the hint {node.HintKind}");

    public override void Visit(InsertBulkStatement node) => faults.Add("a bulk insert");

    public override void Visit(BulkInsertStatement node) => faults.Add("a bulk insert");

    public override void Visit(UpdateSpecification node)
    {
        var computed = node.SetClauses.OfType<AssignmentSetClause>().Where(s => s.NewValue is not (VariableReference or Literal)).Select(s => s.Column.MultiPartIdentifier.Identifiers[^1].Value);
        Output(node, [.. computed]);
    }

    public override void Visit(InsertSpecification node) => Output(node, []);

    public override void Visit(DeleteSpecification node) => Output(node, []);

    private void Output(DataModificationSpecification node, string[] computed)
    {
        foreach (var element in (node.OutputClause?.SelectColumns ?? []).Concat(node.OutputIntoClause?.SelectColumns ?? []))
        {
            var columns = new Columns();
            element.Accept(columns);
            foreach (var column in columns.Names)
            {
                if (column[0].Equals("deleted", StringComparison.OrdinalIgnoreCase)) faults.Add("output deleted");
                else if (computed.Contains(column[^1], StringComparer.OrdinalIgnoreCase)) faults.Add($"output inserted.{column[^1]}, which the statement computes");
            }

            if (element is SelectStarExpression) faults.Add("output of everything");
        }
    }

    private sealed class Columns : TSqlFragmentVisitor
    {
        public List<string[]> Names { get; } = [];

        public override void Visit(ColumnReferenceExpression node) => Names.Add([.. node.MultiPartIdentifier.Identifiers.Select(i => i.Value)]);
    }
}
