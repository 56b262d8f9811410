using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Remediation;
using FsCheck.Xunit;
using Xunit;
using static ChatOpsCompliance.Tests.Some;

namespace ChatOpsCompliance.Tests.Remediation;

/// <summary>Kim has something to do about what Ben did; Tom is in compliance, Mia is Ben's manager, Ada heads the company.</summary>
public sealed class DoingAnAction
{
    private static readonly Words Said = new("The branch is protected again.");

    private static readonly ActionTask Open = Some.Action(), Done = Some.Action(status: ActionStatus.Done), Drift = Some.Action(ActionKind.Drift);

    [Fact]
    public void Its_owner_says_what_was_done()
    {
        Assert.Equal(new ActionDone(Open.Id, Kim.Id, Now, Said), Open.Do(Kim, false, Said, null, Now).Value);
        Assert.IsType<SayWhatWasDone>(Open.Do(Kim, false, null, null, Now).No);
        Assert.IsType<NotTheActionsOwner>(Open.Do(Tom, isCompliance: true, Said, null, Now).No);
        Assert.IsType<NoLongerActive>((Open with { Owner = Uma.Id }).Do(Uma, false, Said, null, Now).No);
        Assert.IsType<ActionOver>(Done.Do(Kim, false, Said, null, Now).No);
    }

    [Fact]
    public void What_is_nobodys_is_the_compliance_teams()
    {
        var nobodys = Open with { Owner = null, OwnerName = null };

        Assert.True(nobodys.Do(Tom, isCompliance: true, Said, null, Now).Done);
        Assert.Equal("Only the compliance team can say that this is done; whoever has it can hand it over.", nobodys.Do(Mia, false, Said, null, Now).No!.Sentence);
    }

    [Fact]
    public void Neither_its_owner_nor_who_did_it_nor_whom_it_is_about_confirms_it_whatever_their_role()
    {
        Assert.IsType<OwnActionIsNotEnough>(Done.MayConfirm(Kim, mayConfirm: true));
        Assert.IsType<OwnActionIsNotEnough>((Done with { Owner = Tom.Id }).MayConfirm(Kim, mayConfirm: true)); // it was handed over since
        Assert.IsType<OwnActionIsNotEnough>((Done with { Owner = Tom.Id }).MayConfirm(Tom, mayConfirm: true));
        Assert.IsType<AboutThemselves>(Done.MayConfirm(Ben, mayConfirm: true));
        Assert.IsType<NotAConfirmer>(Done.MayConfirm(Mia, mayConfirm: false));
        Assert.IsType<NoLongerActive>(Done.MayConfirm(Uma, mayConfirm: true));
        Assert.Null(Done.MayConfirm(Tom, mayConfirm: true));
    }

    [Fact]
    public void Only_what_was_done_is_confirmed_or_doubted()
    {
        Assert.IsType<NotDoneYet>(Open.Confirm(Tom, true, null, Now).No);
        Assert.Equal(new ActionConfirmed(Done.Id, Tom.Id, Now, null), Done.Confirm(Tom, true, null, Now).Value);
        Assert.IsType<SayWhatIsMissing>(Done.Doubt(Tom, true, null).No);
        Assert.Equal(new ActionDoubted(Done.Id, Tom.Id, Said), Done.Doubt(Tom, true, Said).Value);
        Assert.IsType<ActionOver>(Some.Action(status: ActionStatus.Confirmed).Confirm(Tom, true, null, Now).No);
    }

    [Fact]
    public void No_word_closes_drift_a_newer_read_does()
    {
        var said = Drift with { Status = ActionStatus.Done, DoneBy = Kim.Id, DoneAt = Now.AddHours(2) };

        Assert.IsType<OnlyTheSourceSays>(said.Confirm(Tom, true, Said, Now).No);
        Assert.Null(Drift.SeenAgain(Now, shown: false, Now)); // the read that opened it
        Assert.Null(Drift.SeenAgain(Now.AddHours(-1), shown: false, Now));
        Assert.Equal(new ActionVerified(Drift.Id, Now.AddHours(1)), Drift.SeenAgain(Now.AddHours(1), shown: false, Now));
        Assert.Equal(new ActionVerified(Drift.Id, Now.AddHours(3)), said.SeenAgain(Now.AddHours(3), shown: false, Now));
        Assert.Null(Drift.SeenAgain(Now.AddHours(1), shown: true, Now)); // as it was
    }

    [Fact]
    public void Drift_that_is_still_there_or_comes_back_is_open_again()
    {
        var said = Drift with { Status = ActionStatus.Done, DoneBy = Kim.Id, DoneAt = Now.AddHours(2) };
        var mended = Some.Action(ActionKind.Drift, ActionStatus.Verified);

        Assert.Null(said.SeenAgain(Now.AddHours(1), shown: true, Now.AddDays(9))); // read before it was mended
        Assert.Equal(new ActionReopened(Drift.Id, Now.AddHours(3), ActionReopening.StillThere, Drift.Deadline), said.SeenAgain(Now.AddHours(3), shown: true, Now.AddDays(9)));
        Assert.Null(mended.SeenAgain(mended.SettledAt!.Value, shown: true, Now.AddDays(9)));
        Assert.Equal(new ActionReopened(Drift.Id, Now.AddDays(5), ActionReopening.CameBack, Now.AddDays(9)), mended.SeenAgain(Now.AddDays(5), shown: true, Now.AddDays(9)));
    }

    [Theory]
    [InlineData(ActionKind.Unauthorised)]
    [InlineData(ActionKind.FollowUp)]
    public void The_source_says_nothing_of_what_people_did(ActionKind kind) => Assert.Null(Some.Action(kind).SeenAgain(Now.AddDays(1), shown: false, Now));

