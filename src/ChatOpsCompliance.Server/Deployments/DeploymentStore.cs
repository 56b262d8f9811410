using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Deployments;

/// <summary>What was deployed. One row a run and environment; its class is never made better.</summary>
public static class DeploymentStore
{
    internal const string Columns = """
        select id, source, repository, environment, commit_sha, run_url, actor, actor_person, started_at, finished_at, outcome, class, reason, reference, change_id, question_id, seen_by, seen_at from deployment
        """;

    private static readonly Sql Find = new(Columns + " where id = @id");

    private static readonly Sql FindRun = new(Columns + " where run_key = @key");

    private static readonly Sql Started = new(Columns + " where started_at >= @since and started_at < @until order by started_at, id");

    private static readonly Sql Newest = new(Columns + " order by started_at desc, id page(@count)");

    private static readonly Sql OfClass = new(Columns + " where class = @class order by started_at desc, id page(@count)");

    private static readonly Sql OfChange = new(Columns + " where change_id = @change or id = (select deployment_id from emergency_change where id = @change) order by started_at, id");

    private static readonly Sql Succeeded = new(Columns + " where repository = @repository and environment = @environment and outcome = 'Success' order by coalesce(finished_at, started_at) desc, id page(@count)");

    private static readonly Sql ApprovedBefore = new(Columns + """
         where repository = @repository and environment = @environment and outcome = 'Success' and class in ('Approved', 'Emergency', 'Rollback') and commit_sha <> @commit
        order by coalesce(finished_at, started_at) desc, id page(@count)
        """);

    private static readonly Sql LastApproved = new(Columns + """
         where repository = @repository and environment = @environment and outcome = 'Success' and class in ('Approved', 'Emergency', 'Rollback')
        order by coalesce(finished_at, started_at) desc, id page(@count)
        """);

    private static readonly Sql OfCommit = new(Columns + """
         where repository = @repository and environment = @environment and commit_sha = @commit and outcome = 'Success' order by coalesce(finished_at, started_at) desc, id page(@count)
        """);

    private static readonly Sql Insert = new("""
        insert into deployment (id, run_key, source, repository, environment, commit_sha, run_url, actor, actor_person, started_at, finished_at, outcome, class, reason, reference, change_id, question_id, seen_by, seen_at)
        select @id, @key, @source, @repository, @environment, @commit, @run, @actor, @actorPerson, @startedAt, @finishedAt, @outcome, @class, @reason, @reference, @change, @question, @seenBy, @now
        where not exists (select 1 from deployment where run_key = @key)
        """);

    private static readonly Sql EndIt = new("""
        update deployment set outcome = @outcome, finished_at = @finishedAt, class = @class, reason = @reason, commit_sha = @commit where id = @id and outcome = @before and class = @classBefore
        """);

    internal sealed record Row
    {
        public Id<Deployment> Id { get; init; }

        public string Source { get; init; } = "";

        public string Repository { get; init; } = "";

        public string Environment { get; init; } = "";

        public string CommitSha { get; init; } = "";

        public string RunUrl { get; init; } = "";

        public string Actor { get; init; } = "";

        public Id<Person>? ActorPerson { get; init; }

        public DateTimeOffset StartedAt { get; init; }

        public DateTimeOffset? FinishedAt { get; init; }

        public Outcome Outcome { get; init; }

        public DeploymentClass Class { get; init; }

        public string Reason { get; init; } = "";

        public string? Reference { get; init; }

        public Id<EmergencyChange>? ChangeId { get; init; }

        public Id<GateQuestion>? QuestionId { get; init; }

        public SeenBy SeenBy { get; init; }

        public DateTimeOffset SeenAt { get; init; }

        public Deployment Value => new()
        {
            Id = Id,
            Source = Source,
            Repository = Repository,
            Environment = Environment,
            Commit = CommitSha,
            RunUrl = RunUrl,
            Actor = Actor,
            ActorPerson = ActorPerson,
            StartedAt = StartedAt,
            FinishedAt = FinishedAt,
            Outcome = Outcome,
            Class = Class,
            Reason = Reason,
            Reference = Reference,
            Change = ChangeId,
            Question = QuestionId,
            SeenBy = SeenBy,
            SeenAt = SeenAt,
        };
    }

