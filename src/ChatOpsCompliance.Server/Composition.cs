using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Api;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Chat.Slack;
using ChatOpsCompliance.Server.Chat.Teams;
using ChatOpsCompliance.Server.Configuration;
using ChatOpsCompliance.Server.Demo;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Reminders;
using ChatOpsCompliance.Server.Sources.AzureDevOps;
using ChatOpsCompliance.Server.Sources.GitHub;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server;

/// <summary>Who is made of what: everything a verb or the service needs, and the two tables by which features meet chat and each other.</summary>
public static class Composition
{
    /// <summary>Everything the bot can do.</summary>
    public static ChatRoutes Routes(PassOn passOn, WhyMe whyMe, AcceptRisk risk, ReviewStatus status)
    {
        var (fill, decide) = (new FillReview(passOn), new DecideItem(passOn));
        var routes = new ChatRoutes()
            .Show(EndSessions.Open, EndSessions.Ask)
            .On(EndSessions.End, EndSessions.Run)
            .Show(ReviewVerbs.Open, FillReview.Open)
            .On(ReviewVerbs.Draft, fill.SaveDraft)
            .On(ReviewVerbs.Page, fill.TurnPage)
            .On(ReviewVerbs.Sign, new SignReview(passOn).Run)
            .On(ReviewVerbs.RevokeAll, RevokeEverything.Run)
            .Show(ReviewVerbs.WhyMe, whyMe.Answer)
            .Show(ReviewVerbs.Ask, DecideItem.Ask)
            .On(ReviewVerbs.Decide, decide.ByButton)
            .Show(ReviewVerbs.Question, AnswerItem.Ask)
            .On(ReviewVerbs.Answer, new AnswerItem(passOn).Run)
            .Show(RemovalVerbs.Open, ClaimRemoval.Open)
            .On(RemovalVerbs.Claim, ClaimRemoval.Run)
            .On(RemovalVerbs.Ticket, ClaimRemoval.Ticket)
            .Show(RemovalVerbs.Second, ConfirmRemoval.Open)
            .On(RemovalVerbs.Confirm, ConfirmRemoval.Confirm)
            .On(RemovalVerbs.Doubt, ConfirmRemoval.Doubt)
            .Show(RemovalVerbs.Inspection, InspectRemoval.Open)
            .On(RemovalVerbs.Inspect, InspectRemoval.Run)
            .Show(RemovalVerbs.Hand, HandOverRemoval.Open)
            .On(RemovalVerbs.HandOver, HandOverRemoval.Run)
            .Show(RemovalVerbs.Risk, AcceptRisk.Ask)
            .On(RemovalVerbs.RiskAsk, risk.Request)
            .Show(RemovalVerbs.RiskLook, AcceptRisk.Look)
            .On(RemovalVerbs.RiskAccept, risk.Accept)
            .On(RemovalVerbs.RiskReject, risk.Reject)
            .Card(ReviewDigest.Kind, ReviewDigest.Draw)
            .Card(CampaignCard.Kind, CampaignCard.Draw)
            .Card(RemovalDigest.Kind, RemovalDigest.Draw)
            .Card(RiskCard.Kind, RiskCard.Draw)
            .Command("my reviews", "what waits for your decision", MyReviews.Answer)
            .AtHome("Your reviews", MyReviews.Waiting)
            .AtHome("Your requests", RequestCard.Of)
            .Task(RemovalDigest.TasksOf)
            .Task(ConfirmRemoval.TasksOf)
            .Command("confirm removals", "see with your own eyes that removed access is gone", ConfirmRemoval.Open)
            .Command("status", "how the open reviews stand", status.Answer);
        return routes
            .AtHome("Your tasks", (read, visit) => routes.WaitingFor(read, visit.By))
            .AtHome("How the reviews stand", status.ForWhoSeesAll)
            .Command("my tasks", "what else waits for you: access to remove and the like", routes.MyTasks);
    }

    /// <summary>What those can do besides who answer for a system.</summary>
    public static ChatRoutes RoutesOfSystems(ChatRoutes routes, ClaimLeaver leavers, MatchAccounts accounts, HandInExtract extracts, ConfirmExtract second, NeededExtracts needed) => routes
        .Show(LeaverVerbs.Open, leavers.Open)
        .On(LeaverVerbs.Claim, leavers.Run)
        .Task(leavers.TasksOf)
        .Show(AccountVerbs.Open, accounts.Open)
        .On(AccountVerbs.Match, accounts.Run)
        .On(AccountVerbs.Disown, MatchAccounts.Disown)
        .Task(accounts.TasksOf)
        .Show(ExtractVerbs.Open, extracts.Open)
        .On(ExtractVerbs.HandIn, extracts.Run)
        .Show(ExtractVerbs.Look, second.Look)
        .On(ExtractVerbs.Confirm, second.Confirm)
        .On(ExtractVerbs.Decline, second.Decline)
        .Task(needed.TasksOf)
        .Task(second.TasksOf);

