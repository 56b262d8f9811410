using System.Text;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.Remediation;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>An action from its opening to its end, in chat: done by its owner, seen by another, late, handed over, verified by the source.</summary>
public sealed class SomethingIsToBeDone
{
    [Fact]
    public async Task The_owner_says_what_was_done_and_compliance_looks()
    {
        await using var story = await Actions.Start();
        await story.Open(about: Actions.Ada);
        using var mia = await story.Company.As(SmallCompany.Mia);
        await mia.Click("It is done…");
        var early = await mia.Submit("It is done");
        mia.Write("What was done?", "The branch is protected, and Ada knows.");
        mia.Attach("What shows it (optional)", "settings.txt", Encoding.UTF8.GetBytes("protected: yes"));
        var done = await mia.Submit("It is done");

        Assert.Equal("Say what was done, so that somebody else can see that it was.", Assert.Single(early.Form!.Mistakes).Value);
        Assert.Equal("Noted. Grace Okafor can look and confirm it; until then it waits.", done.Status);

        using var grace = await story.InCompliance();
        await grace.Sees("Handed in with it: settings.txt, 14 bytes.");
        await grace.Click("Look at it…");
        Assert.Contains("“The branch is protected, and Ada knows.”", string.Join('\n', grace.Form!.Text), StringComparison.Ordinal);
        var confirmed = await grace.Submit("I looked: it is done");

        Assert.Equal("Confirmed: AT-1 is done.", confirmed.Status);
        Assert.Equal((ActionStatus.Confirmed, "Mia Keller", "Grace Okafor"), ((await story.Only()).Status, (await story.Only()).DoneByName, (await story.Only()).ConfirmedByName));
        await story.Workspace.Deliver();
        await mia.Refresh();
        Assert.Empty(mia.Cards[^1].Buttons);
        await story.Holds();
    }

    [Fact]
    public async Task Who_doubts_says_why_and_the_owner_is_told()
    {
        await using var story = await Actions.Start();
        await story.Open();
        await story.Do();

        Assert.Equal("Say what is missing, so that the owner knows what to do.", Assert.IsType<Mistakes>(await story.Press(Actions.Grace, ActionVerbs.Look, ActionVerbs.Doubt)).Fields[ActionVerbs.Words]);
        Assert.IsType<Finish>(await story.Press(Actions.Grace, ActionVerbs.Look, ActionVerbs.Doubt, (ActionVerbs.Words, "Force pushes are still allowed.")));

        Assert.Equal((ActionStatus.Open, null, ActionReopening.Doubted), ((await story.Only()).Status, (await story.Only()).DoneAt, (await story.Only()).Reopened));
        using var mia = await story.Company.As(SmallCompany.Mia);
        Assert.Contains("“Force pushes are still allowed.”", (await mia.Sees("open again")).Text, StringComparison.Ordinal);
        await story.Holds();
    }

    [Fact]
    public async Task Each_is_told_who_can_when_they_can_not()
    {
        await using var story = await Actions.Start();
        await story.Open(about: Actions.Ada);

        async Task<string> Said(string email, Verb verb, params (string, string)[] values) => await story.Act(email, verb, values) switch { Refused no => no.Text, Mistakes no => no.Fields.Single().Value, var other => other.ToString() };

        Assert.Equal("Only Mia Keller can say that this is done; whoever has it can hand it over.", await Said(Actions.Grace, ActionVerbs.Open));
        Assert.Equal("Nobody has said yet that this is done: it is with Mia Keller. Only then is there something to look at.", await Said(Actions.Grace, ActionVerbs.Look));
        Assert.Equal("Only Mia Keller, their manager or compliance can hand this over.", await Said(Actions.Ben, ActionVerbs.Hand));
        Assert.Equal("Only Ada Novak, Mia Keller or compliance can add a justification.", await Said(Actions.Ben, ActionVerbs.Explain));
        Assert.Equal("This is about what Ada Novak did, so Ada Novak can't be the one to settle it. Choose somebody else.", await Said(Actions.Mia, ActionVerbs.HandOver, (ActionVerbs.To, Actions.Ada)));
        await story.Do();
        Assert.Equal("Only a compliance officer, or an executive, can confirm that this is done.", await Said(Actions.Ben, ActionVerbs.Look));
        Assert.Equal("This is about what you did yourself, so somebody else has to look: a compliance officer or an executive.", await Said(Actions.Ada, ActionVerbs.Confirm));
        Assert.Equal("You have this or said that it is done, so somebody else has to look: a compliance officer or an executive.", await Said(Actions.Mia, ActionVerbs.Confirm));
        Assert.Equal("Mia Keller said already that this is done. It waits for a second look.", await Said(Actions.Mia, ActionVerbs.Open));
        Assert.Equal(1, await story.Facts("action.done"));
        Assert.Equal(0, await story.Facts("action.confirmed"));
    }

