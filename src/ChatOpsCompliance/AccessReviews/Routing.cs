using ChatOpsCompliance.Access;
using ChatOpsCompliance.People;

namespace ChatOpsCompliance.AccessReviews;

/// <summary>The people a campaign can fall back on, by role.</summary>
public sealed record Bench(Person? SystemOwner, Person? Fallback, Person? CampaignOwner);

/// <param name="OnlyOneAbove">True when every candidate reports to the subject, as everybody does to the head of the company.</param>
public sealed record Route(Person Reviewer, bool OnlyOneAbove);

/// <summary>
/// Who decides on a grant. Nobody ever decides on their own access; a reviewer who reports to the subject is passed over
/// while there is another; a grant that nobody independent can decide stops the launch. Never nobody.
/// </summary>
public static class Routing
{
    public static Result<Route> ReviewerOf(Grant grant, Person? subject, Bench bench, ReviewerRule rule, ReportingLines lines)
    {
        var candidates = Candidates(grant, subject, bench, rule, lines).OfType<Person>().Where(p => p.Active && p.Id != subject?.Id).ToList();
        if (candidates.Find(p => subject is null || !lines.ReportsTo(p, subject.Id)) is { } independent) return new Route(independent, OnlyOneAbove: false);
        if (candidates.Count > 0) return new Route(candidates[0], OnlyOneAbove: true);
        return new NobodyIndependent(grant.Account, grant.Entitlement);
    }

    /// <summary>Who takes over when a reviewer can't: the first who is active, neither holds the access nor reports to its holder. Null when nobody is.</summary>
    public static Person? Successor(IEnumerable<Person?> candidates, Id<Person>? subject, ReportingLines lines) =>
        candidates.OfType<Person>().FirstOrDefault(p => p.Active && p.Id != subject && (subject is not { } holder || !lines.ReportsTo(p, holder)));

    /// <summary>Who answers for what is nobody's own access, such as a role or a statement: whoever is named, else the fallback.</summary>
    public static Person Answering(Person? named, Bench bench) =>
        new[] { named, bench.SystemOwner, bench.Fallback, bench.CampaignOwner }.FirstOrDefault(p => p is { Active: true }) ?? throw new InvalidOperationException("A launch needs an active owner and fallback.");

    /// <summary>Who looks again at what was flagged and kept: not the holder, not who kept it. Null when there is nobody else.</summary>
    public static Person? SecondReviewerOf(ReviewItem item, Id<Person> first, Person? named, Bench bench, ReportingLines lines)
    {
        var everybodyReports = item.Flags.Any(f => f.Kind == FlagKind.ReviewerReportsToSubject);
        return new[] { named, bench.Fallback, bench.CampaignOwner, lines.Find(first) is { } keeper ? lines.ManagerOf(keeper) : null }.OfType<Person>()
            .FirstOrDefault(p => p.Active && p.Id != item.Subject && p.Id != first && (everybodyReports || item.Subject is not { } holder || !lines.ReportsTo(p, holder)));
    }

    private static IEnumerable<Person?> Candidates(Grant grant, Person? subject, Bench bench, ReviewerRule rule, ReportingLines lines)
    {
        var manager = subject is null ? null : lines.ManagerOf(subject);
        if (grant.AccountType == AccountType.Human && rule == ReviewerRule.Manager && subject is not null) yield return manager;
        else yield return bench.SystemOwner;
        if (grant.AccountType == AccountType.Service) yield return manager;
        yield return bench.Fallback;
        yield return bench.CampaignOwner;
    }
}

public sealed record NobodyIndependent(string Account, string Entitlement)
    : Refusal($"Nobody independent can decide on {Entitlement} of {Account}: its reviewer, the fallback and the campaign owner are inactive or the holder. Name another Fallback or Owner in the review's configuration.");
