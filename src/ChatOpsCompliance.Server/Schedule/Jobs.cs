using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Api;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Deployments;
using ChatOpsCompliance.Server.EmergencyChanges;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Reminders;
using ChatOpsCompliance.Server.Retention;
using ChatOpsCompliance.Server.Sources.Own;
using ChatOpsCompliance.Server.Storage;
using Quartz;

namespace ChatOpsCompliance.Server.Schedule;

/// <summary>Every schedule on one screen. A job is one question to one handler; asking twice changes nothing.</summary>
public static class Jobs
{
    public static void Schedule(IQuartzBuilder quartz, ReviewBook reviews, bool signs)
    {
        quartz.AddJob<LaunchDueJob>(j => j.WithIdentity("launch-due").StoreDurably());
        foreach (var review in reviews.All)
        {
            quartz.AddTrigger(t => t.ForJob("launch-due").WithIdentity($"review-{review.Name}").WithCronSchedule(
                ReviewSchedule.ForQuartz(review),
                c => c.InTimeZone(TimeZoneInfo.FindSystemTimeZoneById(review.TimeZone)).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed)));
        }

        quartz.AddTrigger(t => t.ForJob("launch-due").WithIdentity("review-catch-up").WithCronSchedule("0 7 * ? * *"));
        if (signs)
        {
            quartz.AddJob<CheckpointJob>(j => j.WithIdentity("checkpoint").StoreDurably());
            quartz.AddTrigger(t => t.ForJob("checkpoint").WithIdentity("checkpoint-hourly").WithCronSchedule("0 0 * ? * *"));
        }

        quartz.AddJob<AskExtractsJob>(j => j.WithIdentity("ask-extracts").StoreDurably());
        quartz.AddTrigger(t => t.ForJob("ask-extracts").WithIdentity("ask-extracts-hourly").WithCronSchedule("0 11 * ? * *"));
        quartz.AddJob<LeaversJob>(j => j.WithIdentity("leavers").StoreDurably());
        quartz.AddTrigger(t => t.ForJob("leavers").WithIdentity("leavers-hourly").WithCronSchedule("0 5 * ? * *"));
        quartz.AddJob<FollowReviewsJob>(j => j.WithIdentity("follow-reviews").StoreDurably());
        quartz.AddTrigger(t => t.ForJob("follow-reviews").WithIdentity("follow-reviews-often").WithCronSchedule("0 2/10 * ? * *"));
        quartz.AddJob<RemindJob>(j => j.WithIdentity("remind").StoreDurably());
        quartz.AddTrigger(t => t.ForJob("remind").WithIdentity("remind-often").WithCronSchedule("0 4/15 * ? * *"));
        quartz.AddJob<TendRemovalsJob>(j => j.WithIdentity("tend-removals").StoreDurably());
        quartz.AddTrigger(t => t.ForJob("tend-removals").WithIdentity("tend-removals-often").WithCronSchedule("0 2/10 * ? * *"));
        quartz.AddJob<ReadSourcesJob>(j => j.WithIdentity("read-sources").StoreDurably());
        quartz.AddTrigger(t => t.ForJob("read-sources").WithIdentity("read-sources-hourly").WithCronSchedule("0 13 * ? * *"));
        quartz.AddJob<ReadOwnJob>(j => j.WithIdentity("read-own").StoreDurably());
        quartz.AddTrigger(t => t.ForJob("read-own").WithIdentity("read-own-hourly").WithCronSchedule("0 17 * ? * *"));
        quartz.AddJob<TendActionsJob>(j => j.WithIdentity("tend-actions").StoreDurably());
        quartz.AddTrigger(t => t.ForJob("tend-actions").WithIdentity("tend-actions-often").WithCronSchedule("0 3/10 * ? * *"));
        quartz.AddJob<TendChangesJob>(j => j.WithIdentity("tend-changes").StoreDurably());
        quartz.AddTrigger(t => t.ForJob("tend-changes").WithIdentity("tend-changes-each-minute").WithCronSchedule("20 * * ? * *"));
        quartz.AddJob<LetGoJob>(j => j.WithIdentity("let-go").StoreDurably());
        quartz.AddTrigger(t => t.ForJob("let-go").WithIdentity("let-go-daily").WithCronSchedule("0 40 2 ? * *"));
        quartz.AddJob<TidyOutboxJob>(j => j.WithIdentity("tidy-outbox").StoreDurably());
        quartz.AddTrigger(t => t.ForJob("tidy-outbox").WithIdentity("tidy-outbox-daily").WithCronSchedule("0 30 3 ? * *"));
    }
}