    [Fact]
    public async Task What_was_done_anew_is_looked_at_anew()
    {
        await using var story = await Actions.Start();
        await story.Open();
        await story.Do();
        var old = Assert.IsType<Show>(await story.Act(Actions.Grace, ActionVerbs.Look)).Form.Hidden[ActionVerbs.DoneAt];
        await story.Press(Actions.Carla, ActionVerbs.Look, ActionVerbs.Doubt, (ActionVerbs.Words, "Not quite."));
        story.Workspace.Clock.Advance(TimeSpan.FromMinutes(1));
        await story.Do(words: "Something else.");

        Assert.Equal("DoneAnew", Assert.IsType<Refused>(await story.Act(Actions.Grace, ActionVerbs.Confirm, (ActionVerbs.DoneAt, old))).Kind);
        Assert.IsType<Finish>(await story.Press(Actions.Grace, ActionVerbs.Look, ActionVerbs.Confirm));
    }

    [Fact]
    public async Task Compliance_own_action_is_an_executives_to_confirm()
    {
        await using var story = await Actions.Start();
        await story.Open(owner: null);

        var said = Assert.IsType<Finish>(await story.Do(Actions.Grace)).Text;

        Assert.Equal("Noted. Carla Mendes can look and confirm it; until then it waits.", said);
        using var carla = await story.Company.As(SmallCompany.Carla);
        await carla.Click("Look at it…");
        Assert.Equal("Finish", (await carla.Submit("I looked: it is done")).Kind);
    }

    [Fact]
    public async Task A_matter_has_one_action_however_often_it_is_asked_for()
    {
        await using var story = await Actions.Start();

        var first = await story.Open();
        var again = await story.Open();
        await story.Do();
        await story.Press(Actions.Grace, ActionVerbs.Look, ActionVerbs.Confirm);
        var settled = await story.Open();
        var other = await story.Open(subject: "deployment/2");

        Assert.Equal((first, first), (again, settled));
        Assert.Equal([(1, ActionStatus.Confirmed), (2, ActionStatus.Open)], (await story.Workspace.Read(ActionStore.All)).Select(a => (a.Number, a.Status)));
        Assert.Equal(2, await story.Facts("action.opened"));
        Assert.NotEqual(first, other);
    }

    [Fact]
    public async Task Drift_is_verified_by_the_source_alone_and_opens_again_when_it_is_back()
    {
        await using var story = await Actions.Start();
        await story.Open(ActionKind.Drift);
        story.Workspace.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("Noted. The next read of the source verifies it; until then it counts as open.", Assert.IsType<Finish>(await story.Do()).Text);
        Assert.Equal("OnlyTheSourceSays", Assert.IsType<Refused>(await story.Act(Actions.Grace, ActionVerbs.Confirm)).Kind);
        Assert.Equal("OnlyTheSourceSays", Assert.IsType<Refused>(await story.Act(Actions.Grace, ActionVerbs.Look)).Kind);

        story.Workspace.Clock.Advance(TimeSpan.FromHours(1));
        await story.Read(shown: true);
        Assert.Equal((ActionStatus.Open, ActionReopening.StillThere), ((await story.Only()).Status, (await story.Only()).Reopened));
        story.Workspace.Clock.Advance(TimeSpan.FromHours(1));
        await story.Read(shown: false);
        Assert.Equal(ActionStatus.Verified, (await story.Only()).Status);
        await story.Read(shown: false);
        Assert.Equal(1, await story.Facts("action.verified"));

        story.Workspace.Clock.Advance(TimeSpan.FromDays(7));
        await story.Open(ActionKind.Drift);
        var back = await story.Only();
        Assert.Equal((ActionStatus.Open, ActionReopening.CameBack, new DateTimeOffset(2026, 3, 12, 12, 0, 0, TimeSpan.Zero)), (back.Status, back.Reopened, back.Deadline));
        using var mia = await story.Company.As(SmallCompany.Mia);
        await mia.Sees("It was mended once, and the source shows it again.");
        await story.Holds();
    }

    [Fact]
    public async Task A_justification_is_kept_and_shown_and_settles_nothing()
    {
        await using var story = await Actions.Start();
        await story.Open(about: Actions.Ada);

        using var ada = await story.Company.As(SmallCompany.Ada);
        await ada.Click("Say why…");
        ada.Write("Why was it deployed without approval?", "The payment page was down.");
        Assert.Equal("Kept with the change. It stays unauthorised.", (await ada.Submit("Add this")).Status);

        using var grace = await story.InCompliance();
        Assert.Contains("Said afterwards by Ada Novak, 2026-03-02 09:00 UTC: “The payment page was down.” It stays unauthorised.", (await grace.Sees("Said afterwards")).Text, StringComparison.Ordinal);
        Assert.Equal(ActionStatus.Open, (await story.Only()).Status);
    }

