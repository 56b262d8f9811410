using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Reminders;

namespace ChatOpsCompliance.Server;

/// <summary>The part of <see cref="Composition"/> that is actions: what must be done about unauthorised changes, gates that drifted, and reviews of emergency changes.</summary>
internal static class ActionWiring
{
    public static ChatRoutes RouteActions(this ChatRoutes routes, IServiceProvider services) => routes
        .Show(ActionVerbs.Open, DoAction.Open)
        .On(ActionVerbs.Do, services.GetRequiredService<DoAction>().Run)
        .Show(ActionVerbs.Look, ConfirmAction.Look)
        .On(ActionVerbs.Confirm, ConfirmAction.Confirm)
        .On(ActionVerbs.Doubt, ConfirmAction.Doubt)
        .Show(ActionVerbs.Hand, HandOverAction.Open)
        .On(ActionVerbs.HandOver, HandOverAction.Run)
        .Show(ActionVerbs.Explain, JustifyAction.Open)
        .On(ActionVerbs.Justify, JustifyAction.Run)
        .Card(ActionCard.Kind, ActionCard.Draw)
        .Task(services.GetRequiredService<ActionTasks>().Of)
        .Command("actions", "what is to be done about changes that nobody approved, gates and reviews of emergency changes", ActionTasks.Answer);

    public static Reactions ReactToActions(this Reactions reactions, IServiceProvider services)
    {
        var card = services.GetRequiredService<ActionCard>();
        var (deployments, readings) = (services.GetRequiredService<FollowDeployments>(), services.GetRequiredService<FollowReadings>());
        return reactions
            .When<DeploymentUnauthorised>(deployments.From)
            .When<ChangeFollowUp>(deployments.From)
            .When<DeploymentsReconciled>(readings.From)
            .When<ProtectionRead>(readings.From)
            .When<ReadingFailed>(readings.From)
            .When<ReadingAnswered>(readings.From)
            .When<ActionOpened>(card.When)
            .When<ActionHandedOver>(card.When)
            .When<ActionDone>(card.When)
            .When<ActionConfirmed>(card.Redraw)
            .When<ActionVerified>(card.Redraw)
            .When<ActionJustified>(card.Redraw)
            .When<ActionDoubted>(card.Tell)
            .When<ActionReopened>(card.Tell);
    }

    public static NudgeSources NudgeOfActions(this NudgeSources sources, IServiceProvider services) => sources.From(new ActionNudges(services.GetRequiredService<ActionConfirmers>()).Of);

    public static IServiceCollection AddActions(this IServiceCollection services, ActionDays days) => services
        .AddSingleton(days)
        .AddSingleton<OpenAction>().AddSingleton<FollowDeployments>().AddSingleton<FollowReadings>().AddSingleton<ActionConfirmers>().AddSingleton<ActionCard>().AddSingleton<DoAction>().AddSingleton<ActionTasks>().AddSingleton<TendActions>();
}
