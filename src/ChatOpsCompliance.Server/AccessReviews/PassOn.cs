using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>
/// “Not sure” goes to the owner of the system, “not my person” to the owner of the review; when that is the reviewer, the holder or somebody who
/// has left, to the next who can: the other of the two, then the review's fallback.
/// </summary>
public sealed class PassOn(SystemBook systems, ReviewBook reviews)
{
    /// <returns>Who has it now.</returns>
    internal async Task<Result<Person>> Run(Tx tx, ReviewItem item, Choice choice, Person by)
    {
        if (item.MayAct(by) is { } no) return no;
        if (choice.Check(item.Flagged) is { } incomplete) return incomplete;
        var campaign = (await CampaignStore.ById(tx, item.Campaign))!;
        var people = await PeopleStore.Everybody(tx);
        var lines = new ReportingLines(people);
        Person? Named(string? email) => people.FirstOrDefault(p => p.Email == email);
        var (systemOwner, reviewOwner) = (Named(systems.Find(item.System)?.Owner), lines.Find(campaign.Owner));
        Person?[] inTurn = choice.Decision == Decision.NotSure ? [systemOwner, reviewOwner] : [reviewOwner, systemOwner];

        foreach (var to in inTurn.Append(Named(reviews.Find(campaign.Definition)?.Fallback)).OfType<Person>())
        {
            var (given, why) = await GiveItem.Run(tx, item, to, choice.Decision == Decision.NotSure ? ReassignCause.NotSure : ReassignCause.NotMyPerson, choice.Words, null, lines);
            if (given is not null) return to;
            if (why is ReviewerChanged) return why;
        }

        return new NobodyKnowsBetter(campaign.OwnerName);
    }
}

public sealed record NobodyKnowsBetter(string Owner)
    : Refusal($"There is nobody left to pass this on to: the owners of the system and of the review are you, the holder, or gone. Ask around and decide, or ask {Owner} to choose another reviewer.");
