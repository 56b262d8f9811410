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

    /// <summary>The first of each quarter, and of each half-year, at nine: how often access is reviewed when nothing else is said.</summary>
    public const string Quarterly = "0 9 1 1,4,7,10 *", HalfYearly = "0 9 1 1,7 *";

    /// <summary>What <see cref="SecondStage"/> says for the owner of each system.</summary>
    public const string SystemOwner = "system-owner";

    public required string Name { get; init; }

    public required string Title { get; init; }

    public required Scope Scope { get; init; }

    /// <summary>Five fields, read in <see cref="TimeZone"/>.</summary>
    public required string Cron { get; init; }

    /// <summary>Launched for one person when a roster says that they moved, not by <see cref="Cron"/>.</summary>
    public bool WhenSomebodyMoves { get; init; }

    /// <summary>Of whose access alone; null for everybody's.</summary>
    public Id<Person>? OnlyOf { get; private init; }

    /// <summary>IANA or Windows name.</summary>
    public required string TimeZone { get; init; }

    public int DurationDays { get; init; } = 14;

    public ReviewerRule Reviewer { get; init; }

    /// <summary>E-mail of the campaign owner, who reviews what nobody else independent can, and closes.</summary>
    public required string Owner { get; init; }

    /// <summary>E-mail of who reviews when the rule finds nobody.</summary>
    public required string Fallback { get; init; }

    public NoResponseRule NoResponse { get; init; }

    /// <summary>How many days an overdue item can still be decided or given to somebody else before silence counts.</summary>
    public int NoResponseAfterDays { get; init; } = 3;

    /// <summary>Who looks again at what was flagged and kept: <see cref="SystemOwner"/>, an e-mail, or null for nobody.</summary>
    public string? SecondStage { get; init; }

    public RoleDefinitions Roles { get; init; }

    public IReadOnlyList<Attestation> Attestations { get; init; } = [];

    /// <summary>When people with undecided items are reminded.</summary>
    public ReminderPlan Reminders { get; init; } = ReminderPlan.Usual;

    /// <summary>How old a snapshot may be at launch.</summary>
    public int FreshDays { get; init; } = 7;

    /// <summary>Which days are business days, in <see cref="TimeZone"/>.</summary>
    public BusinessCalendar Calendar { get; init; } = BusinessCalendar.WeekendsOnly;

    public Deadlines RemovalDeadlines { get; init; } = Deadlines.Default;

    /// <summary>The same review, of one person's access alone. Its name has the person's key, so that each of them is launched once a day.</summary>
    public ReviewDefinition Of(Person mover) => this with { Name = $"{Name}/{mover.RosterKey}", Title = $"{Title}: {mover.Name}", OnlyOf = mover.Id };

    public TimeZoneInfo Zone => TimeZoneInfo.FindSystemTimeZoneById(TimeZone);

    public string ContentHash()
    {
        using var hash = new FieldHash();
        hash.Add(Name).Add(Title);
        hash.Add(Scope.ToString());
        hash.Add(WhenSomebodyMoves).Add(Cron).Add(TimeZone).Add(DurationDays);
        hash.Add(Reviewer.ToString()).Add(Owner).Add(Fallback);
        hash.Add(FreshDays);
        hash.Add(SecondStage).Add(Roles.ToString());
        foreach (var attestation in Attestations) hash.Add(attestation.Name).Add(attestation.Statement).Add(attestation.By);
        hash.Add(Reminders.ToString());
        hash.Add(string.Join(',', Calendar.Holidays.Order().Select(d => d.ToString("O", CultureInfo.InvariantCulture))));
        hash.Add(RemovalDeadlines.ToString());
        hash.Add(NoResponse.ToString()).Add(NoResponseAfterDays);
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
