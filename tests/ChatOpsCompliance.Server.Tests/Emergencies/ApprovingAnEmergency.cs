using ChatOpsCompliance.Chat;
using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.Server.EmergencyChanges;
using ChatOpsCompliance.Server.Tests.Stories;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Emergencies;

public sealed class ApprovingAnEmergency
{
    private const string P = "EmergencyChanges:Policies:production";

    [Fact]
    public async Task Two_before_where_the_policy_says_so_and_one_person_fills_one_seat()
    {
        await using var story = await Emergency.Starting((P + ":ApprovalsBefore", "2"));
        story.At.Authors = new(["ada"], null);
        var change = await story.Ask();

        Assert.Equal("Approved. One more approval is needed.", Assert.IsType<Finish>(await story.Approve(Emergency.Omar, change)).Text);
        Assert.StartsWith("You have approved this change already.", Assert.IsType<Refused>(await story.Approve(Emergency.Omar, change)).Text, StringComparison.Ordinal);
        using var mia = await story.As(SmallCompany.Mia);
        Assert.Contains("1 of 2 approved", (await mia.Sees("EC-1 Emergency change")).Text, StringComparison.Ordinal);
        Assert.IsType<Finish>(await story.Approve(Emergency.Mia, change));

        Assert.Equal((ChangeStatus.Approved, SecondApproval.None), ((await story.Now(change)).Status, (await story.Now(change)).Second));
        await story.Holds();
    }

    [Fact]
    public async Task One_rejection_ends_it_and_every_copy_shows_it()
    {
        await using var story = await Emergency.Starting();
        story.At.Authors = new(["ada"], null);
        var change = await story.Ask();

        Assert.True(Assert.IsType<Mistakes>(await story.Act(Emergency.Omar, ChangeVerbs.RejectBecause, (ChangeVerbs.Change, change.Id.ToString()))).Fields.ContainsKey(ChangeVerbs.Why));
        Assert.True(await story.Press(Emergency.Omar, ChangeVerbs.RejectBecause, change));
        Assert.Equal("Omar Haddad has rejected EC-1. Ada Novak can ask again.", Assert.IsType<Refused>(await story.Approve(Emergency.Mia, change)).Text);

        using var mia = await story.As(SmallCompany.Mia);
        Assert.Equal(["More…"], (await mia.Sees("EC-1 Emergency change rejected")).Buttons);
        using var ada = await story.As(SmallCompany.Ada);
        await ada.Sees("EC-1 is rejected by Omar Haddad: It has to be.");
    }

    [Fact]
    public async Task A_right_that_was_taken_away_between_card_and_press_does_not_count()
    {
        await using var story = await Emergency.Starting();
        story.At.Authors = new(["ada"], null);
        var change = await story.Ask();
        await story.Company.NewRoster(("Berlin,Manager", "Berlin,Engineer"));

        Assert.Equal("Only on-call, leads can approve changes under “Emergency changes to production”.", Assert.IsType<Refused>(await story.Approve(Emergency.Mia, change)).Text);
    }

    [Fact]
    public async Task A_card_that_shows_something_else_by_now_approves_nothing()
    {
        await using var story = await Emergency.Starting();
        story.At.Authors = new(["ada"], null);
        var change = await story.Ask();
        await story.Act(Emergency.Ada, ChangeVerbs.Name, (ChangeVerbs.Change, change.Id.ToString()), (ChangeVerbs.CommitHash, Emergency.Other));
        await story.Workspace.Deliver();

        var reply = await story.Act(Emergency.Omar, ChangeVerbs.Approve, (ChangeVerbs.Change, change.Id.ToString()), (ChangeVerbs.Shown, ChangeWords.Shown(change)));

        Assert.StartsWith("Something about it changed since this was shown.", Assert.IsType<Refused>(reply).Text, StringComparison.Ordinal);
        Assert.Empty((await story.Now(change)).Seats);
    }

