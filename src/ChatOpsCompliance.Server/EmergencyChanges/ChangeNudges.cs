using ChatOpsCompliance.Chat;
using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Reminders;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.EmergencyChanges;

/// <summary>What people should hear of what they owe to emergency changes, in their working hours. Who is called at night is called by <see cref="TendChanges"/>.</summary>
public sealed class ChangeNudges(PolicyBook policies, ReadAuthors authors)
{
    public async Task<IReadOnlyList<Nudge>> Of(Read read)
    {
        var nudges = new List<Nudge>();
        var everybody = await PeopleStore.Everybody(read);
        foreach (var change in await ChangeStore.Unfinished(read, policies))
        {
            if (change.Status is ChangeStatus.Requested) continue;
            if (change.Details is null) nudges.Add(Say(change, change.Requester, "details", "the details are needed", ChangeVerbs.Detail, "Add the details…", change.DetailsDue, read.Now));
            if (change is { Second: SecondApproval.Due, SecondDue: { } second })
            {
                var independence = await authors.Of(read, change);
                foreach (var person in change.Policy.InOrder(everybody).Where(p => change.LookSecond(p, independence, agrees: true, null, "", "").Done))
                    nudges.Add(Say(change, person.Id, "second", "a second approval is needed", ChangeVerbs.Second, "Give the second approval…", second, read.Now));
            }

            if (change is { Status: ChangeStatus.ReviewDue, ReviewDue: { } review })
                foreach (var person in Reviewers(change, everybody))
                    nudges.Add(Say(change, person.Id, "review", "it is to be reviewed", ChangeVerbs.Review, "Review…", review, read.Now));
        }

        return nudges;
    }

    /// <summary>The owner of the policy where they may, else everybody who could approve and did not.</summary>
    internal static IReadOnlyList<Person> Reviewers(EmergencyChange change, IReadOnlyList<Person> everybody)
    {
        bool Free(Person p) => p.Active && p.Id != change.Requester && p.Id != change.GlassBrokenBy && change.Seats.All(s => s.Person != p.Id);
        var owner = everybody.Where(p => p.Email == change.Policy.Owner && Free(p)).ToList();
        return owner.Count > 0 ? owner : [.. change.Policy.InOrder(everybody).Where(Free)];
    }

    private static Nudge Say(EmergencyChange change, Id<Person> to, string topic, string what, Verb verb, string label, DateTimeOffset due, DateTimeOffset now)
    {
        var late = now > due;
        return new(
            to,
            $"change/{change.Id}/{topic}{(late ? "/late" : "")}",
            $"{change.Reference}: {what}",
            new Paragraph($"{ChangeWords.Where(change)}, asked for by {change.RequesterName}. {(late ? "It was" : "It is")} due {ChangeWords.Time(change, due)}."),
            new Buttons(new Button(verb, label, ChangeWords.About(change), ButtonStyle.Primary)))
        {
            Calendar = change.Policy.Calendar,
        };
    }
}
