using System.Text.Json;

namespace ChatOpsCompliance.Server.Demo;

/// <summary>What the demo's company has configured.</summary>
internal static class DemoSettings
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Text(string folder, string database) => JsonSerializer.Serialize(
        new
        {
            Demo = new { Folder = folder },
            Storage = new { Provider = "Sqlite", ConnectionString = $"Data Source={Path.Combine(folder, database)};Default Timeout=10" },
            Evidence = new { SigningKey__File = Path.Combine(folder, "signing-key.pem"), CheckpointFile = Path.Combine(folder, "checkpoints.jsonl"), BundleFolder = Path.Combine(folder, "bundles") },
            Chat = new { Platform = "local", Workspace = "demo", ComplianceChannel = "compliance" },
            Console = new { Roles = new { compliance = "grace@lumen.example", executive = "erik@lumen.example" } },
            Systems = new
            {
                github = new { Title = "GitHub", Owner = "omar@lumen.example", Classification = "confidential" },
                aws = new { Title = "AWS", Owner = "aiko@lumen.example", Classification = "restricted" },
            },
            Reviews = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                [DemoCompany.Review] = Review("Quarterly access review", "all"),
                ["production-access"] = Review("Quarterly review of production access", "environment:production", new()
                {
                    ["SecondStage"] = "system-owner",
                    ["Roles"] = "privileged",
                    ["Attestations"] = new Dictionary<string, object>(StringComparer.Ordinal)
                    {
                        ["break-glass"] = new { Statement = "The break-glass account was opened once in this quarter to see that it works, and its secret was changed after it.", By = "aiko@lumen.example" },
                    },
                }),
                ["pipeline-access"] = Review("Quarterly review of pipeline access", "entitlement:*deploy* entitlement:*admin* entitlement:*owner*", new() { ["Reviewer"] = "system-owner", ["SecondStage"] = "grace@lumen.example" }),
                ["after-a-move"] = Review("Access after a move", "all", new() { ["Launch"] = "move", ["DurationDays"] = "7" }),
            },
            Controls = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["access-reviews"] = Control("Access reviews", "CC6.2, CC6.3", "Managers review the access of their people each quarter; what is not needed is removed.", "quarterly", $"review:{DemoCompany.Review}", "all"),
                ["production-access"] = Control("Access to production", "CC6.3", "Who may change production is reviewed each quarter, and flagged access by a second person.", "quarterly", "review:production-access"),
                ["removals"] = Control("Removal of access", "CC6.2, CC6.3", "Access that is not needed any more, or whose holder has left, is removed in time; a newer extract proves it.", "each", "remediation, leavers"),
                ["changes"] = Control("Changes to the shop", "CC8.1", "Nothing is deployed to the shop without approval; emergencies are approved before and reviewed after.", "each", "deployments, emergency-changes"),
                ["deployments-watched"] = Control("Deployments are watched", "CC7.2, CC8.1", "Each day the source's own list of deployments is read and compared with ours.", "daily", "deployments"),
            },
            EmergencyChanges = Emergencies,
        },
        Indented);

    private static object Control(string title, string criteria, string statement, string frequency, string evidencedBy, string systems = "") =>
        new { Title = title, Criteria = criteria, Statement = statement, Owner = "carla@lumen.example", Frequency = frequency, EvidencedBy = evidencedBy, Systems = systems };

    /// <summary>Two are on call, two lead, Ben answers for the policy.</summary>
    private static object Emergencies => new
    {
        Groups = new Dictionary<string, string>(StringComparer.Ordinal) { ["on-call"] = "sofia@lumen.example, liam@lumen.example", ["leads"] = "title:*manager*" },
        Policies = new
        {
            production = new
            {
                Title = "Emergency changes to the shop",
                Owner = "ben@lumen.example",
                Repositories = DemoForge.Repository,
                Environments = DemoForge.Environment,
                Approvers = "on-call, leads",
                BreakGlass = "true",
                TimeZone = "Europe/Berlin",
                Baselines = $"{DemoForge.Repository}={DemoForge.Running}",
            },
        },
    };

    private static Dictionary<string, object> Review(string title, string scope, Dictionary<string, object>? more = null) => new(more ?? [], StringComparer.Ordinal)
    {
        ["Title"] = title,
        ["Scope"] = scope,
        ["TimeZone"] = "Europe/Berlin",
        ["Owner"] = "grace@lumen.example",
        ["Fallback"] = "carla@lumen.example",
    };
}
