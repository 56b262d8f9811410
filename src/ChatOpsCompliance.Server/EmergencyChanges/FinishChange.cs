using ChatOpsCompliance.Chat;
using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.EmergencyChanges;

/// <summary>What is owed after an emergency: the details within a day, the post-implementation review after its use, and with all of it the end.</summary>
public sealed class FinishChange(PolicyBook policies)
{
    private const int FollowUps = 3;

    public async Task<Result<Reply>> AskDetails(Read read, Visit visit)
    {
        var (change, no) = await visit.ChangeIn(read, policies);
        if (change is null) return no!;
        if (MayDetail(change, visit.By) is { } refused) return refused;
        Write Text(string field, string label) => new(field, label, Long: true, Most: 2000) { Required = true };
        return new Show(new(
            $"{change.Reference}: the details",
            [
                new Paragraph($"{ChangeWords.Where(change)}. Due {ChangeWords.Time(change, change.DetailsDue)}, and before its review."),
                Text(ChangeVerbs.Impact, "Impact: who and what did the incident and the change touch?"),
                Text(ChangeVerbs.Abort, "Abort criteria: what would have made you stop?"),
                Text(ChangeVerbs.Skipped, "Checks skipped (or: none)"),
                Text(ChangeVerbs.Compensating, "Compensating controls: what took their place?"),
            ],
            new(ChangeVerbs.DetailIt, "Put it on record", Values.None, ButtonStyle.Primary),
            [],
            ChangeWords.About(change)));
    }

    public async Task<Result<Reply>> Detail(Tx tx, Visit visit)
    {
        var (change, no) = await visit.ChangeIn(tx, policies);
        if (change is null) return no!;
        if (MayDetail(change, visit.By) is { } refused) return refused;
        foreach (var (field, what) in ((string, string)[])[(ChangeVerbs.Impact, "what the impact was"), (ChangeVerbs.Abort, "what would have made you stop"), (ChangeVerbs.Skipped, "which checks were skipped, or none"), (ChangeVerbs.Compensating, "what took their place")])
            if (string.IsNullOrWhiteSpace(visit.Values[field])) return new DetailsNeeded(what) { Field = field };
        var detailed = new ChangeDetailed(change.Id, visit.By.Id, Given(visit, ChangeVerbs.Impact), Given(visit, ChangeVerbs.Abort), Given(visit, ChangeVerbs.Skipped), Given(visit, ChangeVerbs.Compensating), tx.Now > change.DetailsDue);
        if (!await ChangeLifeStore.Record(tx, detailed)) return new ChangedMeanwhile();
        tx.Happened(detailed);
        return new Finish($"On record with {change.Reference}{(detailed.Late ? ", late" : "")}.");
    }

    public async Task<Result<Reply>> AskReview(Read read, Visit visit)
    {
        var (change, no) = await visit.ChangeIn(read, policies);
        if (change is null) return no!;
        if (PostReview.MayReview(change, visit.By, Sees(change, visit)) is { } refused) return refused;
        return new Show(new(
            $"{change.Reference}: review",
            [
                .. ChangeWords.Asked(change),
                .. change.Details is { } d ? [new Paragraph($"Impact: {d.Impact}"), new Paragraph($"Checks skipped: {d.ChecksSkipped}"), new Paragraph($"Compensating controls: {d.CompensatingControls}")] : Array.Empty<Block>(),
                .. change.Seats.Select(s => new Note($"{(s.Agrees ? "Approved" : "Objected")} by {s.Name}, {ChangeWords.Time(change, s.At)}.")),
                new Choose(ChangeVerbs.Outcome, "How did it turn out?", [.. Enum.GetValues<ReviewOutcome>().Select(o => new Option(o.ToString(), ChangeWords.Outcome(o)))], null) { Required = true },
                new Choose(ChangeVerbs.RolledBack, "Was it rolled back?", [new("no", "No"), new("yes", "Yes")], null) { Required = true },
                new Write(ChangeVerbs.Happened, "What happened?", Long: true, Most: 2000) { Required = true },
                new Write(ChangeVerbs.Evidence, "Where is it shown? (an address: dashboard, incident, run)", Most: 1000),
                .. Enumerable.Range(1, FollowUps).SelectMany(n => (Block[])
                [
                    new Write($"{ChangeVerbs.FollowUp}-{n}", $"Follow-up {n}: what is still to be done?", Most: 500),
                    new Write($"{ChangeVerbs.FollowUpOwner}-{n}", $"Follow-up {n}: who does it? (name or e-mail)", Most: 300),
                ]),
            ],
            new(ChangeVerbs.ReviewIt, "This is my review", Values.None, ButtonStyle.Primary),
            [],
            ChangeWords.About(change)));
    }