    /// <summary>What else happens when something happens, in the same transaction.</summary>
    public static Reactions Reactions(OpenRemoval open, AskSecondLook second, NoteMove moves, VerifyRemovals verify, ReviewDigest reviews, RemovalDigest removals, CampaignCard campaign, Outbox outbox) => new Reactions()
        .When<CampaignLaunched>(reviews.Send)
        .When<CampaignLaunched>(campaign.Send)
        .When<ItemDecided>(open.From)
        .When<ItemDecided>(second.From) // before it is asked whether everything is decided
        .When<ItemDecided>((tx, f) => CompleteReview.WhenAllDecided(tx, f.Campaign))
        .When<ItemDecided>(reviews.Redraw)
        .When<ItemDecided>((tx, f) => campaign.Redraw(tx, f.Campaign))
        .When<ReviewCompleted>((tx, f) => campaign.Redraw(tx, f.Campaign))
        .When<PersonMoved>(moves.From)
        .When<CampaignClosed>((tx, f) => reviews.RedrawAll(tx, f.Campaign))
        .When<CampaignClosed>((tx, f) => campaign.Redraw(tx, f.Campaign))
        .When<CampaignClosed>((tx, _) => outbox.Checkpoint(tx))
        .When<ChatOpsCompliance.Access.SnapshotTaken>(verify.From)
        .When<TaskOpened>(removals.When)
        .When<RemovalClaimed>(removals.When)
        .When<RemovalHandedOver>(removals.When)
        .When<RemovalUnconfirmed>(removals.WhenChanged)
        .When<RemovalVerified>(removals.WhenChanged)
        .When<RemovalConfirmed>(removals.WhenChanged)
        .When<RemovalInspected>(removals.WhenChanged)
        .When<RemovalReopened>(removals.WhenChanged)
        .When<RemovalReopened>((tx, f) => f.Reason == ReopenReason.SeenBySecondPerson ? removals.Tell(tx, f) : Task.CompletedTask)
        .When<RemovalWithdrawn>(removals.WhenChanged)
        .When<RiskAccepted>(removals.WhenChanged)
        .When<RiskExpired>(removals.WhenChanged)
        .When<RiskExpired>(removals.Tell)
        .When<RemovalVerified>((tx, f) => campaign.Redraw(tx, f.Campaign))
        .When<RemovalConfirmed>((tx, f) => campaign.Redraw(tx, f.Campaign))
        .When<RemovalInspected>((tx, f) => campaign.Redraw(tx, f.Campaign))
        .When<RemovalReopened>((tx, f) => campaign.Redraw(tx, f.Campaign))
        .When<RemovalWithdrawn>((tx, f) => campaign.Redraw(tx, f.Campaign))
        .When<RiskAccepted>((tx, f) => campaign.Redraw(tx, f.Campaign))
        .When<RiskExpired>((tx, f) => campaign.Redraw(tx, f.Campaign));

    /// <summary>Who knows what people should be reminded of.</summary>
    public static NudgeSources Nudges(ReviewBook reviews, SystemBook systems, RoleBook roles, NeededExtracts needed) => new NudgeSources()
        .From(new LeaverNudges(systems, roles).Of)
        .From(needed.Nudges)
        .From(new RemovalNudges(reviews).Of);

