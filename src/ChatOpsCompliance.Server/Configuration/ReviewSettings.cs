using ChatOpsCompliance.Access;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.Schedule;

namespace ChatOpsCompliance.Server.Configuration;

/// <summary>The section <c>Reviews</c>: each review by its name, with the systems it may speak of.</summary>
internal sealed class ReviewSettings(SettingsReader reader, IReadOnlyList<SystemDefinition> systems)
{
    public IReadOnlyList<ReviewDefinition> All() => [.. reader.Names("Reviews").Select(name => Review($"Reviews:{name}", name))];

    private ReviewDefinition Review(string key, string name)
    {
        var attestations = reader.Names($"{key}:Attestations").Select(n => Attestation($"{key}:Attestations:{n}", n)).ToList();
        var scope = ScopeOf(key, attestations.Count > 0);
        var launch = reader.OneOf($"{key}:Launch", "schedule", "schedule", "move");
        return new()
        {
            Name = name,
            Title = reader.Text($"{key}:Title") ?? name,
            Scope = scope,
            Cron = Cron($"{key}:Cron", scope),
            WhenSomebodyMoves = launch.Equals("move", StringComparison.OrdinalIgnoreCase),
            TimeZone = reader.TimeZone($"{key}:TimeZone"),
            DurationDays = reader.Int($"{key}:DurationDays", 14, ReviewDefinition.LeastDays, ReviewDefinition.MostDays),
            Reviewer = reader.OneOf($"{key}:Reviewer", "manager", "manager", "system-owner").Equals("system-owner", StringComparison.OrdinalIgnoreCase) ? ReviewerRule.SystemOwner : ReviewerRule.Manager,
            Owner = reader.Email($"{key}:Owner", "the e-mail of who owns and closes the review"),
            Fallback = reader.Email($"{key}:Fallback", "the e-mail of who reviews when nobody else can"),
            SecondStage = SecondStage($"{key}:SecondStage"),
            Roles = Enum.Parse<RoleDefinitions>(reader.OneOf($"{key}:Roles", "none", "none", "privileged", "all"), ignoreCase: true),
            Attestations = attestations,
            Reminders = Reminders($"{key}:Reminders"),
            NoResponse = Enum.Parse<NoResponseRule>(reader.OneOf($"{key}:NoResponse", "undecided", "undecided", "revoke"), ignoreCase: true),
            NoResponseAfterDays = reader.Int($"{key}:NoResponseAfterDays", 3, 0, 30),
            FreshDays = reader.Int($"{key}:FreshDays", 7, 1, 365),
            Calendar = reader.Holidays($"{key}:Calendar"),
            RemovalDeadlines = new(
                reader.Int($"{key}:RemovalDays:Leaver", Deadlines.Default.LeaverDays, 1, 7),
                reader.Int($"{key}:RemovalDays:Privileged", Deadlines.Default.PrivilegedBusinessDays, 1, 30),
                reader.Int($"{key}:RemovalDays:Other", Deadlines.Default.OtherDays, 1, 90)),
        };
    }

    private Scope ScopeOf(string key, bool hasStatements)
    {
        var scope = Scope.Parse(reader.Required($"{key}:Scope", "which grants are reviewed, such as 'all' or 'system:github privileged'"), out var fault);
        if (fault is not null) reader.Fault($"{key}:Scope", fault);
        if (scope is { IsNothing: true } && !hasStatements) reader.Fault($"{key}:Scope", "'none' leaves nothing to review: add Attestations, or name what is reviewed");
        foreach (var unknown in (scope ?? Scope.Nothing).Systems.Where(s => systems.All(known => known.Name != s)))
            reader.Fault($"{key}:Scope", $"there is no system {unknown} under Systems");
        return scope ?? Scope.Nothing;
    }

    /// <summary>Without a word, sensitive access is reviewed each quarter, everything else each half-year.</summary>
    private string Cron(string key, Scope scope)
    {
        if (reader.Text(key) is not { } cron) return scope.IsSensitive ? ReviewDefinition.Quarterly : ReviewDefinition.HalfYearly;
        if (ReviewSchedule.Fault(cron) is { } wrong) reader.Fault(key, wrong);
        return cron;
    }

    private string? SecondStage(string key) => reader.Text(key)?.ToLowerInvariant() switch
    {
        null or "none" => null,
        ReviewDefinition.SystemOwner => ReviewDefinition.SystemOwner,
        _ => reader.Email(key, "none, system-owner or an e-mail"),
    };

    private Attestation Attestation(string key, string name) => new(
        name,
        reader.Required($"{key}:Statement", "what is to be true, such as 'A restore from backup was tried in the last quarter.'"),
        reader.Email($"{key}:By", "the e-mail of who says that it is so"));

    private ReminderPlan Reminders(string key)
    {
        if (reader.Text(key) is not { } text) return ReminderPlan.Usual;
        var plan = ReminderPlan.Parse(text, out var fault);
        if (fault is not null) reader.Fault(key, fault);
        return plan ?? ReminderPlan.Usual;
    }
}