[DisallowConcurrentExecution]
public sealed class LaunchDueJob(LaunchDue launch) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await launch.Run(cancellationToken);
}

[DisallowConcurrentExecution]
public sealed class AskExtractsJob(AskExtracts ask) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await ask.Run(cancellationToken);
}

/// <summary>Contracts end without a newer roster, and an import may have broken off before its last question.</summary>
[DisallowConcurrentExecution]
public sealed class LeaversJob(NoticeDepartures departures, LeaverWatch leavers) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        await departures.Run(cancellationToken);
        await leavers.Run(null, cancellationToken);
    }
}

[DisallowConcurrentExecution]
public sealed class CheckpointJob(SignCheckpoint sign) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await sign.WhenThereAreFacts(cancellationToken);
}

/// <summary>Open reviews stay with the right people, and silence counts where and when it does.</summary>
[DisallowConcurrentExecution]
public sealed class FollowReviewsJob(FollowPeople people, ApplyNoResponse silence) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        await people.Run(cancellationToken);
        await silence.Run(cancellationToken);
    }
}

[DisallowConcurrentExecution]
public sealed class RemindJob(SendNudges nudges) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await nudges.Run(cancellationToken);
}

[DisallowConcurrentExecution]
public sealed class TendRemovalsJob(TendRemovals tend) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await tend.Run(cancellationToken);
}

/// <summary>Each place is read once a day, and each hour again while its source does not answer.</summary>
[DisallowConcurrentExecution]
public sealed class ReadSourcesJob(DailyPlaces places, ReconcileDeployments deployments, ReadProtection protection) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        await places.Find(cancellationToken);
        await deployments.Run(cancellationToken);
        await protection.Run(cancellationToken);
    }
}

/// <summary>Once a day, asked each hour.</summary>
[DisallowConcurrentExecution]
public sealed class ReadOwnJob(ReadOwn own) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await own.Run(cancellationToken);
}

[DisallowConcurrentExecution]
public sealed class TendActionsJob(TendActions tend) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await tend.Run(cancellationToken);
}

/// <summary>Emergencies do not wait for a quarter of an hour.</summary>
[DisallowConcurrentExecution]
public sealed class TendChangesJob(TendChanges changes, TendGate gate) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        await changes.Run(cancellationToken);
        await gate.Run(cancellationToken);
    }
}

[DisallowConcurrentExecution]
public sealed class LetGoJob(LetGo old) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await old.Run(cancellationToken);
}

/// <summary>Effects carried out, replies given and files uploaded for nothing a week ago are of no more use, unless their day is held; what came of them stands in the ledger.</summary>
public sealed class TidyOutboxJob(Database database) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await database.Bulk(
            Actor.Service,
            async tx => (await HoldStore.Standing(tx)).Any(h => h.Meets(tx.Now.AddDays(-8), tx.Now.AddDays(-7))) ? 0 : await OutboxStore.Forget(tx, tx.Now.AddDays(-7)) + await DeliveryStore.Forget(tx, tx.Now.AddDays(-7)) + await AttachmentStore.Forget(tx, tx.Now.AddDays(-7)) + await ApiReplyStore.Forget(tx, tx.Now.AddDays(-7)),
            cancellationToken);
}