    public static IServiceCollection AddCompliance(this IServiceCollection services, Settings settings)
    {
        TypeHandlers.Register();
        services.AddSingleton(settings);
        services.AddSingleton(settings.Home);
        if (settings.Slack is { } slack) services.AddSlackDoctor(slack);
        if (settings.Teams is { } teams) services.AddTeamsDoctor(teams);
        if (settings.GitHub is { } github) services.AddGitHub(github);
        if (settings.AzureDevOps is { } azure) services.AddAzureDevOps(azure);
        if (settings.OpenId is { Count: > 0 } issuers) services.AddActionsTokens(issuers);
        services.AddSingleton(new SystemBook(settings.Systems, settings.Conflicts));
        services.AddSingleton(new ReviewBook(settings.Reviews));
        services.AddSingleton(new RoleBook(settings.Roles));
        services.AddSingleton(new CheckpointFile(settings.CheckpointFile));
        services.AddSingleton<TimeProvider>(settings.DemoFolder is { } folder ? new DemoClock(folder) : TimeProvider.System);
        services.AddSingleton<IStorageEngine>(settings.Engine == Engine.Sqlite ? new SqliteEngine(settings.ConnectionString) : new SqlServerEngine(settings.ConnectionString));
        services.AddSingleton(s => new Migrator(settings.Engine, settings.ConnectionString, s.GetRequiredService<ILogger<Migrator>>()));
        if (settings.SigningKey is { } pem) services.AddSingleton(SigningKey.FromPem(pem)).AddSingleton<SignCheckpoint>();
        services.AddSingleton<Bundles.MakeBundle>();
        services.AddSingleton(s => new Bundles.BundleDesk(s.GetRequiredService<Bundles.MakeBundle>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<Bundles.BundleDesk>>(), settings.BundleFolder));
        if (settings.TimestampAuthority is { } stamps)
        {
            services.AddHttpClient(nameof(Bundles.TimestampAuthority), c => (c.Timeout, c.MaxResponseContentBufferSize) = (TimeSpan.FromSeconds(20), 1 << 20));
            services.AddSingleton(s => new Bundles.TimestampAuthority(stamps, s.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(Bundles.TimestampAuthority))));
        }

        services.AddSingleton(s => new VerifyLedger(s.GetRequiredService<Database>(), s.GetService<SigningKey>()));
        services.AddSingleton<PassOn>().AddSingleton<WhyMe>().AddSingleton<AcceptRisk>().AddSingleton<TendRemovals>();
        services.AddSingleton(s => RoutesOfSystems(Routes(s.GetRequiredService<PassOn>(), s.GetRequiredService<WhyMe>(), s.GetRequiredService<AcceptRisk>(), new ReviewStatus(settings.PublicBaseUrl)), s.GetRequiredService<ClaimLeaver>(), s.GetRequiredService<MatchAccounts>(), s.GetRequiredService<HandInExtract>(), s.GetRequiredService<ConfirmExtract>(), s.GetRequiredService<NeededExtracts>()).RouteCampaignLife(s).RouteActions(s).RouteEmergencies(s).RouteControls().RoutePeople(s).RouteRetention());
        services.AddSingleton<Database>().AddSingleton<Outbox>().AddSingleton<ChatRouter>().AddSingleton<TakeUpload>().AddSingleton<ChatPlaces>().AddSingleton<CarryOutEffect>().AddSingleton(s => s.GetServices<IChatPlatform>().ToList() as IReadOnlyList<IChatPlatform>);
        services.AddSingleton<OpenRemoval>().AddSingleton<AskSecondLook>().AddSingleton<NoteMove>().AddSingleton<VerifyRemovals>().AddSingleton<ReviewDigest>().AddSingleton<RemovalDigest>().AddSingleton<CampaignCard>();
        services.AddSingleton(s => Reactions(
            s.GetRequiredService<OpenRemoval>(),
            s.GetRequiredService<AskSecondLook>(),
            s.GetRequiredService<NoteMove>(),
            s.GetRequiredService<VerifyRemovals>(),
            s.GetRequiredService<ReviewDigest>(),
            s.GetRequiredService<RemovalDigest>(),
            s.GetRequiredService<CampaignCard>(),
            s.GetRequiredService<Outbox>()).ReactToCampaignLife(s).ReactToActions(s).ReactToEmergencies(s));
        services.AddCampaignLife().AddActions(settings.Emergencies.Days).AddEmergencies(settings).AddRetention(settings);
        services.AddPeople().AddSingleton<NoticeDepartures>().AddSingleton<LeaverWatch>().AddSingleton<ClaimLeaver>().AddSingleton<FindUnmatched>().AddSingleton<MatchAccounts>().AddSingleton<MakeKeys>().AddSingleton<ApiReads>().AddSingleton(s => new Backup(s.GetRequiredService<Database>(), settings.ConnectionString));
        services.AddSingleton<NeededExtracts>().AddSingleton<AskExtracts>().AddSingleton<HandInExtract>().AddSingleton<ConfirmExtract>().AddSingleton<ReadUploads>();
        services.AddSingleton<ImportPeople>().AddSingleton<ImportAccess>().AddSingleton<ImportCatalogue>().AddSingleton<LaunchCampaign>().AddSingleton<LaunchDue>();
        services.AddSingleton(s => Nudges(s.GetRequiredService<ReviewBook>(), s.GetRequiredService<SystemBook>(), s.GetRequiredService<RoleBook>(), s.GetRequiredService<NeededExtracts>()).NudgeOfCampaigns(s).NudgeOfActions(s).NudgeOfEmergencies(s)).AddSingleton(settings.WorkingHours).AddSingleton<SendNudges>();
        return services;
    }
}
