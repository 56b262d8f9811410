using System.Reflection;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Tests.Storage;

/// <summary>Every <see cref="Sql"/> of the program, found by reflection, private ones too; and those of the tests, which run on both engines as well.</summary>
internal static class Statements
{
    public static readonly IReadOnlyList<(string Name, Sql Sql)> All =
    [
        .. from type in typeof(Sql).Assembly.GetTypes().Concat(typeof(Statements).Assembly.GetTypes())
           where !type.ContainsGenericParameters
           from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
           where field.FieldType == typeof(Sql)
           select ($"{type.Name}.{field.Name}", (Sql)field.GetValue(null)!),
    ];
}
