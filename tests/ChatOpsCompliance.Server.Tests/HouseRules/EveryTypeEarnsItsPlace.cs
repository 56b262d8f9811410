using System.Reflection;
using System.Text.RegularExpressions;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Sources;
using ChatOpsCompliance.Server.Storage;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.HouseRules;

public sealed partial class EveryTypeEarnsItsPlace
{
    private const int LongestFile = 200;

    private static readonly Assembly[] Ours = [typeof(ChatOpsCompliance.Fact).Assembly, typeof(Sql).Assembly];

    /// <summary>The ports: each is there for the second implementation to come.</summary>
    private static readonly Type[] Ports = [typeof(IChatPlatform), typeof(IAccessSource)];

    private static IEnumerable<Type> Written => Ours.SelectMany(a => a.GetTypes()).Where(t => !Uses.IsMadeByCompiler(t));

    [Fact]
    public void No_interface_without_two_implementations()
    {
        var alone = Written.Where(t => t.IsInterface && !Ports.Contains(t) && Written.Count(c => c.IsClass && c.IsAssignableTo(t)) < 2);

        Found.Nothing(alone.Select(t => $"{t.FullName} has fewer than two implementations: use the class"));
    }

    [Fact]
    public void No_type_is_named_for_nothing() =>
        Found.Nothing(Written.Where(t => NamedForNothing().IsMatch(t.Name)).Select(t => $"{t.FullName}: name it as the business speaks"));

    [Fact]
    public void No_file_holds_two_ideas()
    {
        var files = Checkout.Code("src").ToList();

        Assert.NotEmpty(files);
        Found.Nothing(files.Where(f => f.Lines.Length > LongestFile).Select(f => $"{f.Path} has {f.Lines.Length} lines: look for the second idea"));
    }

    [GeneratedRegex("Manager|Helper|Utils?$|Utilit", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex NamedForNothing();
}
