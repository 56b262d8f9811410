using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Storage;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.HouseRules;

/// <summary>What stands in databases, messages and ledgers for years is listed, so that a rename is seen as what it is.</summary>
public sealed class PersistedFormats
{
    private static readonly IReadOnlyList<Type> Written =
        [.. typeof(ChatOpsCompliance.Fact).Assembly.GetTypes().Concat(typeof(Sql).Assembly.GetTypes()).Where(t => !t.ContainsGenericParameters)];

    private static readonly IReadOnlyList<(string Where, string Name)> Verbs =
    [
        .. from type in Written
           from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
           where field.FieldType == typeof(Verb)
           select ($"{type.Name}.{field.Name}", ((Verb)field.GetValue(null)!).Name),
    ];

    private static readonly IReadOnlyList<(Type Type, string Kind)> Facts =
    [
        .. from type in Written
           where type.IsSubclassOf(typeof(ChatOpsCompliance.Fact)) && !type.IsAbstract
           select (type, ((ChatOpsCompliance.Fact)RuntimeHelpers.GetUninitializedObject(type)).Kind),
    ];

    [Fact]
    public void Verbs_and_kinds_of_facts_are_the_approved_ones()
    {
        var text = new StringBuilder("verbs\n").AppendJoin('\n', Verbs.Select(v => "  " + v.Name).Order(StringComparer.Ordinal));
        text.Append("\n\nfacts, with what their bodies hold\n").AppendJoin('\n', Facts.OrderBy(f => f.Kind, StringComparer.Ordinal).Select(f => $"  {f.Kind}: {Body(f.Type)}"));

        Approved.Match(text.ToString(), "verbs-and-facts");
    }

    [Fact]
    public void No_two_share_a_name()
    {
        Assert.Equal(Verbs.Count, Verbs.Select(v => v.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(Facts.Count, Facts.Select(f => f.Kind).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Every_block_and_reply_has_its_place_in_the_json()
    {
        var all = Written.Where(t => !t.IsAbstract && (t.IsAssignableTo(typeof(Block)) || t.IsAssignableTo(typeof(Reply))));

        Assert.Equal(all.Select(t => t.Name).Order(StringComparer.Ordinal), ChatJson.Kinds.Select(t => t.Name).Order(StringComparer.Ordinal));
    }

    /// <summary>The names in the canonical JSON, in its order.</summary>
    private static string Body(Type fact)
    {
        var stored = fact.GetProperties().Where(p => p.SetMethod is not null).Select(p => char.ToLowerInvariant(p.Name[0]) + p.Name[1..]);
        return string.Join(", ", stored.Order(StringComparer.Ordinal));
    }
}