    public static async Task<Deployment?> One(Read read, Id<Deployment> id) => (await read.One<Row>(Find, new { id }))?.Value;

    public static async Task<Deployment?> OfRun(Read read, string repository, string environment, string run) => (await read.One<Row>(FindRun, new { key = GateStore.KeyOf(repository, environment, run) }))?.Value;

    /// <summary>Those that began in a period, from its first instant to before its last.</summary>
    public static async Task<IReadOnlyList<Deployment>> Between(Read read, DateTimeOffset since, DateTimeOffset until) => [.. (await read.List<Row>(Started, new { since, until })).Select(r => r.Value)];

    public static async Task<IReadOnlyList<Deployment>> Latest(Read read, int count) => [.. (await read.List<Row>(Newest, new { count })).Select(r => r.Value)];

    public static async Task<IReadOnlyList<Deployment>> Latest(Read read, DeploymentClass of, int count) => [.. (await read.List<Row>(OfClass, new { @class = of.ToString(), count })).Select(r => r.Value)];

    /// <summary>What a change paid for; of a retroactive one, what it explains.</summary>
    public static async Task<IReadOnlyList<Deployment>> Of(Read read, Id<EmergencyChange> change) => [.. (await read.List<Row>(OfChange, new { change })).Select(r => r.Value)];

    /// <summary>What runs there: the last that succeeded, approved or not; a run that was at it again counts from its last attempt.</summary>
    public static async Task<Deployment?> Running(Read read, string repository, string environment) => (await read.One<Row>(Succeeded, new { repository, environment, count = 1 }))?.Value;

    /// <summary>The newest success of a commit there.</summary>
    public static async Task<Deployment?> LatestOf(Read read, string repository, string environment, string commit) => (await read.One<Row>(OfCommit, new { repository, environment, commit, count = 1 }))?.Value;

    /// <summary>The newest that was deployed there with approval.</summary>
    public static async Task<Deployment?> LastWithApproval(Read read, string repository, string environment) => (await read.One<Row>(LastApproved, new { repository, environment, count = 1 }))?.Value;

    /// <summary>The newest other commit that was deployed there with approval before the running one.</summary>
    public static async Task<Deployment?> BeforeRunning(Read read, string repository, string environment, string running) => (await read.One<Row>(ApprovedBefore, new { repository, environment, commit = running, count = 1 }))?.Value;

    /// <summary>False when it is known already.</summary>
    internal static async Task<bool> Record(Tx tx, DeploymentRecorded fact, DateTimeOffset? finishedAt, string reason, Id<GateQuestion>? question) => await tx.Run(Insert, new
    {
        id = fact.Deployment,
        key = GateStore.KeyOf(fact.Repository, fact.Environment, fact.RunUrl),
        source = fact.Source,
        repository = fact.Repository,
        environment = fact.Environment,
        commit = fact.Commit,
        run = fact.RunUrl,
        actor = fact.Actor?.Text ?? "",
        actorPerson = fact.ActorPerson,
        startedAt = fact.StartedAt,
        finishedAt,
        outcome = fact.Outcome.ToString(),
        @class = fact.Class.ToString(),
        reason,
        reference = fact.Reference,
        change = fact.Change,
        question,
        seenBy = fact.SeenBy.ToString(),
        now = tx.Now,
    }) > 0;

    /// <summary>False when somebody else said how it ended meanwhile.</summary>
    internal static async Task<bool> Record(Tx tx, DeploymentEnded fact, Deployment before, string reason) => await tx.Run(EndIt, new
    {
        id = fact.Deployment,
        outcome = fact.Outcome.ToString(),
        finishedAt = fact.FinishedAt,
        @class = fact.Class.ToString(),
        reason,
        commit = fact.Commit,
        before = before.Outcome.ToString(),
        classBefore = before.Class.ToString(),
    }) > 0;
}
