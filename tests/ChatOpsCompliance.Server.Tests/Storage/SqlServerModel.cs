using System.Text.RegularExpressions;
using Microsoft.SqlServer.Dac.Model;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace ChatOpsCompliance.Server.Tests.Storage;

/// <summary>
/// Binds statements against the SQL Server schema without a server: each becomes the body of a stored procedure of the model, and the model
/// is validated. Unknown tables, columns and aliases, ambiguous names and syntax show; wrong types, unknown built-ins do not.
/// </summary>
internal sealed partial class SqlServerModel(SqlServerSchema schema)
{
    public TSqlModel Build()
    {
        var model = new TSqlModel(SqlServerVersion.Sql150, new TSqlModelOptions());
        foreach (var created in schema.Objects) model.AddObjects(created);
        return model;
    }

    /// <summary>What is wrong, each sentence with the name of its statement; errors and warnings alike.</summary>
    public IReadOnlyList<string> Check(IReadOnlyList<(string Name, string Sql)> statements)
    {
        var problems = new List<string>();
        var model = Build();
        var bound = new List<(string File, string Procedure)>();
        for (var i = 0; i < statements.Count; i++)
        {
            var (name, sql) = statements[i];
            var (procedure, faults) = Wrap($"statement_{i}", sql);
            problems.AddRange(faults.Select(f => $"{name}: {f}"));
            if (procedure is null) continue;
            try
            {
                model.AddOrUpdateObjects(procedure, $"statement_{i}.sql", new TSqlObjectOptions());
                bound.Add(($"statement_{i}.sql", procedure));
            }
            catch (DacModelException e)
            {
                problems.AddRange(e.Messages.Select(m => $"{name}: {m.Message}"));
                // A model that refused one object refuses everything after it.
                model.Dispose();
                model = Build();
                foreach (var (file, text) in bound) model.AddOrUpdateObjects(text, file, new TSqlObjectOptions());
            }
        }

        using (model) problems.AddRange(model.Validate().Where(m => !AboutSystemViews().IsMatch(m.Message)).Select(m => Named(m, statements)));
        return problems;
    }

    /// <summary>The statement as a procedure whose parameters are the variables it does not declare.</summary>
    private static (string? Procedure, IEnumerable<string> Faults) Wrap(string name, string sql)
    {
        var variables = new Variables();
        SqlServerSchema.NewParser().Parse(new StringReader(sql), out _).Accept(variables);
        var parameters = variables.Used.Except(variables.Declared, StringComparer.OrdinalIgnoreCase).Select(v => v + " sql_variant");
        var procedure = $"create procedure dbo.[{name}] {string.Join(", ", parameters)} as begin {sql}\nend";
        // Parsed once more as a whole: alone, "selec 1" parses, as a call of a procedure named selec.
        SqlServerSchema.NewParser().Parse(new StringReader(procedure), out var errors);
        return errors.Count > 0 ? (null, errors.Select(e => e.Message)) : (procedure, variables.Faults);
    }

    private static string Named(DacModelMessage message, IReadOnlyList<(string Name, string Sql)> statements)
    {
        var number = StatementNumber().Match(message.Message).Groups["n"].Value;
        var name = number.Length > 0 ? statements[int.Parse(number, System.Globalization.CultureInfo.InvariantCulture)].Name : "the schema";
        return $"{name}: {message.Prefix}{message.Number} {message.Message}";
    }

    /// <summary>System views are not in the model.</summary>
    [GeneratedRegex(@"\[sys\]\.", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex AboutSystemViews();

    [GeneratedRegex(@"\[statement_(?<n>\d+)\]", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex StatementNumber();

    private sealed class Variables : TSqlFragmentVisitor
    {
        public HashSet<string> Used { get; } = new(StringComparer.OrdinalIgnoreCase);

        public HashSet<string> Declared { get; } = new(StringComparer.OrdinalIgnoreCase);

        public List<string> Faults { get; } = [];

        public override void Visit(VariableReference node) => Used.Add(node.Name);

        public override void Visit(DeclareVariableElement node) => Declared.Add(node.VariableName.Value);

        public override void Visit(DeclareTableVariableBody node) => Declared.Add(node.VariableName.Value);

        /// <summary>The model does not count values.</summary>
        public override void Visit(InsertSpecification node)
        {
            var given = node.InsertSource switch
            {
                ValuesInsertSource values => values.RowValues.Select(r => r.ColumnValues.Count),
                SelectInsertSource { Select: QuerySpecification query } when query.SelectElements.All(e => e is SelectScalarExpression) => [query.SelectElements.Count],
                _ => [],
            };
            Faults.AddRange(given.Where(n => node.Columns.Count > 0 && n != node.Columns.Count).Select(n => $"inserts {n} values into {node.Columns.Count} columns"));
        }
    }
}
