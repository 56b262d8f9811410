using System.Globalization;
using ChatOpsCompliance.People;

namespace ChatOpsCompliance.Access;

/// <summary>Why an item deserves a look before a keep.</summary>
public enum FlagKind
{
    Privileged,
    NoMfa,
    Unused90Days,
    NeverUsed,
    NewSinceLastReview,
    NoOwner,
    Leaver,
    Shared,
    OneCredentialAcrossEnvironments,
    KeyPastRotation,
    ReviewerReportsToSubject,
    Conflicting,
    RiskAccepted,

    /// <summary>Nothing is wrong with it: a random check of how it is reviewed.</summary>
    Picked,
}

/// <summary>A flag with its reason, as the reviewer reads it. Computed from one snapshot and frozen at launch.</summary>
public sealed record Flag(FlagKind Kind, string Reason)
{
    /// <summary>The form kept in the database: flags joined by line feeds, kind and reason by a tab. A line feed in a reason, from a name, becomes a space.</summary>
    public static string Write(IEnumerable<Flag> flags) => string.Join('\n', flags.Select(f => $"{f.Kind}\t{f.Reason.Replace('\n', ' ')}"));

    public static IReadOnlyList<Flag> Read(string text) =>
        text.Length == 0 ? [] : [.. text.Split('\n').Select(line => line.Split('\t', 2)).Select(p => new Flag(Enum.Parse<FlagKind>(p[0]), p[1]))];
}

/// <summary>The facts around one grant that its flags are computed from.</summary>
/// <param name="Person">The human behind a human account, or the owner of a service account; null when nobody was matched.</param>
/// <param name="AtLastReview">Whether the grant was in the population of the last review; null on a first review, the baseline.</param>
/// <param name="Environments">In how many environments this account holds grants.</param>
public sealed record GrantContext(Person? Person, bool? AtLastReview, int Environments)
{
    /// <summary>What else the person has that may not go together with this, one reason each.</summary>
    public IReadOnlyList<string> Conflicts { get; init; } = [];

    /// <summary>Until when the risk of this access was accepted although it should go, UTC; null when it was not.</summary>
    public DateTimeOffset? RiskAcceptedUntil { get; init; }
}

/// <summary>Flags are computed, each with its reason; unknown never flags as if it were false.</summary>
public static class Flags
{
    public static readonly TimeSpan UnusedAfter = TimeSpan.FromDays(90);

    /// <summary>How old a key may grow before it is past rotation.</summary>
    public static readonly TimeSpan RotateAfter = TimeSpan.FromDays(365);

    public static IReadOnlyList<Flag> Of(Grant grant, GrantContext context, DateTimeOffset now)
    {
        var flags = new List<Flag>();
        if (grant.Privileged == true)
            flags.Add(new(FlagKind.Privileged, "privileged access"));
        if (grant.Mfa == false)
            flags.Add(new(FlagKind.NoMfa, "the account has no multi-factor sign-in"));
        if (grant.LastUsedAt is { } used && now - used >= UnusedAfter)
            flags.Add(new(FlagKind.Unused90Days, string.Create(CultureInfo.InvariantCulture, $"last used {used:yyyy-MM-dd}, {(int)(now - used).TotalDays} days ago")));
        if (grant.NeverUsed)
            flags.Add(new(FlagKind.NeverUsed, grant.GrantedAt is { } since ? string.Create(CultureInfo.InvariantCulture, $"never used since it was granted, {since:yyyy-MM-dd}") : "never used"));
        if (context.AtLastReview == false)
            flags.Add(new(FlagKind.NewSinceLastReview, "new since the last review"));
        if (context.Person is null)
            flags.Add(new(FlagKind.NoOwner, grant.AccountType == AccountType.Human ? "nobody in the roster is behind this account" : "the account has no owner in the roster"));
        if (context.Person is { Active: false } left)
            flags.Add(new(FlagKind.Leaver, Gone(left, now)));
        if (grant.AccountType == AccountType.Shared)
            flags.Add(new(FlagKind.Shared, "shared account"));
        if (grant.AccountType == AccountType.Service && context.Environments > 1)
            flags.Add(new(FlagKind.OneCredentialAcrossEnvironments, $"one credential in {context.Environments} environments"));
        if (grant.KeyCreatedAt is { } created && now - created >= RotateAfter)
            flags.Add(new(FlagKind.KeyPastRotation, string.Create(CultureInfo.InvariantCulture, $"key made {created:yyyy-MM-dd}, {(int)(now - created).TotalDays} days ago")));
        flags.AddRange(context.Conflicts.Select(reason => new Flag(FlagKind.Conflicting, reason)));
        if (context.RiskAcceptedUntil is { } until)
            flags.Add(new(FlagKind.RiskAccepted, string.Create(CultureInfo.InvariantCulture, $"risk accepted until {until:yyyy-MM-dd}")));
        return flags;
    }

    private static string Gone(Person person, DateTimeOffset now) => person.EndDate is { } end && end < DateOnly.FromDateTime(now.UtcDateTime)
        ? string.Create(CultureInfo.InvariantCulture, $"{person.Name}'s {(person.Contractor ? "contract ended" : "last day was")} {end:yyyy-MM-dd}")
        : $"{person.Name} is no longer active in the roster";
}
