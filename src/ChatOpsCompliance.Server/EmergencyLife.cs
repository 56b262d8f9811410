using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Configuration;
using ChatOpsCompliance.Server.Deployments;
using ChatOpsCompliance.Server.EmergencyChanges;
using ChatOpsCompliance.Server.Reminders;
using ChatOpsCompliance.Server.Sources;

namespace ChatOpsCompliance.Server;

/// <summary>The part of <see cref="Composition"/> that is emergency changes, the gate and deployments.</summary>
internal static class EmergencyLife
{
    public static ChatRoutes RouteEmergencies(this ChatRoutes routes, IServiceProvider services)
    {
        var (request, approve, answer, finish) = (services.GetRequiredService<RequestChange>(), services.GetRequiredService<ApproveChange>(), services.GetRequiredService<AnswerChange>(), services.GetRequiredService<FinishChange>());
        var mine = services.GetRequiredService<MyChanges>();
        return routes
            .Show(ChangeVerbs.Open, request.Open)
            .On(ChangeVerbs.Draft, request.SaveDraft)
            .On(ChangeVerbs.Request, request.Run)
            .On(ChangeVerbs.Approve, approve.Approve)
            .Show(ChangeVerbs.ApproveSignedIn, approve.Confirm)
            .Show(ChangeVerbs.Second, approve.LookSecond)
            .On(ChangeVerbs.SecondGive, approve.GiveSecond)
            .On(ChangeVerbs.SecondObject, approve.Object)
            .Show(ChangeVerbs.Reject, answer.AskWhy)
            .On(ChangeVerbs.RejectBecause, answer.Reject)
            .Show(ChangeVerbs.Withdraw, answer.AskWithdraw)
            .On(ChangeVerbs.WithdrawIt, answer.Withdraw)
            .Show(ChangeVerbs.Commit, answer.AskCommit)
            .On(ChangeVerbs.Name, answer.Name)
            .Show(ChangeVerbs.Say, answer.AskWords)
            .On(ChangeVerbs.SayIt, answer.Say)
            .Show(ChangeVerbs.Glass, answer.AskGlass)
            .On(ChangeVerbs.BreakGlass, answer.BreakGlass)
            .Show(ChangeVerbs.Look, answer.Look)
            .Show(ChangeVerbs.Detail, finish.AskDetails)
            .On(ChangeVerbs.DetailIt, finish.Detail)
            .Show(ChangeVerbs.Review, finish.AskReview)
            .On(ChangeVerbs.ReviewIt, finish.Review)
            .Card(ChangeCard.Kind, services.GetRequiredService<ChangeCard>().Draw)
            .Card(WaitingCard.Kind, WaitingCard.Draw)
            .Task(mine.Tasks)
            .AtHome("Emergency changes", mine.AtHome)
            .Command("emergency", "ask for an emergency change", request.Open);
    }

