using ChatOpsCompliance.Server.Storage;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Storage;

/// <summary>No server is needed to know that a statement names what the schema has.</summary>
public sealed class EveryStatementBindsOnSqlServer
{
    [Fact]
    public void And_so_does_what_the_migrations_write()
    {
        var schema = SqlServerSchema.OfMigrations();

        var problems = new SqlServerModel(schema).Check([.. Statements.All.Select(s => (s.Name, s.Sql.SqlServer)), .. schema.Data]);

        Assert.NotEmpty(Statements.All);
        Found.Nothing(problems);
    }

    [Theory]
    [InlineData("select seqq from ledger_head", "seqq")]
    [InlineData("select seq from ledger_heads", "ledger_heads")]
    [InlineData("selec seq from ledger_head", "Incorrect syntax")]
    [InlineData("insert into ledger_head (id, seq, hash) values (@id, @seq)", "2 values into 3 columns")]
    [InlineData("insert into ledger_head (id, seq, hash) select @id, @seq", "2 values into 3 columns")]
    [InlineData("select l.seq from ledger_head h", "unresolved reference")]
    [InlineData("select seq from ledger_head h, ledger l", "ambiguous")]
    public void A_wrong_one_is_named(string sql, string fault)
    {
        var statement = new Sql(sql);

        var problems = new SqlServerModel(SqlServerSchema.OfMigrations()).Check([("A.Right", "select seq from ledger_head"), ("SomeStore.Wrong", statement.SqlServer)]);

        Assert.NotEmpty(problems);
        Assert.All(problems, p => Assert.StartsWith("SomeStore.Wrong: ", p, StringComparison.Ordinal));
        Assert.Contains(fault, string.Join('\n', problems).Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
    }
}
