using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.Server.Tests.Stories;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Emergencies;

/// <summary>The story end to end, through Local chat: asked for, refused to an author, approved, let through the gate once, deployed, looked at again, reviewed, closed.</summary>
public sealed class AnEmergency
{
    [Fact]
    public async Task From_the_request_to_its_end()
    {
        await using var story = await Emergency.Starting();
        Assert.Equal(Answer.Pending, (await story.Gate("1")).Answer);

        using var ada = await story.As(SmallCompany.Ada);
        await ada.GoTo("emergency");
        await ada.Sees("A run waits at the gate: 0000000000 of acme/app to production");
        await ada.Click("Ask for an emergency change…");
        ada.Write("Incident, such as INC-123 or its address", "INC-7");
        ada.Write("What is changed?", "Retry lost payments");
        ada.Write("Why can't it wait for the normal way?", "Customers are charged twice");
        ada.Choose("How high is the risk?", "Medium");
        ada.Write("What could go wrong?", "More load on the queue");
        ada.Write("What was tested, and how?", "Unit tests, one order on staging");
        var early = await ada.Submit("Ask for approval");
        Assert.Equal("Say how it is rolled back.", Assert.Single(early.Form!.Mistakes).Value);
        ada.Write("How is it rolled back?", "Deploy the commit before");
        Assert.StartsWith("EC-1 is asked for.", (await ada.Submit("Ask for approval")).Status, StringComparison.Ordinal);

        using var ben = await story.As(SmallCompany.Ben); // wrote some of it
        var press = $"Approve: deploy {Commit.Short(Emergency.Fix)} of acme/app to production";
        Assert.StartsWith("You wrote some of what is to be deployed (as ben)", (await ben.Click(press)).Alert, StringComparison.Ordinal);
        await ada.Refresh();
        Assert.StartsWith("You asked for this change", (await ada.Click(press)).Alert, StringComparison.Ordinal);
        using var omar = await story.As(SmallCompany.Omar);
        Assert.StartsWith("Approved. The gate opens for this commit until Monday 2 March, 18:00 (Europe/Berlin)", (await omar.Click(press)).Status, StringComparison.Ordinal);
        await story.Workspace.Deliver();

        Assert.Equal([Answer.Approved], story.At.Told.Select(q => q.Answer)); // the waiting run was told by itself
        var first = await story.Gate("1/attempts/2");
        Assert.Equal((Answer.Approved, "EC-1"), (first.Answer, first.Reference));
        Assert.Equal(Answer.Pending, (await story.Gate("2")).Answer);
        Assert.Equal(Answer.Pending, (await story.Gate("3", Emergency.Other)).Answer);
        Assert.Equal(DeploymentClass.Emergency, (await story.Deployed("1")).Class);

        using var mia = await story.As(SmallCompany.Mia);
        await mia.Click("Give the second approval…", "EC-1");
        Assert.Equal("Thank you: the second approval is given.", (await mia.Submit("I would have approved this")).Status);
        await ada.GoTo("ChatOpsCompliance");
        await story.Workspace.Deliver();
        await ada.Refresh();
        await ada.Click("Add the details…");
        ada.Write("Impact: who and what did the incident and the change touch?", "Payments of one hour");
        ada.Write("Abort criteria: what would have made you stop?", "Errors above 1 %");
        ada.Write("Checks skipped (or: none)", "Load test");
        ada.Write("Compensating controls: what took their place?", "Watched for an hour");
        Assert.Equal("On record with EC-1.", (await ada.Submit("Put it on record")).Status);

        using var carla = await story.As(SmallCompany.Carla); // owns the policy; neither asked nor approved
        await carla.GoTo("emergency");
        await story.Workspace.Deliver();
        await carla.Refresh();
        await carla.Click("Review…");
        carla.Choose("How did it turn out?", "it worked");
        carla.Choose("Was it rolled back?", "No");
        carla.Write("What happened?", "Payments went through again.");
        Assert.Equal("EC-1 is reviewed.", (await carla.Submit("This is my review")).Status);

        var change = Assert.Single(await story.All());
        Assert.Equal(ChangeStatus.Closed, change.Status);
        Assert.Equal(["change.requested", "change.authors-read", "change.approved", "change.claimed", "change.used", "change.second-given", "change.detailed", "change.reviewed", "change.closed"], await story.Facts("change."));
        await story.Holds();
    }
}
