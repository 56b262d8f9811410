using System.Reflection;
using ChatOpsCompliance.Server.Storage;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.HouseRules;

/// <summary>
/// No feature calls another's handlers or writes another's tables: what else must happen is a reaction to its fact. What a feature may use of
/// another is what it reads: its stores, without a transaction, and the few types that say what is configured or how it is worded.
/// </summary>
public sealed class FeaturesMeetThroughFacts
{
    private const string Root = "ChatOpsCompliance.Server.";

    private static readonly string[] Features = ["AccessReviews", "Remediation", "EmergencyChanges", "Deployments", "Evidence", "Access", "People", "Controls"];

    /// <summary>Not behaviour: what is configured, who has which role, how an item is put into words, what a button asks for, whom a name means and what day it is for them.</summary>
    private static readonly string[] Vocabulary = ["SystemBook", "SystemDefinition", "ReviewBook", "Roles", "RoleBook", "SystemCharge", "ReviewWords", "PolicyBook", "ChangeVerbs", "NamedPerson", "LocalDay"];

    /// <summary>The exceptions, each with its reason.</summary>
    private static readonly string[] Deliberate =
    [
        "Access.ImportAccess uses Remediation.NotePresence", // a million rows are looked through before the transaction whose fact would say so
        "Access.ImportAccess uses People.LeaverWatch", // the same: who left and still has access is asked of the whole extract
        "People.ImportPeople uses Access.FindUnmatched", // and a roster changes who is known in every extract
        "Evidence.EraseWords uses AccessReviews.CampaignStore.EraseWords", // an erasure is one act over every table that holds words
        "Evidence.EraseWords uses Remediation.RiskStore.EraseWords", // the same
        "Evidence.EraseWords uses Remediation.TaskStore.EraseWords", // the same
        "Evidence.EraseWords uses Remediation.ActionActsStore.EraseWords", // the same
        "Evidence.EraseWords uses EmergencyChanges.ChangeLifeStore.EraseWords", // the same
        "Evidence.EraseWords uses Controls.ControlTestStore.EraseWords", // the same
        "Deployments.DecideGate uses EmergencyChanges.ChangeLifeStore.Record", // the gate may not say yes before the guarded update has said whose the approval is
        "Deployments.RecordDeployment uses EmergencyChanges.ChangeLifeStore.Record", // nor a deployment be classed before it is settled what paid for it
    ];

    [Fact]
    public void And_nowhere_else()
    {
        var edges = Uses.In(typeof(Sql).Assembly).Where(u => FeatureOf(u.By) is { } from && FeatureOf(u.Of) is { } to && from != to).ToList();

        Assert.NotEmpty(edges);
        Found.Nothing(edges.Where(u => !MayUse(u)).Select(Sentence).Distinct().Except(Deliberate).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_exception_is_still_needed() =>
        Found.Nothing(Deliberate.Except(Uses.In(typeof(Sql).Assembly).Where(u => FeatureOf(u.By) is not null && FeatureOf(u.Of) is not null).Select(Sentence)));

    private static bool MayUse(Use use) =>
        Vocabulary.Contains(use.Of.Name, StringComparer.Ordinal) || (use.Of.Name.EndsWith("Store", StringComparison.Ordinal) && !Writes(use.Member));

    private static bool Writes(MemberInfo? member) => member is MethodBase method && method.GetParameters().Any(p => p.ParameterType == typeof(Tx));

    private static string Sentence(Use use) =>
        $"{use.By.FullName![Root.Length..]} uses {use.Of.FullName![Root.Length..]}{(Writes(use.Member) && use.Of.Name.EndsWith("Store", StringComparison.Ordinal) ? "." + use.Member!.Name : "")}";

    private static string? FeatureOf(Type type) => Array.Find(Features, f => type.Namespace == Root + f || type.Namespace?.StartsWith($"{Root}{f}.", StringComparison.Ordinal) == true);
}
