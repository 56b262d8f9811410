using System.Reflection;
using ChatOpsCompliance.Server.Storage;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Storage;

/// <summary>An id without a handler would read as silently empty.</summary>
public sealed class EveryIdCrossesTheBorder
{
    private const BindingFlags Everything = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    [Fact]
    public void The_list_is_every_id_in_use()
    {
        var used = new[] { typeof(Fact).Assembly, typeof(Sql).Assembly }.SelectMany(a => a.GetTypes()).SelectMany(Mentioned).SelectMany(Ids).Distinct();

        Assert.Equal(TypeHandlers.Ids.Select(t => t.Name).Order(StringComparer.Ordinal), used.Select(t => t.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Each_of_the_list_is_registered()
    {
        TypeHandlers.Register();

        Assert.All(TypeHandlers.Ids, id => Assert.True(Dapper.SqlMapper.HasTypeHandler(typeof(Id<>).MakeGenericType(id)), id.Name));
    }

    private static IEnumerable<Type> Mentioned(Type type) =>
    [
        .. type.GetFields(Everything).Select(f => f.FieldType),
        .. type.GetProperties(Everything).Select(p => p.PropertyType),
        .. type.GetMethods(Everything).SelectMany(m => m.GetParameters().Select(p => p.ParameterType).Append(m.ReturnType)),
        .. type.GetConstructors(Everything).SelectMany(c => c.GetParameters().Select(p => p.ParameterType)),
    ];

    private static IEnumerable<Type> Ids(Type type)
    {
        if (type.HasElementType) return Ids(type.GetElementType()!);
        if (!type.IsGenericType) return [];
        var arguments = type.GetGenericArguments();
        return type.GetGenericTypeDefinition() == typeof(Id<>) ? arguments.Where(a => !a.IsGenericParameter) : arguments.SelectMany(Ids);
    }
}