    [Fact]
    public async Task An_author_whom_nobody_knows_refuses_everybody()
    {
        await using var story = await Emergency.Starting();
        story.At.Authors = new(["ada", "ghost"], null);
        var ghost = await story.Ask();
        story.At.Authors = new([], "of commit abc nobody is named as its author");
        var nameless = await story.Ask();

        Assert.StartsWith("Nobody knows which person is behind ghost", Assert.IsType<Refused>(await story.Approve(Emergency.Omar, ghost)).Text, StringComparison.Ordinal);
        Assert.Contains("of commit abc nobody is named as its author", Assert.IsType<Refused>(await story.Approve(Emergency.Omar, nameless)).Text, StringComparison.Ordinal);
        await Emergency.Map(story.Workspace, ("ada", Emergency.Ada), ("ghost", Emergency.Ben), ("omar", Emergency.Omar));
        Assert.IsType<Finish>(await story.Approve(Emergency.Omar, ghost));
    }

    [Fact]
    public async Task While_the_source_is_silent_nobody_approves_and_once_it_speaks_they_can()
    {
        await using var story = await Emergency.Starting();
        (story.At.Authors, story.At.Down) = (new(["ada"], null), true);
        var change = await story.Ask();

        Assert.StartsWith("Who wrote it is being read", Assert.IsType<Refused>(await story.Approve(Emergency.Omar, change)).Text, StringComparison.Ordinal);
        story.At.Down = false;
        await story.After(TimeSpan.FromMinutes(1));

        Assert.IsType<Finish>(await story.Approve(Emergency.Omar, change));
    }

