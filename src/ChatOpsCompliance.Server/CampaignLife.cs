using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Reminders;

namespace ChatOpsCompliance.Server;

/// <summary>The part of <see cref="Composition"/> that is a campaign's life between its launch and its end.</summary>
internal static class CampaignLife
{
    public static ChatRoutes RouteCampaignLife(this ChatRoutes routes, IServiceProvider services)
    {
        var (more, standIn) = (services.GetRequiredService<AskForMore>(), services.GetRequiredService<StandIn>());
        return routes
            .On(ReviewVerbs.Close, services.GetRequiredService<CloseCampaign>().Run)
            .Show(LifeVerbs.Reassign, ReassignItems.Ask)
            .Show(LifeVerbs.ReassignThese, ReassignItems.Look)
            .On(LifeVerbs.Give, ReassignItems.Run)
            .Show(LifeVerbs.Extend, more.Time)
            .On(LifeVerbs.AskExtension, more.AskTime)
            .Show(LifeVerbs.Exclude, AskForMore.Out)
            .Show(LifeVerbs.ExcludeThese, more.LookOut)
            .On(LifeVerbs.AskExclusion, more.AskOut)
            .On(LifeVerbs.ApproveRequest, AnswerRequest.Approve)
            .Show(LifeVerbs.RefuseRequest, AnswerRequest.AskWhyNot)
            .On(LifeVerbs.RefuseRequestBecause, AnswerRequest.Refuse)
            .Show(LifeVerbs.Cancel, EndCampaign.AskCancel)
            .On(LifeVerbs.CancelBecause, EndCampaign.Cancel)
            .Show(LifeVerbs.CloseForm, EndCampaign.AskClose)
            .Show(LifeVerbs.ApproveForm, EndCampaign.AskApprove)
            .On(LifeVerbs.Approve, EndCampaign.Approve)
            .Show(LifeVerbs.Correct, CorrectDecisions.Ask)
            .On(LifeVerbs.Reopen, CorrectDecisions.Run)
            .Show(LifeVerbs.Away, StandIn.Ask)
            .On(LifeVerbs.Delegate, standIn.Run)
            .On(LifeVerbs.Back, StandIn.Back)
            .Card(RequestCard.Kind, RequestCard.Draw);
    }

    public static Reactions ReactToCampaignLife(this Reactions reactions, IServiceProvider services)
    {
        var (reviews, campaign, request, outbox) = (services.GetRequiredService<ReviewDigest>(), services.GetRequiredService<CampaignCard>(), services.GetRequiredService<RequestCard>(), services.GetRequiredService<Outbox>());
        var (open, history) = (services.GetRequiredService<OpenRemoval>(), services.GetRequiredService<CampaignHistory>());
        return reactions
            .When<ItemReassigned>((tx, f) => GiveItem.Tell(tx, f, outbox))
            .When<ItemSettled>(open.From)
            .When<ItemSettled>((tx, f) => CompleteReview.WhenAllDecided(tx, f.Campaign))
            .When<ItemSettled>(reviews.Redraw)
            .When<ItemSettled>((tx, f) => campaign.Redraw(tx, f.Campaign))
            .When<ItemReopened>((tx, f) => OpenRemoval.Withdraw(tx, f.Campaign, f.Ordinal))
            .When<ItemReopened>((tx, f) => reviews.Redraw(tx, f.Campaign, f.By))
            .When<ItemReopened>((tx, f) => campaign.Redraw(tx, f.Campaign))
            .When<RequestAsked>(request.Send)
            .When<RequestAnswered>(request.Tell)
            .When<RequestAnswered>(history.Note)
            .When<ReviewSigned>(history.Note)
            .When<ReviewCompleted>(history.Note)
            .When<CampaignClosed>(history.Note)
            .When<CampaignApproved>(history.Note)
            .When<CampaignCancelled>(history.Note)
            .When<CampaignExtended>((tx, f) => reviews.RedrawAll(tx, f.Campaign))
            .When<CampaignExtended>((tx, f) => campaign.Redraw(tx, f.Campaign))
            .When<CampaignCancelled>((tx, f) => reviews.RedrawAll(tx, f.Campaign))
            .When<CampaignCancelled>((tx, f) => campaign.Redraw(tx, f.Campaign))
            .When<CampaignApproved>((tx, f) => campaign.Redraw(tx, f.Campaign))
            .When<CampaignApproved>((tx, _) => outbox.Checkpoint(tx))
            .When<DelegationMade>((tx, f) => StandIn.Tell(tx, f, outbox))
            .When<DelegationMade>((tx, f) => MoveItems.Now(tx, f.From))
            .When<DelegationEnded>((tx, f) => MoveItems.Now(tx, f.From));
    }

    public static NudgeSources NudgeOfCampaigns(this NudgeSources sources, IServiceProvider services)
    {
        var reviews = services.GetRequiredService<ReviewBook>();
        return sources.From(new ReviewNudges(reviews).Of).From(new LeadNudges(reviews, services.GetRequiredService<People.RoleBook>()).Of);
    }

    public static IServiceCollection AddCampaignLife(this IServiceCollection services) => services
        .AddSingleton<CloseCampaign>().AddSingleton<AskForMore>().AddSingleton<StandIn>().AddSingleton<RequestCard>().AddSingleton<CampaignHistory>().AddSingleton<FollowPeople>().AddSingleton<ApplyNoResponse>();
}
