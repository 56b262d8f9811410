using System.Text.RegularExpressions;

namespace ChatOpsCompliance.Server.Storage;

/// <summary>
/// One statement, for both engines: one text where it can be, a pair where it can't. Every statement of the program is a
/// <c>static readonly Sql</c>, so that a test finds each one and binds it against the SQL Server schema without a server.
/// Two words differ so often that they are written once: <c>list(@x)</c> is the values of a JSON array, <c>page(@n)</c>, after an
/// <c>order by</c>, the first n rows.
/// </summary>
public sealed class Sql
{
    public Sql(string both)
        : this(both, both)
    {
    }

    public Sql(string sqlite, string sqlServer)
    {
        Sqlite = PageRegex.Replace(ListRegex.Replace(sqlite, "(select value from json_each(${arg}))"), "limit ${arg}");
        SqlServer = PageRegex.Replace(ListRegex.Replace(sqlServer, "(select value collate Latin1_General_100_BIN2 from openjson(${arg}))"), "offset 0 rows fetch next ${arg} rows only");
    }

    public string Sqlite { get; }

    public string SqlServer { get; }

    public string For(Engine engine) => engine == Engine.Sqlite ? Sqlite : SqlServer;

    private static readonly Regex ListRegex = new(@"\blist\((?<arg>@\w+)\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    private static readonly Regex PageRegex = new(@"\bpage\((?<arg>@\w+)\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
}

public enum Engine
{
    Sqlite,
    SqlServer,
}