    public async Task<Result<Reply>> Review(Tx tx, Visit visit)
    {
        var (change, gone) = await visit.ChangeIn(tx, policies);
        if (change is null) return gone!;
        var followUps = new List<ChangeFollowUp>();
        for (var n = 1; n <= FollowUps; n++)
        {
            if (Words.Of(visit.Values[$"{ChangeVerbs.FollowUp}-{n}"]) is not { } what) continue;
            var (owner, nobody) = await visit.PersonIn(tx, $"{ChangeVerbs.FollowUpOwner}-{n}");
            if (owner is null) return nobody!;
            followUps.Add(new(change.Id, followUps.Count + 1, visit.By.Id, owner.Id, what));
        }

        var (reviewed, no) = PostReview.Of(
            change, visit.By, Sees(change, visit), Enum.TryParse<ReviewOutcome>(visit.Values[ChangeVerbs.Outcome], out var outcome) ? outcome : null,
            visit.Values[ChangeVerbs.RolledBack] switch { "yes" => true, "no" => false, _ => null }, Words.Of(visit.Values[ChangeVerbs.Happened]), Words.Of(visit.Values[ChangeVerbs.Evidence]), followUps.Count, tx.Now);
        if (reviewed is null) return no switch { OutcomeNeeded => no with { Field = ChangeVerbs.Outcome }, RolledBackNeeded => no with { Field = ChangeVerbs.RolledBack }, WhatHappenedNeeded => no with { Field = ChangeVerbs.Happened }, _ => no! };
        if (!await ChangeLifeStore.Record(tx, reviewed)) return new ChangedMeanwhile();
        tx.Happened(reviewed);
        foreach (var followUp in followUps) tx.Happened(followUp);
        return new Finish($"{change.Reference} is reviewed{(reviewed.Late ? ", late" : "")}.{(followUps.Count > 0 ? " Each follow-up is a task now." : "")}");
    }

    /// <summary>Whatever was the last thing owed may end it.</summary>
    public async Task CloseIfDone(Tx tx, Id<EmergencyChange> id)
    {
        if (await ChangeStore.One(tx, id, policies) is not { } change || !PostReview.Closes(change)) return;
        var closed = new ChangeClosed(id);
        if (await ChangeLifeStore.Record(tx, closed)) tx.Happened(closed);
    }

    private static Refusal? MayDetail(EmergencyChange change, Person by)
    {
        if (!by.Active) return new ChatOpsCompliance.AccessReviews.NoLongerActive();
        if (by.Id != change.Requester && !change.Policy.MayApprove(by)) return new NotTheRequester(change.RequesterName);
        if (change.Details is not null) return new DetailedAlready(change.Reference);
        return change.Status is ChangeStatus.Rejected or ChangeStatus.Withdrawn or ChangeStatus.Expired ? new ChangeSettled(change) : null;
    }

    private static bool Sees(EmergencyChange change, Visit visit) => visit.Roles.Compliance || visit.By.Email == change.Policy.Owner;

    private static Words Given(Visit visit, string field) => new(visit.Values[field].Trim());
}

public sealed record DetailedAlready(string Reference) : Refusal($"The details of {Reference} are on record already.");
