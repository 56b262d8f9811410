using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.HouseRules;

/// <summary>The rules are plain calls: no I/O, no clock, no randomness, no ids made, nothing but the base class library.</summary>
public sealed class TheRulesKnowNothingOfTheWorld
{
    private static readonly Assembly Rules = typeof(ChatOpsCompliance.Fact).Assembly;

    /// <summary>Types no rule uses at all.</summary>
    private static readonly string[] NeverTypes =
    [
        "System.TimeProvider", "System.Random", "System.Environment", "System.Console", "System.Diagnostics.Stopwatch", "System.Security.Cryptography.RandomNumberGenerator", "System.Threading.Timer",
        "System.Threading.Thread", "System.Diagnostics.Process", "System.AppContext",
    ];

    private static readonly string[] NeverNamespaces = ["System.IO", "System.Net", "System.Data", "System.Threading.Tasks"];

    private static readonly string[] NeverMembers =
    [
        "System.DateTime.get_Now", "System.DateTime.get_UtcNow", "System.DateTime.get_Today", "System.DateTimeOffset.get_Now", "System.DateTimeOffset.get_UtcNow", "System.Guid.NewGuid",
        "System.Guid.CreateVersion7", "System.TimeZoneInfo.get_Local", "System.Globalization.CultureInfo.get_CurrentCulture",
    ];

    /// <summary>The compiler's own: an iterator remembers which thread made it.</summary>
    private static readonly string[] Compilers = ["System.Environment.", "System.Environment.get_CurrentManagedThreadId"];

    [Fact]
    public void They_reference_the_base_class_library_alone() =>
        Found.Nothing(Rules.GetReferencedAssemblies().Select(a => a.Name!).Where(a => !a.StartsWith("System.", StringComparison.Ordinal) && a != "netstandard"));

    [Fact]
    public void They_read_no_clock_make_no_id_and_touch_no_file()
    {
        var mentioned = Mentioned(Rules).ToList();

        Assert.Contains("System.Security.Cryptography.SHA256.HashData", mentioned);
        Found.Nothing(mentioned.Except(Compilers).Where(IsOfTheWorld));
    }

    [Fact]
    public void They_return_no_task_and_no_stream()
    {
        var waiting = Uses.In(Rules).Where(u => u.Of.Namespace == "System.Threading.Tasks" || u.Of.Name.StartsWith("IAsync", StringComparison.Ordinal));

        Found.Nothing(waiting.Select(u => $"{u.By.Name} uses {u.Of.Name}"));
    }

    [Theory]
    [InlineData("System.DateTimeOffset.get_UtcNow", true)]
    [InlineData("System.Random.get_Shared", true)]
    [InlineData("System.IO.File.ReadAllText", true)]
    [InlineData("System.DateTimeOffset.get_UtcDateTime", false)]
    public void What_is_of_the_world_is_known_when_seen(string member, bool ofTheWorld) => Assert.Equal(ofTheWorld, IsOfTheWorld(member));

    private static bool IsOfTheWorld(string member) =>
        NeverMembers.Contains(member, StringComparer.Ordinal)
        || NeverTypes.Any(t => member.StartsWith(t + ".", StringComparison.Ordinal))
        || NeverNamespaces.Any(n => member.StartsWith(n + ".", StringComparison.Ordinal));

    /// <summary>Every member of another assembly that the code mentions, as the assembly itself lists them.</summary>
    private static IEnumerable<string> Mentioned(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        foreach (var handle in metadata.MemberReferences)
        {
            var member = metadata.GetMemberReference(handle);
            if (member.Parent.Kind != HandleKind.TypeReference) continue; // a closed generic: its type is judged below
            yield return $"{Name(metadata, (TypeReferenceHandle)member.Parent)}.{metadata.GetString(member.Name)}";
        }

        foreach (var handle in metadata.TypeReferences) yield return Name(metadata, handle) + ".";
    }

    private static string Name(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        var name = metadata.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference ? $"{Name(metadata, (TypeReferenceHandle)type.ResolutionScope)}.{name}" : $"{metadata.GetString(type.Namespace)}.{name}";
    }
}
