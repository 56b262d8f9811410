using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Remediation;
using FsCheck.Xunit;
using Xunit;
using static ChatOpsCompliance.Tests.Some;

namespace ChatOpsCompliance.Tests.Remediation;

/// <summary>Kim asks to leave Ben's access, which Mia reviewed; Tom is in compliance.</summary>
public sealed class AcceptingARisk
{
    private static readonly Id<RiskRequest> Id = new(new Guid(1, 2, 3, new byte[8]));

    private static readonly RiskRequest Asked = new()
    {
        Id = Id,
        Tasks = [Some.Task()],
        AskedBy = Kim.Id,
        AskedByName = "Kim",
        AskedAt = Now,
        Days = 30,
        Why = "payroll",
        Control = "logged",
        State = RiskState.Asked,
    };

    [Fact]
    public void The_owner_asks_with_reason_control_and_days()
    {
        Assert.Equal(new RiskAsked(Some.Task().Id, TheCampaign, 12, Id, Kim.Id, 90, new("why"), new("control")), Ask(Kim, 90).Value);
        Assert.IsType<NotTheSystemOwner>(Ask(Mia, 30).No);
        Assert.IsType<RiskReasonNeeded>(RiskRequest.Ask(Some.Task(), Id, Kim, 30, null, new("control")).No);
        Assert.IsType<ControlNeeded>(RiskRequest.Ask(Some.Task(), Id, Kim, 30, new("why"), null).No);
        Assert.IsType<RemovalSettled>(RiskRequest.Ask(Some.Task(Removal.Verified, Now, Now), Id, Kim, 30, new("why"), new("control")).No);
        Assert.True(RiskRequest.Ask(Some.Task(Removal.RiskAccepted), Id, Kim, 30, new("why"), new("control")).Done); // more time is asked for anew
    }

    [Property]
    public void Never_for_more_than_ninety_days(int days) => Assert.Equal(days is >= 1 and <= 90, Ask(Kim, days).Done);

    [Fact]
    public void Ninety_is_the_last_day() => Assert.Equal((true, false), (Ask(Kim, 90).Done, Ask(Kim, 91).Done));

    [Fact]
    public void It_counts_from_the_approval()
    {
        var accepted = Assert.Single(Asked.Accept(Tom, mayApprove: true, null, Now.AddDays(20)).Value);

        Assert.Equal(Now.AddDays(50), accepted.Until);
    }

    [Fact]
    public void Neither_owner_holder_nor_reviewer_accepts_whatever_their_role()
    {
        Assert.IsType<OwnRequest>(Asked.MayDecide(Kim, mayApprove: true));
        Assert.IsType<NotIndependent>((Asked with { AskedBy = Ada.Id }).MayDecide(Kim, mayApprove: true));
        Assert.IsType<NotIndependent>(Asked.MayDecide(Ben, mayApprove: true));
        Assert.IsType<NotIndependent>(Asked.MayDecide(Mia, mayApprove: true));
        Assert.IsType<NotIndependent>((Asked with { Tasks = [Some.Task() with { Reviewer = Ada.Id }] }).MayDecide(Mia, mayApprove: true)); // she decided it before it was given away
        Assert.IsType<NotIndependent>((Asked with { Tasks = [Some.Task() with { Reviewer = Ada.Id }] }).MayDecide(Ada, mayApprove: true)); // it was given to her since
        Assert.IsType<NotARiskApprover>(Asked.MayDecide(Tom, mayApprove: false));
        Assert.IsType<NoLongerActive>(Asked.MayDecide(Tom with { Active = false }, mayApprove: true));
        Assert.Null(Asked.MayDecide(Tom, mayApprove: true));
    }

    [Fact]
    public void One_task_of_many_is_enough_to_be_partial() =>
        Assert.IsType<NotIndependent>((Asked with { Tasks = [Some.Task(), Some.Task() with { Holder = Tom.Id }] }).MayDecide(Tom, mayApprove: true));

    [Fact]
    public void Once_and_only_while_something_is_to_go()
    {
        Assert.IsType<RiskDecided>((Asked with { State = RiskState.Rejected, DecidedByName = "Ada" }).MayDecide(Tom, mayApprove: true));
        Assert.IsType<RemovalSettled>((Asked with { Tasks = [Some.Task(Removal.Verified, Now, Now)] }).Accept(Tom, mayApprove: true, null, Now).No);
        Assert.IsType<RejectionReasonNeeded>(Asked.Reject(Tom, mayApprove: true, null).No);
    }

    private static Result<RiskAsked> Ask(Person by, int days) => RiskRequest.Ask(Some.Task(), Id, by, days, new("why"), new("control"));
}
