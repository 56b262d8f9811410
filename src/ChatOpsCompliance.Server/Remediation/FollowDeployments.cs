using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Deployments;
using ChatOpsCompliance.Server.EmergencyChanges;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Remediation;

/// <summary>What follows for people from deployments and reviews of emergency changes: actions, in the same transaction.</summary>
public sealed class FollowDeployments(OpenAction open, ActionDays days, PolicyBook policies)
{
    public async Task From(Tx tx, DeploymentUnauthorised fact)
    {
        var d = (await DeploymentStore.One(tx, fact.Deployment))!;
        var who = d.ActorPerson is { } id && await PeopleStore.ById(tx, id) is { } person ? $"{person.Name} ({d.Actor})" : d.Actor.Length > 0 ? $"{d.Actor}, an account of nobody we know" : "somebody the source does not name";
        await open.For(
            tx,
            ActionKind.Unauthorised,
            $"deployment/{d.Id}",
            $"{d.Repository} was deployed to {d.Environment}, and nobody approved it",
            $"Commit {Commit.Short(fact.Commit)}, started by {who}, {ActionWords.Time(d.StartedAt)}: {d.RunUrl}\n{d.Reason} Find out what was deployed and why, roll it back or have it looked at, and see that the gate can't be passed like this again.",
            await OwnerOf(tx, d.Repository, d.Environment),
            d.ActorPerson,
            Deadline(tx, ActionKind.Unauthorised, d.Repository, d.Environment));
    }

    public async Task From(Tx tx, ChangeFollowUp fact)
    {
        var change = (await ChangeStore.One(tx, fact.Change, policies))!;
        var first = fact.What.Text.Split('\n')[0].Trim();
        await open.For(
            tx,
            ActionKind.FollowUp,
            $"change/{fact.Change}/{fact.Number}",
            $"{(first.Length > 200 ? first[..199] + "…" : first)} (from the review of {change.Reference})",
            fact.What.Text,
            fact.Owner,
            deadline: days.Deadline(ActionKind.FollowUp, tx.Now, change.Policy.Calendar, change.Policy.Zone));
    }

    /// <summary>The owner of the policy; compliance when there is none.</summary>
    internal async Task<Id<Person>?> OwnerOf(Tx tx, string repository, string environment) =>
        policies.For(repository, environment) is { } policy && await PeopleStore.ByEmail(tx, policy.Owner) is { } owner ? owner.Id : null;

    internal DateTimeOffset? Deadline(Tx tx, ActionKind kind, string repository, string environment) =>
        policies.For(repository, environment) is { } policy ? days.Deadline(kind, tx.Now, policy.Calendar, policy.Zone) : null;
}
