using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.EmergencyChanges;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Deployments;

/// <summary>What is unusual about a deployment is noted with it, and told to compliance in one line.</summary>
public sealed class NoteAnomalies(PolicyBook policies, Outbox outbox)
{
    public async Task From(Tx tx, DeploymentRecorded recorded)
    {
        if (policies.For(recorded.Repository, recorded.Environment) is not { } policy) return;
        var deployment = (await DeploymentStore.One(tx, recorded.Deployment))!;
        var anomalies = Anomalies.Of(deployment, policy, await NoteStore.BeforeOf(tx, deployment));
        if (anomalies.Count == 0) return;
        var noted = new DeploymentNoted(deployment.Id, anomalies);
        await NoteStore.Record(tx, noted);
        tx.Happened(noted);
        var who = deployment.ActorPerson is { } id && await PeopleStore.ById(tx, id) is { } person ? person.Name : deployment.Actor.Length > 0 ? deployment.Actor : "somebody the source does not name";
        var line = $"{deployment.Repository} was deployed to {deployment.Environment} by {who} {string.Join(" and ", anomalies.Select(Anomalies.Words))}: {DeploymentWords.When(deployment, policy)}, {DeploymentWords.Class(deployment)}.";
        await outbox.PostToCompliance(tx, new Card(line, new Paragraph(line)));
    }
}
