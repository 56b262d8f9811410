using ChatOpsCompliance.Server.Chat;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.HouseRules;

/// <summary>Only Chat/Slack knows Slack, Chat/Teams Teams, Chat/Local Local, Sources/GitHub GitHub; what is put together at the top knows them by name.</summary>
public sealed class EachPlatformKnowsItselfAlone
{
    private const string Chat = "ChatOpsCompliance.Server.Chat.";

    private const string Sources = "ChatOpsCompliance.Server.Sources.";

    /// <summary>Sources that belong to a platform; a CSV file is everybody's.</summary>
    private static readonly string[] PlatformsOfSources = ["GitHub", "AzureDevOps"];

    /// <summary>Program and Composition, and the demo, which is a visit to Local chat.</summary>
    private static readonly string[] Top = ["ChatOpsCompliance.Server", "ChatOpsCompliance.Server.Demo"];

    [Fact]
    public void And_no_feature_knows_any()
    {
        var foreign = from use in Uses.In(typeof(Click).Assembly)
                      where PlatformOf(use.Of) is { } platform && PlatformOf(use.By) != platform && !Top.Contains(use.By.Namespace, StringComparer.Ordinal) && !Uses.IsMadeByCompiler(use.By)
                      select $"{use.By.FullName} uses {use.Of.FullName}";

        Found.Nothing(foreign.Distinct());
    }

    [Fact]
    public void And_only_its_own_source_knows_a_code_platform_its_settings_or_its_library()
    {
        var foreign = from use in Uses.In(typeof(Click).Assembly)
                      where CodePlatformOf(use.Of) is { } platform && CodePlatformOf(use.By) != platform && !Top.Contains(use.By.Namespace, StringComparer.Ordinal) && use.By.Namespace != "ChatOpsCompliance.Server.Configuration" && !Uses.IsMadeByCompiler(use.By)
                      select $"{use.By.FullName} uses {use.Of.FullName}";

        Assert.Contains(Uses.In(typeof(Click).Assembly), use => CodePlatformOf(use.Of) == "GitHub");
        Found.Nothing(foreign.Distinct());
    }

    [Fact]
    public void No_type_joins_a_platform_and_a_feature()
    {
        var features = new[] { "AccessReviews", "Remediation", "EmergencyChanges", "Deployments" };
        var joined = from use in Uses.In(typeof(Click).Assembly)
                     where PlatformOf(use.By) is not null && features.Any(f => use.Of.Namespace?.EndsWith("." + f, StringComparison.Ordinal) == true)
                     select $"{use.By.FullName} uses {use.Of.FullName}";

        Found.Nothing(joined.Distinct());
    }

    /// <summary>The part of the namespace after Chat, or null.</summary>
    private static string? PlatformOf(Type type) => type.Namespace?.StartsWith(Chat, StringComparison.Ordinal) == true ? type.Namespace[Chat.Length..].Split('.')[0] : null;

    /// <summary>By its folder, its settings or its vendor's library; null when it is none of a code platform's.</summary>
    private static string? CodePlatformOf(Type type) =>
        type.Namespace?.StartsWith("Octokit", StringComparison.Ordinal) == true ? "GitHub"
        : Array.Find(PlatformsOfSources, p => type.Namespace == Sources + p || type.Namespace?.StartsWith($"{Sources}{p}.", StringComparison.Ordinal) == true || type.Name == $"{p}Settings");
}
