using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Remediation;

namespace ChatOpsCompliance.Server.Configuration;

/// <summary>The section <c>EmergencyChanges</c>: groups of approvers, policies by name, days for what is found.</summary>
/// <param name="Policies">In the order of the configuration; the first that covers a deployment holds.</param>
public sealed record EmergencySettings(IReadOnlyList<EmergencyPolicy> Policies, ActionDays Days)
{
    public static readonly EmergencySettings None = new([], ActionDays.Usual);

    internal static EmergencySettings Read(SettingsReader reader)
    {
        var groups = reader.Names("EmergencyChanges:Groups").ToDictionary(n => n, n => Group(reader, $"EmergencyChanges:Groups:{n}", n), StringComparer.Ordinal);
        var policies = reader.Names("EmergencyChanges:Policies").Select(n => Policy(reader, $"EmergencyChanges:Policies:{n}", n, groups)).ToList();
        const string days = "EmergencyChanges:ActionDays";
        return new(policies, new(
            reader.Int($"{days}:Unauthorised", ActionDays.Usual.Unauthorised, 1, 30),
            reader.Int($"{days}:Drift", ActionDays.Usual.Drift, 1, 30),
            reader.Int($"{days}:FollowUp", ActionDays.Usual.FollowUp, 1, 90)));
    }

    private static ApproverGroup Group(SettingsReader reader, string key, string name)
    {
        var members = List(reader.Required(key, "who is in it, such as 'ada@example.com, title:*lead*, department:security'"));
        foreach (var fault in members.Select(ApproverGroup.Fault).OfType<string>()) reader.Fault(key, fault);
        return new(name, [.. members.Select(m => m.Contains('@', StringComparison.Ordinal) ? m.ToLowerInvariant() : m)]);
    }

    private static EmergencyPolicy Policy(SettingsReader reader, string key, string name, IReadOnlyDictionary<string, ApproverGroup> groups)
    {
        var approvers = List(reader.Required($"{key}:Approvers", "the groups that may approve, in the order in which they are paged, such as 'on-call, leads'"));
        foreach (var unknown in approvers.Where(a => !groups.ContainsKey(a))) reader.Fault($"{key}:Approvers", $"there is no group {unknown} under EmergencyChanges:Groups");
        return new()
        {
            Name = name,
            Title = reader.Text($"{key}:Title") ?? name,
            Owner = reader.Email($"{key}:Owner", "the e-mail of who answers for the policy"),
            Repositories = Words(reader.Required($"{key}:Repositories", "which repositories it covers, such as 'acme/*'")),
            Environments = Words(reader.Text($"{key}:Environments") ?? "production"),
            Approvers = [.. approvers.Where(groups.ContainsKey).Select(a => groups[a])],
            Before = reader.Int($"{key}:ApprovalsBefore", 1, 1, 2),
            SecondAfter = reader.Flag($"{key}:SecondAfter", true),
            BreakGlass = reader.Flag($"{key}:BreakGlass", false),
            StepUp = reader.Flag($"{key}:StepUp", false),
            AuthorsDeclared = reader.OneOf($"{key}:Authors", "source", "source", "declared").Equals("declared", StringComparison.OrdinalIgnoreCase),
            ApproveWithin = TimeSpan.FromMinutes(reader.Int($"{key}:ApproveWithinMinutes", 240, 10, 1440)),
            Window = TimeSpan.FromMinutes(reader.Int($"{key}:WindowMinutes", 480, 5, (int)EmergencyPolicy.LongestWindow.TotalMinutes)),
            PageAfter = TimeSpan.FromMinutes(reader.Int($"{key}:PageAfterMinutes", 10, 1, 240)),
            GateWait = TimeSpan.FromMinutes(reader.Int($"{key}:GateWaitMinutes", 60, 1, 1440)),
            ReviewDays = reader.Int($"{key}:ReviewDays", 3, 1, 30),
            BreakGlassReviewDays = reader.Int($"{key}:BreakGlassReviewDays", 1, 1, 30),
            TimeZone = reader.TimeZone($"{key}:TimeZone"),
            Calendar = reader.Holidays($"{key}:Calendar"),
            UsualHours = Hours(reader, $"{key}:UsualHours"),
            PullRequestsPass = reader.OneOf($"{key}:StandingRule", "none", "none", "pull-request").Equals("pull-request", StringComparison.OrdinalIgnoreCase),
            Checks = List(reader.Text($"{key}:Checks") ?? ""),
            Baselines = BaselinesOf(reader, $"{key}:Baselines"),
        };
    }

    private static WorkingHours? Hours(SettingsReader reader, string key)
    {
        if (reader.Text(key) is not { } text) return null;
        if (WorkingHours.Parse(text) is { } hours) return hours;
        reader.Fault(key, $"'{text}' is no pair of hours such as 9-17");
        return null;
    }

    private static Dictionary<string, string> BaselinesOf(SettingsReader reader, string key)
    {
        var all = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var pair in Words(reader.Text(key) ?? ""))
        {
            var (repository, commit) = pair.Split('=', 2) is [{ Length: > 0 } r, var c] ? (r, Commit.Whole(c)) : (pair, null);
            if (commit is null) reader.Fault(key, $"'{pair}' is no repository and whole commit such as acme/app=0123…");
            else if (!all.TryAdd(repository, commit)) reader.Fault(key, $"{repository} stands there twice");
        }

        return all;
    }

    private static string[] Words(string text) => text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string[] List(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
