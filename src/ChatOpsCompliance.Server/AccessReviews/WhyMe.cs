using ChatOpsCompliance.Access;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;
using static ChatOpsCompliance.Server.AccessReviews.ReviewWords;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>“Why me?”: says of everything that waits for a reviewer why it came to them, and who can help when it should not have.</summary>
public sealed class WhyMe(SystemBook systems)
{
    /// <summary>So many people are named for one reason; the rest are counted.</summary>
    private const int Named = 6;

    public async Task<Result<Reply>> Answer(Read read, Visit visit)
    {
        var (review, no) = await ReviewInHand.Of(read, visit);
        if (review is null) return no!;
        var lines = new ReportingLines(await PeopleStore.Everybody(read));
        var reasons = review.Undecided.GroupBy(i => Reason(i, visit.By, lines)).OrderByDescending(g => g.Count());
        return new Tell(new(
            "Why these come to you",
            [
                new Heading("Why these come to you"),
                .. reasons.Select(r => new Paragraph($"{Count(r.Count(), "item", "items")}: {r.Key}{Whose(r)}.")),
                new Note($"If you don't know somebody, choose “Not my person…”; if you know the person but not the access, “Not sure…”. {review.Campaign.OwnerName}, who owns this review, can give items to somebody else."),
            ]));
    }

    private string Reason(ReviewItem item, Person by, ReportingLines lines) => item switch
    {
        { Details: { GivenBy: { } giver, GivenBecause: { } cause } } => Because(giver, cause),
        { Kind: ItemKind.RoleDefinition } => "you answer for what this role is",
        { Kind: ItemKind.Attestation } => "you answer for this statement",
        { AccountType: AccountType.Human } when ManagerOf(item, lines)?.Id == by.Id => "you manage",
        _ when systems.Find(item.System)?.Owner == by.Email => $"you own {item.System}",
        { AccountType: AccountType.Service } when ManagerOf(item, lines)?.Id == by.Id => "you manage whoever owns the service account",
        _ => "nobody closer may decide on them, so they come to you as who stands in for this review",
    };

    private static string Because(string giver, ReassignCause cause) => cause switch
    {
        ReassignCause.NotSure => $"{giver} was not sure and passed them on",
        ReassignCause.NotMyPerson => $"{giver} does not know the person and passed them on",
        ReassignCause.Delegated => $"{giver} is away and named you",
        ReassignCause.DelegationEnded => "you are back, so they are yours again",
        ReassignCause.HolderMoved => "the person moved to you",
        ReassignCause.ReviewerLeft => $"{giver} has left",
        ReassignCause.SecondStage => $"{giver} kept what is flagged, and a second look is asked of you",
        _ => $"they were given to you in place of {giver}",
    };

    private static Person? ManagerOf(ReviewItem item, ReportingLines lines) => lines.Find(item.Subject) is { } subject ? lines.ManagerOf(subject) : null;

    /// <summary>Whose access it is, where the reason is about people.</summary>
    private static string Whose(IGrouping<string, ReviewItem> reason)
    {
        var people = reason.Select(i => i.SubjectName).OfType<string>().Distinct().Order(StringComparer.Ordinal).ToList();
        if (people.Count == 0 || reason.Key != "you manage") return "";
        return $" {string.Join(", ", people.Take(Named))}{(people.Count > Named ? $" and {people.Count - Named} more" : "")}";
    }
}
