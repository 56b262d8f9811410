using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.Server.Tests.Chat.Teams;
using ChatOpsCompliance.Server.Tests.Stories;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Emergencies;

/// <summary>The same story on Teams: from the word <c>emergency</c> to its end.</summary>
public sealed class AnEmergencyOnTeams
{
    private const string Press = "Approve: deploy 0000000000 of acme/app to production";

    [Fact]
    public async Task From_the_word_to_its_end()
    {
        var source = new Emergency.Source();
        await using var on = await CompanyOnTeams.Start(Emergency.Settings, services => services.AddSingleton(source.Here));
        var story = new Emergency(on.Workspace, on.Company, source);
        await Emergency.Map(on.Workspace, "ada", "ben", "omar", "mia", "carla");
        var (ada, ben, omar, mia, carla) = (on.As(SmallCompany.Ada), on.As(SmallCompany.Ben), on.As(SmallCompany.Omar), on.As(SmallCompany.Mia), on.As(SmallCompany.Carla));

        await ada.Write("emergency");
        await ada.Sees("Service (repository), such as acme/app");
        await ada.Turn("Service (repository), such as acme/app");
        await ada.Fill("Service (repository), such as acme/app", Emergency.Repository);
        await ada.Fill("Environment, such as production", "staging");
        await ada.Fill("Commit (the whole hash; empty while it is not written yet)", Emergency.Fix);
        await ada.Fill("Incident, such as INC-123 or its address", "INC-7 <!channel>");
        await ada.Fill("What is changed?", "Retry *lost* payments");
        await ada.Fill("Why can't it wait for the normal way?", "Customers are charged twice");
        await ada.Choose("How high is the risk?", "Medium");
        await ada.Fill("What could go wrong?", "More load on the queue");
        await ada.Fill("What was tested, and how?", "Unit tests, one order on staging");
        await ada.Fill("How is it rolled back?", "Deploy the commit before");
        Says(await ada.Press("Ask for approval"), "No policy covers staging of acme/app");
        await ada.Fill("Environment, such as production", "Production");
        Says(await ada.Press("Ask for approval"), "EC-1 is asked for.");
        await on.Workspace.Deliver();

        await ben.Sees("EC-1 Emergency change");
        Says(await ben.Press(Press), "You wrote some of what is to be deployed (as ben)");
        await omar.Sees("What: Retry *lost* payments");
        await omar.Press("Ask or answer…", "EC-1 Emergency change");
        await omar.Fill("Your question or answer", "Is the queue drained?");
        await omar.Press("Say it");
        await on.Workspace.Deliver();
        Assert.StartsWith("https://teams.microsoft.com/l/message/19%3Aemergency%40thread.tacv2/", (await story.All())[0].Thread, StringComparison.Ordinal);
        Says(await omar.Press(Press), "Approved. The gate opens for this commit until");
        await on.Workspace.Deliver();
        await ada.Sees("EC-1 is approved: the gate opens for 0000000000 of acme/app to production");
        Assert.DoesNotContain(Press, (await mia.Sees("EC-1 Emergency change approved")).Buttons);
        await ben.Look();
        Assert.DoesNotContain(await ben.Messages(), m => m.Buttons.Contains(Press));
        var channel = on.Teams.Conversations[CompanyOnTeams.Emergencies].Now();
        Assert.DoesNotContain(channel, m => TeamsReading.Buttons(m.Card!).Contains(Press));
        Assert.Contains(channel, m => m.Thread != m.Id && TeamsReading.Of(m.Card!).Contains("Omar Haddad: Is the queue drained?", StringComparison.Ordinal));

        var first = await story.Gate("1");
        var retried = await story.Gate("1/attempts/2");
        Assert.Equal((first.Id, Answer.Approved, "EC-1"), (retried.Id, retried.Answer, retried.Reference));
        Assert.NotEqual(Answer.Approved, (await story.Gate("2")).Answer);
        Assert.NotEqual(Answer.Approved, (await story.Gate("3", Emergency.Other)).Answer);
        Assert.Equal(DeploymentClass.Emergency, (await story.Deployed("1")).Class);
        await mia.Sees("EC-1 Emergency change deployed, to be reviewed");
        await mia.Press("Give the second approval…");
        Says(await mia.Press("I would have approved this"), "Thank you: the second approval is given.");
        await ada.Press("Add the details…");
        foreach (var field in await ada.Fields()) await ada.Fill(field, "As it was.");
        Says(await ada.Press("Put it on record"), "On record with EC-1.");
        await on.Workspace.Deliver();
        await carla.Press("Review…", "EC-1 Emergency change");
        await carla.Choose("How did it turn out?", "it worked");
        await carla.Choose("Was it rolled back?", "No");
        await carla.Press("This is my review");
        Assert.Equal("This is needed.", carla.Mistakes["What happened?"]); // as Teams itself asks
        await carla.Fill("What happened?", "Payments went through.");
        Says(await carla.Press("This is my review"), "EC-1 is reviewed.");
        Assert.Equal(ChangeStatus.Closed, (await story.All())[0].Status);

        Assert.Equal(DeploymentClass.Unauthorised, (await story.Deployed("9", commit: Emergency.Other)).Class);
        await on.Workspace.Deliver();
        await carla.Sees("nobody approved it");
        await story.Holds();
    }

    private static void Says(string shown, string words) => Assert.True(shown.Contains(words, StringComparison.Ordinal), $"“{words}” is not there:\n{shown}");
}
