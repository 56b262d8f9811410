using System.Reflection;
using ChatOpsCompliance.Server.Storage;
using ChatOpsCompliance.Server.Tests.HouseRules;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Storage;

/// <summary>SQL stands in stores and in Storage, each statement a static readonly field; nothing else speaks to a database.</summary>
public sealed class SqlFieldsAreTheOnlySql
{
    private static readonly string[] Drivers = ["Dapper", "Microsoft.Data.Sqlite", "Microsoft.Data.SqlClient", "SQLitePCL", "EvolveDb"];

    private static readonly IReadOnlyList<Use> All = Uses.In(typeof(Sql).Assembly);

    [Fact]
    public void Only_Storage_speaks_to_a_database()
    {
        // Reading where a database is, and telling that it failed, says nothing to it.
        var speakers = All.Where(u => !InStorage(u.By) && !u.Of.Name.EndsWith("ConnectionStringBuilder", StringComparison.Ordinal) && !u.Of.Name.EndsWith("Exception", StringComparison.Ordinal) && Drivers.Any(d => u.Of.Namespace?.StartsWith(d, StringComparison.Ordinal) == true));

        Found.Nothing(speakers.Select(u => $"{u.By.FullName} uses {u.Of.FullName}").Distinct());
    }

    [Fact]
    public void A_statement_is_made_in_a_store_or_in_Storage()
    {
        var makers = All.Where(u => u.Member is ConstructorInfo && u.Of == typeof(Sql)).ToList();

        Assert.Contains(makers, u => u.By.Name == "CampaignStore");
        Found.Nothing(makers.Where(u => !InStorage(u.By) && !u.By.Name.EndsWith("Store", StringComparison.Ordinal)).Select(u => $"{u.By.FullName} makes a statement").Distinct());
    }

    [Fact]
    public void And_is_a_static_readonly_field()
    {
        var made = typeof(Sql).Assembly.GetTypes().Where(t => !Uses.IsMadeByCompiler(t)).SelectMany(t => t.GetFields(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(f => f.FieldType == typeof(Sql)).ToList();

        Assert.NotEmpty(made);
        Found.Nothing(made.Where(f => !f.IsStatic || !f.IsInitOnly).Select(f => $"{f.DeclaringType!.FullName}.{f.Name} is not static readonly"));
        Found.Nothing(MadeOutsideFields().Select(m => $"{m} makes a statement that no test finds"));
    }

    /// <summary>Methods other than type initializers that make a statement.</summary>
    private static IEnumerable<string> MadeOutsideFields() =>
        from method in Uses.Methods(typeof(Sql).Assembly)
        where method is not ConstructorInfo { IsStatic: true } && method.DeclaringType != typeof(Sql)
        where Uses.Mentioned(method).Any(m => m is ConstructorInfo && m.DeclaringType == typeof(Sql))
        select $"{method.DeclaringType!.FullName}.{method.Name}";

    private static bool InStorage(Type type) => type.Namespace == typeof(Sql).Namespace;
}