    public static Reactions ReactToEmergencies(this Reactions reactions, IServiceProvider services)
    {
        var (tell, gate, finish) = (services.GetRequiredService<TellChange>(), services.GetRequiredService<DecideGate>(), services.GetRequiredService<FinishChange>());
        return reactions
            .When<ChangeRequested>(tell.Send)
            .When<ChangeRequested>((tx, f) => gate.Again(tx, f.Change))
            .When<ChangeCommitNamed>(tell.Named)
            .When<ChangeCommitNamed>((tx, f) => gate.Again(tx, f.Change))
            .When<ChangeAuthorsRead>(tell.Redraw)
            .When<ChangeApproved>(tell.Turned)
            .When<ChangeApproved>((tx, f) => gate.Again(tx, f.Change))
            .When<ChangeGlassBroken>(tell.Glass)
            .When<ChangeGlassBroken>((tx, f) => gate.Again(tx, f.Change))
            .When<ChangeRejected>(tell.Turned)
            .When<ChangeRejected>((tx, f) => gate.Again(tx, f.Change))
            .When<ChangeWithdrawn>(tell.Redraw)
            .When<ChangeWithdrawn>((tx, f) => gate.Again(tx, f.Change))
            .When<ChangeExpired>(tell.Turned)
            .When<ChangeExpired>((tx, f) => gate.Again(tx, f.Change))
            .When<ChangeUnused>(tell.Turned)
            .When<ChangeUnused>(tell.Deviation)
            .When<ChangeUnused>((tx, f) => gate.Again(tx, f.Change))
            .When<ChangeSecondGiven>(tell.Turned)
            .When<ChangeSecondGiven>(tell.Deviation)
            .When<ChangeSecondGiven>((tx, f) => gate.Again(tx, f.Change))
            .When<ChangeSecondGiven>((tx, f) => finish.CloseIfDone(tx, f.Change))
            .When<ChangeClaimed>(tell.Redraw)
            .When<ChangeRunFailed>(tell.Turned)
            .When<ChangeRunFailed>((tx, f) => gate.Again(tx, f.Change))
            .When<ChangeUsed>(tell.Turned)
            .When<ChangeUsed>((tx, f) => gate.Again(tx, f.Change))
            .When<ChangeDetailed>(tell.Redraw)
            .When<ChangeDetailed>((tx, f) => finish.CloseIfDone(tx, f.Change))
            .When<ChangeReviewed>(tell.Redraw)
            .When<ChangeReviewed>((tx, f) => finish.CloseIfDone(tx, f.Change))
            .When<ChangeClosed>(tell.Redraw)
            .When<ChangeThreadKept>(tell.Redraw)
            .When<ChangeLate>(tell.Deviation)
            .When<GateAnswered>(tell.Answered)
            .When<DeploymentRecorded>(services.GetRequiredService<NoteAnomalies>().From)
            .When<DeploymentRecorded>((tx, f) => tell.DeployedThere(tx, f.Repository, f.Environment, f.Outcome))
            .When<DeploymentEnded>((tx, f) => tell.DeployedThere(tx, f.Repository, f.Environment, f.Outcome));
    }

    public static NudgeSources NudgeOfEmergencies(this NudgeSources sources, IServiceProvider services) => sources.From(services.GetRequiredService<ChangeNudges>().Of);

    public static IServiceCollection AddEmergencies(this IServiceCollection services, Settings settings) => services
        .AddSingleton(new PolicyBook(settings.Emergencies.Policies))
        .AddSingleton(new ApprovalLinks(settings.PublicBaseUrl))
        .AddSingleton<ChangeSources>()
        .AddSingleton<RequestChange>().AddSingleton<ReadAuthors>().AddSingleton<ApproveChange>().AddSingleton<AnswerChange>().AddSingleton<FinishChange>().AddSingleton<MyChanges>()
        .AddSingleton<ChangeCard>().AddSingleton<TellChange>().AddSingleton<ChangeNudges>().AddSingleton<TendChanges>().AddSingleton<KeepThread>()
        .AddSingleton<DecideGate>().AddSingleton<AnswerGate>().AddSingleton<RecordDeployment>().AddSingleton<ReadForGate>().AddSingleton<NoteAnomalies>().AddSingleton<DailyPlaces>().AddSingleton<ReconcileDeployments>().AddSingleton<ReadProtection>().AddSingleton<TendGate>()
        .AddSingleton(s => new Errands()
            .On(RequestChange.AuthorsErrand, (subject, ct) => s.GetRequiredService<ReadAuthors>().Run(subject, ct))
            .On(AnswerChange.ThreadErrand, (subject, ct) => s.GetRequiredService<KeepThread>().Run(subject, ct))
            .On(DecideGate.ReadErrand, (subject, ct) => s.GetRequiredService<ReadForGate>().Read(subject, ct))
            .On(DecideGate.TellErrand, (subject, ct) => s.GetRequiredService<ReadForGate>().Tell(subject, ct)));
}
