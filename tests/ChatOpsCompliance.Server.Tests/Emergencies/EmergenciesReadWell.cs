using System.Text;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Deployments;
using ChatOpsCompliance.Server.EmergencyChanges;
using ChatOpsCompliance.Server.Tests.Chat;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Emergencies;

/// <summary>What people read of emergency changes: each card and form, in words that were looked at.</summary>
public sealed class EmergenciesReadWell
{
    [Fact]
    public async Task Card_by_card_and_form_by_form()
    {
        await using var story = await Emergency.Starting();
        story.At.Authors = new(["ada"], null);
        var text = new StringBuilder();
        var question = await story.Gate("1");
        text.AppendLine(WaitingCard.For(question).SketchOnEveryPlatform());
        await Form("asking", story, text, Emergency.Ada, ChangeVerbs.Open);
        var change = await story.Ask();
        await Card("asked", story, text, change);
        await Form("rejecting", story, text, Emergency.Omar, ChangeVerbs.Reject, change);
        await Form("breaking the glass", story, text, Emergency.Ada, ChangeVerbs.Glass, change);
        await Form("withdrawing", story, text, Emergency.Ada, ChangeVerbs.Withdraw, change);
        await story.Approve(Emergency.Omar, change);
        await Card("approved", story, text, change);
        await story.Deployed("1");
        await Card("deployed", story, text, change);
        text.AppendLine(WaitingCard.For((await story.Workspace.Get<AnswerGate>().Of(question.Id, TestContext.Current.CancellationToken))!).SketchOnEveryPlatform());
        await Form("the second look", story, text, Emergency.Mia, ChangeVerbs.Second, change);
        await Form("the details", story, text, Emergency.Ada, ChangeVerbs.Detail, change);
        await story.Second(Emergency.Mia, change);
        await story.Act(Emergency.Ada, ChangeVerbs.DetailIt, (ChangeVerbs.Change, change.Id.ToString()), (ChangeVerbs.Impact, "Payments of one hour"), (ChangeVerbs.Abort, "Errors above 1 %"), (ChangeVerbs.Skipped, "Load test"), (ChangeVerbs.Compensating, "Watched for an hour"));
        await Form("the review", story, text, Emergency.Carla, ChangeVerbs.Review, change);
        await story.Act(Emergency.Carla, ChangeVerbs.ReviewIt, (ChangeVerbs.Change, change.Id.ToString()), (ChangeVerbs.Outcome, "Worked"), (ChangeVerbs.RolledBack, "no"), (ChangeVerbs.Happened, "Payments went through."));
        await Card("closed", story, text, change);

        Approved.Match(text.ToString(), "emergencies-read-well");
    }

    private static async Task Card(string when, Emergency story, StringBuilder text, EmergencyChange change)
    {
        var card = await story.Workspace.Read(read => story.Workspace.Get<ChatRoutes>().Cards[ChangeCard.Kind](read, change.Id.ToString()));
        text.AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"--- {when}").AppendLine(card!.SketchOnEveryPlatform());
    }

    private static async Task Form(string when, Emergency story, StringBuilder text, string by, Verb verb, EmergencyChange? change = null)
    {
        var reply = await story.Act(by, verb, change is null ? [] : [(ChangeVerbs.Change, change.Id.ToString())]);
        text.AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"--- {when}").AppendLine(Assert.IsType<Show>(reply).Form.SketchOnEveryPlatform());
    }
}
