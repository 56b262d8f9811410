using System.Globalization;

namespace ChatOpsCompliance.People;

/// <summary>
/// An auditor's engagement: invited → over, by its last day or ended before it. While it runs they may read what lies in the period; they need not be in the
/// roster. It never gives the right to do anything.
/// </summary>
public sealed record Engagement
{
    /// <summary>Longer than any audit lasts; then somebody has to say so again.</summary>
    public const int MostDays = 366;

    public required Id<Engagement> Id { get; init; }

    /// <summary>Somebody of the roster, or a person of this engagement's own.</summary>
    public required Id<Person> Person { get; init; }

    public required string Name { get; init; }

    /// <summary>Lower case; by it they are known when they first sign in.</summary>
    public required string Email { get; init; }

    /// <summary>The first day of what is audited.</summary>
    public required DateOnly From { get; init; }

    public required DateOnly To { get; init; }

    /// <summary>The last day, UTC, on which they can read.</summary>
    public required DateOnly Until { get; init; }

    public required DateTimeOffset InvitedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public bool RunsAt(DateTimeOffset now) => EndedAt is null && Day(now) <= Until;

    /// <summary>Whoever is engaged without being in the roster, as pages and sessions know them.</summary>
    public Person AsPerson => new() { Id = Person, RosterKey = "", Name = Name, Email = Email, Active = true, TimeZone = "UTC", Title = "Auditor" };

    public static Result<AuditorInvited> Invite(Id<Engagement> id, Id<Person> auditor, Words who, DateOnly from, DateOnly to, DateOnly until, Id<Person> by, DateTimeOffset now)
    {
        if (auditor == by) return new NobodyAuditsThemselves();
        if (to < from) return new AuditedBackwards(from, to);
        return until < Day(now) || until > Day(now).AddDays(MostDays) ? new EndsAtNoTime() : new AuditorInvited(id, auditor, who, from, to, until, by);
    }

    private static DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);
}

/// <param name="Who">Name and e-mail.</param>
public sealed record AuditorInvited(Id<Engagement> Engagement, Id<Person> Auditor, Words Who, DateOnly From, DateOnly To, DateOnly Until, Id<Person> By) : Fact
{
    public override string Kind => "auditor.invited";

    public override string Subject => $"auditor/{Engagement}";
}

/// <summary>Before its last day, by hand.</summary>
public sealed record AuditorEnded(Id<Engagement> Engagement, Id<Person> Auditor, Id<Person> By) : Fact
{
    public override string Kind => "auditor.ended";

    public override string Subject => $"auditor/{Engagement}";
}

public sealed record NobodyAuditsThemselves() : Refusal("Nobody engages themselves as an auditor. Another compliance officer can.");

public sealed record AuditedBackwards(DateOnly From, DateOnly To) : Refusal(string.Create(CultureInfo.InvariantCulture, $"What is audited ends on {To:yyyy-MM-dd}, before it begins on {From:yyyy-MM-dd}."));

public sealed record EndsAtNoTime() : Refusal($"The last day is today or later, and at most {Engagement.MostDays} days from now.");
