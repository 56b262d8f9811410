using ChatOpsCompliance.Chat;
using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.Server.EmergencyChanges;
using ChatOpsCompliance.Server.Tests.Stories;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Emergencies;

public sealed class AskingForAnEmergency
{
    [Fact]
    public async Task Where_the_requester_names_the_authors_they_name_them_with_the_commit_too()
    {
        await using var story = await Emergency.Starting(("EmergencyChanges:Policies:production:Authors", "declared"));
        var change = await story.Ask(null, more: (ChangeVerbs.Authors, Emergency.Ada));
        var named = ((string, string)[])[(ChangeVerbs.Change, change.Id.ToString()), (ChangeVerbs.CommitHash, Emergency.Fix)];

        Assert.True(Assert.IsType<Mistakes>(await story.Act(Emergency.Ada, ChangeVerbs.Name, named)).Fields.ContainsKey(ChangeVerbs.Authors));
        Assert.IsType<Finish>(await story.Act(Emergency.Ada, ChangeVerbs.Name, [.. named, (ChangeVerbs.Authors, Emergency.Ben)]));

        Assert.StartsWith("You wrote some", Assert.IsType<Refused>(await story.Approve(Emergency.Ben, change)).Text, StringComparison.Ordinal);
        Assert.IsType<Finish>(await story.Approve(Emergency.Omar, change));
        await story.Holds();
    }

    [Fact]
    public async Task What_was_typed_is_there_again_when_the_form_was_closed()
    {
        await using var story = await Emergency.Starting();
        using var ada = await story.As(SmallCompany.Ada);
        await ada.GoTo("ChatOpsCompliance");
        await ada.Say("emergency");
        ada.Write("What is changed?", "Retry lost payments");
        await ada.SaveDraft();

        await ada.Refresh();
        await ada.Say("/Emergency!");

        Assert.Equal("Retry lost payments", ada.Value("What is changed?"));
    }

    [Fact]
    public async Task Where_no_policy_reaches_it_says_who_owns_them()
    {
        await using var story = await Emergency.Starting();

        var reply = await story.Act(Emergency.Ada, ChangeVerbs.Request, [.. Emergency.Typed().Where(t => t.Name != ChangeVerbs.Environment), (ChangeVerbs.Environment, "staging")]);

        Assert.Equal("No policy covers staging of acme/app, so an emergency change there can't be approved. Policies are owned by carla@example.com; ask there.", Assert.IsType<Mistakes>(reply).Fields[ChangeVerbs.Environment]);
        Assert.Empty(await story.All());
    }

    [Theory]
    [InlineData("f1f1f1f")]
    [InlineData("main")]
    [InlineData("0000000000000000000000000000000000000g1f")]
    public async Task A_commit_is_named_whole_or_not_at_all(string commit)
    {
        await using var story = await Emergency.Starting();

        var reply = await story.Act(Emergency.Ada, ChangeVerbs.Request, Emergency.Typed(commit));

        Assert.StartsWith("Write the whole commit hash", Assert.IsType<Mistakes>(reply).Fields[ChangeVerbs.CommitHash], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_the_commit_is_there_it_is_asked_for_and_nobody_can_approve()
    {
        await using var story = await Emergency.Starting();
        story.At.Authors = new(["ada"], null);
        var change = await story.Ask(commit: null);

        Assert.StartsWith("Ada Novak has not named the commit yet.", Assert.IsType<Refused>(await story.Approve(Emergency.Omar, change)).Text, StringComparison.Ordinal);
        Assert.StartsWith("Only Ada Novak", Assert.IsType<Refused>(await story.Act(Emergency.Omar, ChangeVerbs.Name, (ChangeVerbs.Change, change.Id.ToString()), (ChangeVerbs.CommitHash, Emergency.Fix))).Text, StringComparison.Ordinal);
        Assert.IsType<Finish>(await story.Act(Emergency.Ada, ChangeVerbs.Name, (ChangeVerbs.Change, change.Id.ToString()), (ChangeVerbs.CommitHash, Emergency.Fix)));
        await story.Workspace.Deliver();

        Assert.IsType<Finish>(await story.Approve(Emergency.Omar, change));
        Assert.Equal((ChangeStatus.Approved, Emergency.Fix), ((await story.Now(change)).Status, (await story.Now(change)).Commit));
    }

    [Fact]
    public async Task An_approved_commit_is_not_exchanged_for_another()
    {
        await using var story = await Emergency.Starting(("EmergencyChanges:Policies:production:ApprovalsBefore", "2"));
        story.At.Authors = new(["ada"], null);
        var change = await story.Ask();
        await story.Approve(Emergency.Omar, change);

        var reply = await story.Act(Emergency.Ada, ChangeVerbs.Name, (ChangeVerbs.Change, change.Id.ToString()), (ChangeVerbs.CommitHash, Emergency.Other));

        Assert.StartsWith("Somebody has approved it with this commit already.", Assert.IsType<Refused>(reply).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_source_can_be_asked_the_requester_names_the_authors()
    {
        await using var story = await Emergency.Starting(("EmergencyChanges:Policies:production:Authors", "declared"));

        var nobody = await story.Act(Emergency.Ada, ChangeVerbs.Request, Emergency.Typed());
        var stranger = await story.Act(Emergency.Ada, ChangeVerbs.Request, [.. Emergency.Typed(), (ChangeVerbs.Authors, "Somebody Else")]);
        var change = await story.Ask(more: (ChangeVerbs.Authors, "Omar Haddad, ada@example.com"));

        Assert.True(Assert.IsType<Mistakes>(nobody).Fields.ContainsKey(ChangeVerbs.Authors));
        Assert.True(Assert.IsType<Mistakes>(stranger).Fields.ContainsKey(ChangeVerbs.Authors));
        Assert.StartsWith("You wrote some of what is to be deployed", Assert.IsType<Refused>(await story.Approve(Emergency.Omar, change)).Text, StringComparison.Ordinal);
        Assert.IsType<Finish>(await story.Approve(Emergency.Ben, change));
    }

    [Fact]
    public async Task Numbers_run_without_gaps_and_the_policy_is_kept_as_it_was()
    {
        await using var story = await Emergency.Starting();
        var first = await story.Ask();
        await story.Act(Emergency.Ada, ChangeVerbs.Request, Emergency.Typed("short"));
        var second = await story.Ask();

        Assert.Equal(["EC-1", "EC-2"], [first.Reference, second.Reference]);
        Assert.Equal(story.Workspace.Get<PolicyBook>().Named("production")!.Hash(), second.PolicyHash);
    }
}
