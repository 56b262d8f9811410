using System.Globalization;
using ChatOpsCompliance.Access;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Remediation;

namespace ChatOpsCompliance.AccessReviews;

/// <summary>Who decides on an item first.</summary>
public enum ReviewerRule
{
    Manager,
    SystemOwner,
}

/// <summary>A periodic review as configured. Its content hash is recorded with each campaign launched from it.</summary>
public sealed record ReviewDefinition
{
    /// <summary>The shortest and longest time a campaign may be open, in days.</summary>
    public const int LeastDays = 1, MostDays = 90;

    public required string Name { get; init; }

    public required string Title { get; init; }

    public required Scope Scope { get; init; }

    /// <summary>Five fields, read in <see cref="TimeZone"/>.</summary>
    public required string Cron { get; init; }

    /// <summary>IANA or Windows name.</summary>
    public required string TimeZone { get; init; }

    public int DurationDays { get; init; } = 14;

    public ReviewerRule Reviewer { get; init; }

    /// <summary>E-mail of the campaign owner, who reviews what nobody else independent can, and closes.</summary>
    public required string Owner { get; init; }

    /// <summary>E-mail of who reviews when the rule finds nobody.</summary>
    public required string Fallback { get; init; }

    /// <summary>When people with undecided items are reminded.</summary>
    public ReminderPlan Reminders { get; init; } = ReminderPlan.Usual;

    /// <summary>How old a snapshot may be at launch.</summary>
    public int FreshDays { get; init; } = 7;

    /// <summary>Which days are business days, in <see cref="TimeZone"/>.</summary>
    public BusinessCalendar Calendar { get; init; } = BusinessCalendar.WeekendsOnly;

    public Deadlines RemovalDeadlines { get; init; } = Deadlines.Default;

    public TimeZoneInfo Zone => TimeZoneInfo.FindSystemTimeZoneById(TimeZone);

    public string ContentHash()
    {
        using var hash = new FieldHash();
        hash.Add(Name).Add(Title).Add(string.Join(',', Scope.Systems.Order(StringComparer.Ordinal))).Add(string.Join(',', Scope.Environments.Order(StringComparer.Ordinal)))
            .Add(Scope.PrivilegedOnly).Add(Cron).Add(TimeZone).Add(DurationDays).Add(Reviewer.ToString()).Add(Owner).Add(Fallback).Add(FreshDays)
            .Add(string.Join(',', Calendar.Holidays.Order().Select(d => d.ToString("O", CultureInfo.InvariantCulture)))).Add(RemovalDeadlines.ToString()).Add(Reminders.ToString());
        return hash.Finish();
    }

    /// <summary>The last minute of the due day, in the definition's zone, as UTC.</summary>
    public DateTimeOffset DueAt(DateTimeOffset launchedAt)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(TimeZone);
        var local = TimeZoneInfo.ConvertTime(launchedAt, zone).Date.AddDays(DurationDays + 1).AddMinutes(-1);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