    [Fact]
    public async Task Late_it_goes_up_once_a_step_and_into_the_deviations()
    {
        await using var story = await Actions.Start();
        await story.Open(); // due on Thursday at 9
        await story.At(new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero));
        await story.At(new(2026, 3, 5, 12, 0, 0, TimeSpan.Zero));
        await story.At(new(2026, 3, 5, 12, 10, 0, TimeSpan.Zero));
        await story.At(new(2026, 3, 9, 12, 0, 0, TimeSpan.Zero));

        using var mia = await story.Company.As(SmallCompany.Mia);
        Assert.Equal(1, mia.Cards.Count(c => c.Text.Contains("AT-1 is due within a day", StringComparison.Ordinal)));
        Assert.Equal(1, mia.Cards.Count(c => c.Text.Contains("AT-1 is late", StringComparison.Ordinal)));
        using var carla = await story.Company.As(SmallCompany.Carla);
        Assert.Contains("People of yours should have done this by now", (await carla.Sees("1 action is late")).Text, StringComparison.Ordinal);
        using var grace = await story.InCompliance();
        Assert.Contains("asking did not help", (await grace.Sees("1 action is late")).Text, StringComparison.Ordinal);
        Assert.Equal(2, await story.Facts("action.escalated"));
        var late = (await story.Workspace.Read(async read => await Reports.Reports.All["deviations"].Make(read, new(null, new(2026, 3, 1), new(2026, 3, 31))))).Value;
        Assert.Contains("action late", late.Rows.Select(r => r[0]));
        await story.Holds();
    }

    [Fact]
    public async Task When_its_owner_leaves_it_goes_to_their_manager_else_to_compliance()
    {
        await using var story = await Actions.Start();
        await story.Open();
        await story.Company.NewRoster(("Mia Keller,mia@example.com,carla@example.com,true", "Mia Keller,mia@example.com,carla@example.com,false"));
        await story.At(story.Workspace.Clock.GetUtcNow());
        Assert.Equal("Carla Mendes", (await story.Only()).OwnerName);

        await story.Company.NewRoster(("Mia Keller,mia@example.com,carla@example.com,true", "Mia Keller,mia@example.com,carla@example.com,false"), ("Carla Mendes,carla@example.com,,true", "Carla Mendes,carla@example.com,,false"));
        await story.At(story.Workspace.Clock.GetUtcNow());
        Assert.Equal("Grace Okafor", (await story.Only()).OwnerName);
        using var grace = await story.Company.As(SmallCompany.Grace);
        await grace.Sees("AT-1: acme/web was deployed to production");
        await story.Holds();
    }

    [Fact]
    public async Task It_is_handed_over_in_chat()
    {
        await using var story = await Actions.Start();
        await story.Open();
        using var mia = await story.Company.As(SmallCompany.Mia);
        await mia.Click("Hand over…");
        mia.Write("E-mail of who takes it", Actions.Omar);
        mia.Write("Why? (optional)", "He owns the gate.");
        Assert.Equal("Omar Haddad has AT-1 now, and was told.", (await mia.Submit("Hand it over")).Status);

        using var omar = await story.Company.As(SmallCompany.Omar);
        await omar.Click("It is done…");
        Assert.Equal("AT-1: what was done?", omar.Form!.Title);
    }

    [Fact]
    public async Task Of_several_at_once_each_has_a_number_of_its_own()
    {
        await using var story = await Actions.Start();

        await Task.WhenAll(Enumerable.Range(0, 12).Select(n => story.Open(subject: $"deployment/{n}")));

        Assert.Equal(Enumerable.Range(1, 12), (await story.Workspace.Read(ActionStore.All)).Select(a => a.Number));
    }

    [Fact]
    public async Task A_row_altered_in_the_table_is_found()
    {
        await using var story = await Actions.Start();
        await story.Open();

        story.Workspace.Tamper("update action_task set status = 'Confirmed', settled_at = opened_at");

        Assert.Contains("the table says Confirmed", (await story.Workspace.Verify()).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_person_wrote_of_it_is_erased_with_everything_else_of_theirs()
    {
        await using var story = await Actions.Start();
        await story.Open(about: Actions.Ada);
        await story.Press(Actions.Ada, ActionVerbs.Explain, ActionVerbs.Justify, (ActionVerbs.Why, "My mother called."));
        var ada = await story.Workspace.Person(Actions.Ada);

        await story.Workspace.Database.InTransaction<int>(Actor.Service, tx => EraseWords.Of(tx, ada.Id), ct: TestContext.Current.CancellationToken);

        Assert.Null((await story.Only()).Justification);
        await story.Holds();
    }
}
