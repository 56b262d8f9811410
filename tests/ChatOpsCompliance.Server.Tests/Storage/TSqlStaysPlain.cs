using ChatOpsCompliance.Server.Storage;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Storage;

/// <summary>So that every SQL Server and compatible server runs it.</summary>
public sealed class TSqlStaysPlain
{
    [Fact]
    public void In_every_statement_and_every_migration()
    {
        var texts = Statements.All.Select(s => (s.Name, s.Sql.SqlServer)).Concat(Migrator.Scripts(Engine.SqlServer).Select(s => (s, Migrator.Text(s))));

        Found.Nothing(texts.SelectMany(t => PlainTSql.Faults(t.Item1, t.Item2)));
    }

    [Theory]
    [InlineData("merge ledger_head h using ledger l on l.seq = h.seq when matched then delete;")]
    [InlineData("create or alter view v as select 1 as one")]
    [InlineData("create table t (a int not null, index ix_a (a))")]
    [InlineData("alter table t add a int null, b int null")]
    [InlineData("delete from outbox output deleted.id where number = 1")]
    [InlineData("update ledger_head set seq = seq + 1 output inserted.seq")]
    [InlineData("update outbox set status = 'leased' output inserted.*")]
    [InlineData("select seq from ledger_head with (updlock, holdlock)")]
    [InlineData("select seq from ledger_head option (maxdop 1)")]
    public void What_is_not_is_found(string sql) => Assert.NotEmpty(PlainTSql.Faults("SomeStore.Wrong", sql));
}
