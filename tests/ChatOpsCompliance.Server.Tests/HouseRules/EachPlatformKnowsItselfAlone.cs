using ChatOpsCompliance.Server.Chat;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.HouseRules;

/// <summary>Only Chat/Slack knows Slack, Chat/Teams Teams, Chat/Local Local; what is put together at the top knows them by name.</summary>
public sealed class EachPlatformKnowsItselfAlone
{
    private const string Chat = "ChatOpsCompliance.Server.Chat.";

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
}
