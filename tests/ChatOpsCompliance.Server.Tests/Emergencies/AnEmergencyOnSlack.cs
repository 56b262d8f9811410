using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.Server.Tests.Chat.Slack;
using ChatOpsCompliance.Server.Tests.Stories;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Emergencies;

/// <summary>The same story on Slack, whichever way Slack reaches us: from <c>/emergency</c> to its end.</summary>
public sealed class AnEmergencyOnSlack
{
    private const string Press = "Approve: deploy 0000000000 of acme/app to production";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task From_the_command_to_its_end(bool socket)
    {
        var source = new Emergency.Source();
        await using var on = await CompanyOnSlack.Start(socket, Emergency.Settings, services => services.AddSingleton(source.Here));
        var story = new Emergency(on.Workspace, on.Company, source);
        await Emergency.Map(on.Workspace, "ada", "ben", "omar", "mia", "carla");
        var (ada, ben, omar, mia, carla) = (on.As(SmallCompany.Ada), on.As(SmallCompany.Ben), on.As(SmallCompany.Omar), on.As(SmallCompany.Mia), on.As(SmallCompany.Carla));

        await ada.Command("/emergency");
        await on.Slack.Until(() => ada.Modal is not null, "the form");
        await ada.Write("Service (repository), such as acme/app", Emergency.Repository);
        await ada.Write("Environment, such as production", "staging");
        await ada.Write("Commit (the whole hash; empty while it is not written yet)", Emergency.Fix);
        await ada.Write("Incident, such as INC-123 or its address", "INC-7 <!channel>");
        await ada.Write("What is changed?", "Retry *lost* payments");
        await ada.Write("Why can't it wait for the normal way?", "Customers are charged twice");
        await ada.Choose("How high is the risk?", "Medium");
        await ada.Write("What could go wrong?", "More load on the queue");
        await ada.Write("What was tested, and how?", "Unit tests, one order on staging");
        await ada.Write("How is it rolled back?", "Deploy the commit before");
        await ada.Submit();
        Assert.StartsWith("No policy covers staging of acme/app", ada.Mistakes["Environment, such as production"], StringComparison.Ordinal);
        await ada.Write("Environment, such as production", "Production");
        await ada.Submit();
        Says(ada.ModalText, "EC-1 is asked for.");
        await ada.Close();
        await on.Workspace.Deliver();

        await ben.Sees("EC-1 Emergency change");
        await ben.Press(Press);
        await ben.Sees("You wrote some of what is to be deployed (as ben)");
        await omar.Sees("What: Retry *lost* payments");
        await omar.Open("Ask or answer…", "EC-1 Emergency change");
        await omar.Write("Your question or answer", "Is the queue drained?");
        await omar.Submit();
        await omar.Close();
        await on.Workspace.Deliver();
        Assert.StartsWith("https://fake.slack.com/archives/C0EMERG/", (await story.All())[0].Thread, StringComparison.Ordinal);
        await omar.Press(Press);
        await omar.Sees("Approved. The gate opens for this commit until");
        await on.Workspace.Deliver();
        await ada.Sees("EC-1 is approved: the gate opens for 0000000000 of acme/app to production");
        Assert.DoesNotContain(Press, (await mia.Sees("EC-1 Emergency change approved")).Buttons);
        var channel = on.Slack.Channels[CompanyOnSlack.Emergencies].Now();
        Assert.DoesNotContain(channel, m => SlackReading.Buttons(m.Blocks).Contains(Press));
        Assert.Contains(channel, m => m.Thread is not null && SlackReading.Of(m.Blocks).Contains("Omar Haddad: Is the queue drained?", StringComparison.Ordinal));

        var first = await story.Gate("1");
        var retried = await story.Gate("1/attempts/2");
        Assert.Equal((first.Id, Answer.Approved, "EC-1"), (retried.Id, retried.Answer, retried.Reference));
        Assert.NotEqual(Answer.Approved, (await story.Gate("2")).Answer);
        Assert.NotEqual(Answer.Approved, (await story.Gate("3", Emergency.Other)).Answer);
        Assert.Equal(DeploymentClass.Emergency, (await story.Deployed("1")).Class);
        await mia.Sees("EC-1 Emergency change deployed, to be reviewed");
        await mia.Open("Give the second approval…");
        await mia.Submit();
        Says(mia.ModalText, "Thank you: the second approval is given.");
        await mia.Close();
        await ada.Open("Add the details…");
        foreach (var field in ada.Fields.ToList()) await ada.Write(field, "As it was.");
        await ada.Submit();
        Says(ada.ModalText, "On record with EC-1.");
        await ada.Close();
        await on.Workspace.Deliver();
        await carla.Open("Review…", "EC-1 Emergency change");
        await carla.Choose("How did it turn out?", "it worked");
        await carla.Choose("Was it rolled back?", "No");
        await carla.Submit();
        Assert.Equal("Please complete this required field.", carla.Mistakes["What happened?"]); // as Slack itself asks
        await carla.Write("What happened?", "Payments went through.");
        await carla.Submit();
        Says(carla.ModalText, "EC-1 is reviewed.");
        Assert.Equal(ChangeStatus.Closed, (await story.All())[0].Status);

        Assert.Equal(DeploymentClass.Unauthorised, (await story.Deployed("9", commit: Emergency.Other)).Class);
        await on.Slack.Until(() => on.Slack.Channels[CompanyOnSlack.Channel].Now().Any(m => SlackReading.Of(m.Blocks).Contains("nobody approved it", StringComparison.Ordinal)), "a card to compliance");
        await story.Holds();
    }

    private static void Says(string shown, string words) => Assert.True(shown.Contains(words, StringComparison.Ordinal), $"“{words}” is not there:\n{shown}");
}