    [Fact]
    public async Task Authors_are_counted_since_the_last_deployment_with_approval_and_read_anew_after_the_next()
    {
        await using var story = await Emergency.Starting();
        story.At.Authors = new(["ada"], null);
        var change = await story.Ask();
        var other = await story.Ask(Emergency.Other);
        await story.Approve(Emergency.Omar, other);
        story.At.Authors = new(["ada", "omar"], null);
        await story.Gate("1", Emergency.Other);
        await story.Deployed("1", commit: Emergency.Other);

        Assert.Equal([Emergency.Before, Emergency.Before, Emergency.Other], story.At.AskedSince);
        Assert.StartsWith("You wrote some of what is to be deployed (as omar)", Assert.IsType<Refused>(await story.Approve(Emergency.Omar, change)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_next_approver_is_called_after_ten_minutes_and_silence_approves_nothing()
    {
        await using var story = await Emergency.Starting();
        story.At.Authors = new(["ada"], null);
        var change = await story.Ask();
        await story.Tend();
        await story.After(TimeSpan.FromMinutes(9));
        Assert.Single((await story.Facts("change.paged")).ToList());
        await story.After(TimeSpan.FromMinutes(2));

        using var ben = await story.As(SmallCompany.Ben);
        using var omar = await story.As(SmallCompany.Omar);
        await ben.Sees("EC-1 needs you now"); // on call, by name
        await omar.Sees("EC-1 needs you now");
        Assert.All(ben.Cards.Where(c => c.Text.Contains("needs you now", StringComparison.Ordinal)), c => Assert.DoesNotContain("Approve:", c.Text, StringComparison.Ordinal)); // it is never drawn anew
        Assert.Contains(Assert.IsType<Tell>(await story.Act(Emergency.Ben, ChangeVerbs.Look, (ChangeVerbs.Change, change.Id.ToString()))).Card.Blocks.OfType<Buttons>().SelectMany(b => b.All), b => b.Verb == ChangeVerbs.Approve);
        Assert.DoesNotContain(Assert.IsType<Tell>(await story.Act(Emergency.Carla, ChangeVerbs.Look, (ChangeVerbs.Change, change.Id.ToString()))).Card.Blocks.OfType<Buttons>().SelectMany(b => b.All), b => b.Verb == ChangeVerbs.Approve);
        await story.After(TimeSpan.FromHours(4));

        Assert.Equal(ChangeStatus.Expired, (await story.Now(change)).Status);
        using var ada = await story.As(SmallCompany.Ada);
        await ada.Sees("EC-1 expired: nobody approved it in time.");
        Assert.StartsWith("Nobody approved EC-1 in time.", Assert.IsType<Refused>(await story.Approve(Emergency.Omar, change)).Text, StringComparison.Ordinal);
        await story.Holds();
    }

    [Fact]
    public async Task Where_the_policy_wants_it_an_approval_is_confirmed_by_signing_in_once_by_whom_it_was_made_for()
    {
        await using var story = await Emergency.Starting((P + ":StepUp", "true"));
        story.At.Authors = new(["ada"], null);
        var change = await story.Ask();
        using var omar = await story.As(SmallCompany.Omar);
        await omar.Click("Approve: deploy 0000000000 of acme/app to production");
        var link = Assert.Single(omar.AsideLinks);
        Assert.Equal(ChangeStatus.Requested, (await story.Now(change)).Status);

        var given = System.Web.HttpUtility.ParseQueryString(link.Query);
        (string, string)[] pressed = [.. given.AllKeys.Select(k => (k!, given[k]!))];
        Assert.Equal("This link is used, too old or somebody else's. Press the button in the message again.", Assert.IsType<Refused>(await story.Act(Emergency.Ben, ChangeVerbs.Approve, pressed)).Text);
        Assert.IsType<Show>(await story.Act(Emergency.Omar, ChangeVerbs.ApproveSignedIn, pressed));
        Assert.IsType<Finish>(await story.Act(Emergency.Omar, ChangeVerbs.Approve, pressed));

        Assert.Equal([(Emergency.Omar, ApproveChange.SignedIn)], (await story.Now(change)).Seats.Select(s => (Emergency.Omar, s.Via)));
        Assert.IsType<Refused>(await story.Act(Emergency.Omar, ChangeVerbs.Approve, pressed));
        await story.Holds();
    }

    [Fact]
    public async Task A_link_to_sign_in_is_good_for_ten_minutes()
    {
        await using var story = await Emergency.Starting((P + ":StepUp", "true"));
        story.At.Authors = new(["ada"], null);
        var change = await story.Ask();
        using var omar = await story.As(SmallCompany.Omar);
        await omar.Click("Approve: deploy 0000000000 of acme/app to production");
        var given = System.Web.HttpUtility.ParseQueryString(Assert.Single(omar.AsideLinks).Query);
        story.Workspace.Clock.Advance(TimeSpan.FromMinutes(11));

        Assert.IsType<Refused>(await story.Act(Emergency.Omar, ChangeVerbs.Approve, [.. given.AllKeys.Select(k => (k!, given[k]!))]));
        Assert.Empty((await story.Now(change)).Seats);
    }

    [Fact]
    public async Task What_is_asked_and_answered_stands_under_the_card_and_in_the_record()
    {
        await using var story = await Emergency.Starting();
        var change = await story.Ask();
        Assert.StartsWith("Only on-call, leads can approve", Assert.IsType<Refused>(await story.Act(Emergency.Carla, ChangeVerbs.SayIt, (ChangeVerbs.Change, change.Id.ToString()), (ChangeVerbs.Words, "Why?"))).Text, StringComparison.Ordinal);

        await story.Act(Emergency.Omar, ChangeVerbs.SayIt, (ChangeVerbs.Change, change.Id.ToString()), (ChangeVerbs.Words, "Is the queue drained?"));
        await story.Act(Emergency.Ada, ChangeVerbs.SayIt, (ChangeVerbs.Change, change.Id.ToString()), (ChangeVerbs.Words, "Since 02:50."));

        using var ada = await story.As(SmallCompany.Ada);
        await ada.Sees("Omar Haddad: Is the queue drained?");
        await ada.GoTo("emergency");
        await ada.Sees("Ada Novak: Since 02:50.");
        await ada.Click("More…", "EC-1 Emergency change");
        Assert.Contains("Is the queue drained?", ada.Aside!.Text, StringComparison.Ordinal);
        Assert.Equal(2, (await story.Facts("change.said")).Count());
    }
}
