namespace ChatOpsCompliance.Server.Console;

/// <summary>The pages that stand in the console's header, and who is shown the way to each.</summary>
internal static class ConsoleNav
{
    private static readonly IReadOnlyList<(string Here, string Label, string Address, Func<Visitor, bool> For)> All =
    [
        ("reviews", "Reviews", ConsolePage.First, v => v.SeesAll),
        ("audit", "Audit", ConsolePage.First, v => v.OnlyReads),
        ("work", "Your work", ConsolePage.First, v => v.Roles.Admin && !v.SeesAll),
        ("removals", "Removals", ConsolePage.First + RemovalPages.Route, v => v.SeesAll),
        ("changes", "Emergency changes", ChangePages.Home, v => v.Sight.Any),
        ("deployments", "Deployments", DeploymentPages.Home, v => v.Sight.Any),
        ("actions", "Actions", ActionPages.Home, v => v.SeesAll),
        ("controls", "Controls", ControlPages.Home, v => v.Sight.Any),
        ("reports", "Reports", ReportDownload.Address, v => v.Sight.Any),
        ("sources", "Sources", SourcePages.Home, v => v.SeesAll),
        ("messages", "Messages", MessagePages.Home, v => v.SeesAll),
        ("people", "People", PeoplePages.Home, v => v.SeesAll || v.Roles.Admin),
        ("auditors", "Auditors", AuditorPages.Home, v => v.SeesAll),
        ("evidence", "Evidence", EvidencePages.Home, v => v.Sight.Any),
        ("log", "Audit log", ConsolePage.First + "/log", v => v.Sight.Any),
    ];

    public static IReadOnlyList<(string Here, string Label, string Address)> Of(Visitor visitor) => [.. All.Where(p => p.For(visitor)).Select(p => (p.Here, p.Label, p.Address))];
}