    [Fact]
    public void A_justification_comes_from_whom_it_is_about_its_owner_or_compliance_and_settles_nothing()
    {
        foreach (var by in (Person[])[Ben, Kim]) Assert.Equal(new ActionJustified(Open.Id, by.Id, Said), Open.Justify(by, false, Said).Value);
        Assert.True(Done.Justify(Tom, isCompliance: true, Said).Done);
        Assert.IsType<SayWhyThen>(Open.Justify(Ben, false, null).No);
        Assert.IsType<NotYoursToJustify>(Open.Justify(Mia, false, Said).No);
        Assert.IsType<NothingToJustify>(Drift.Justify(Ben, false, Said).No);
        Assert.IsType<ActionOver>(Some.Action(status: ActionStatus.Confirmed).Justify(Ben, false, Said).No);
    }

    [Fact]
    public void It_goes_to_the_first_who_is_there_and_whom_it_is_not_about()
    {
        Assert.Equal(Tom.Id, ActionHandingOver.WhoseIsIt([Uma, Ben, Tom, Ada], Ben.Id));
        Assert.Equal(Ben.Id, ActionHandingOver.WhoseIsIt([null, Ben], Ben.Id)); // better than nobody: their word alone closes nothing
        Assert.Null(ActionHandingOver.WhoseIsIt([Uma, null], null));
        Assert.Equal(Tom.Id, (Open with { Owner = Uma.Id }).OwnerLeft([Ben, Tom]).To);
        Assert.Null((Open with { Owner = Uma.Id }).OwnerLeft([Uma, null]).To);
    }

    [Fact]
    public void Its_owner_their_manager_and_compliance_hand_it_over()
    {
        Assert.Equal((Kim.Id, Tom.Id), (Open.HandOver(Kim, false, false, Tom, null).Value.From!.Value, Open.HandOver(Kim, false, false, Tom, null).Value.To!.Value));
        Assert.True(Open.HandOver(Ada, false, managesOwner: true, Tom, null).Done);
        Assert.True(Open.HandOver(Tom, isCompliance: true, false, Mia, null).Done);
        Assert.IsType<NotYoursToGive>(Open.HandOver(Mia, false, false, Tom, null).No);
        Assert.IsType<NotToWhomItIsAbout>(Open.HandOver(Kim, false, false, Ben, null).No);
        Assert.IsType<HasItAlready>(Open.HandOver(Kim, false, false, Kim, null).No);
        Assert.IsType<NobodyOfThatName>(Open.HandOver(Kim, false, false, Uma, null).No);
        Assert.IsType<ActionOver>(Some.Action(status: ActionStatus.Confirmed).HandOver(Kim, false, false, Tom, null).No);
    }

    [Fact]
    public void Lateness_ends_with_what_was_done_and_drift_with_the_read_that_shows_it()
    {
        Assert.False(Open.LateAt(Open.Deadline));
        Assert.True(Open.LateAt(Open.Deadline.AddMinutes(1)));
        Assert.False(Done.LateAt(Open.Deadline.AddDays(9))); // a second look that takes its time is not the owner's delay
        Assert.True((Drift with { Status = ActionStatus.Done, DoneAt = Now }).LateAt(Drift.Deadline.AddDays(1)));
        Assert.Equal(Now.AddDays(2), Some.Action(ActionKind.Drift, ActionStatus.Verified).Ended);
        Assert.Equal(Now.AddDays(1), Some.Action(status: ActionStatus.Confirmed).Ended);
        Assert.Null(Deviation.Of(Done, Now.AddDays(30)));
        Assert.Equal("AT-7: web was deployed to production without approval", Deviation.Of(Open, Now.AddDays(30))!.What);
    }

    [Theory]
    [InlineData(ActionKind.Unauthorised, "2026-03-05T09:00:00Z")] // three business days after a Monday
    [InlineData(ActionKind.Drift, "2026-03-05T09:00:00Z")]
    [InlineData(ActionKind.Untied, "2026-03-05T09:00:00Z")]
    [InlineData(ActionKind.FollowUp, "2026-03-16T09:00:00Z")]
    public void Each_kind_has_its_time(ActionKind kind, string due) =>
        Assert.Equal(DateTimeOffset.Parse(due, null), ActionDays.Usual.Deadline(kind, Now, BusinessCalendar.WeekendsOnly, TimeZoneInfo.Utc));

    /// <summary>Whoever does, hands over and confirms, in any order: no one person both did or had it and confirmed it.</summary>
    [Property(MaxTest = 500)]
    public void One_person_alone_never_closes_one((int Act, int By, int To)[] acts)
    {
        var people = new[] { Ada, Mia, Ben, Kim, Tom };
        var action = Open;
        var at = Now;
        foreach (var (act, by, to) in acts)
        {
            var (one, other) = (people[Math.Abs(by % 5)], people[Math.Abs(to % 5)]);
            at = at.AddHours(1);
            switch (Math.Abs(act % 4))
            {
                case 0 when action.Do(one, true, Said, null, at).Done: action = action with { Status = ActionStatus.Done, DoneBy = one.Id, DoneAt = at }; break;
                case 1 when action.Doubt(one, true, Said).Done: action = action with { Status = ActionStatus.Open, DoneBy = null, DoneAt = null }; break;
                case 2 when action.HandOver(one, true, true, other, null).Done: action = action with { Owner = other.Id }; break;
                case 3 when action.Confirm(one, true, null, at).Done:
                    Assert.False(one.Id == action.DoneBy || one.Id == action.Owner || one.Id == action.About);
                    return;
            }
        }
    }
}
