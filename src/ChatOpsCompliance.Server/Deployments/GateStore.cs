using System.Text.Json;
using ChatOpsCompliance.Access;
using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Deployments;

/// <summary>What runs asked at the gate, and what they were told. One row a run and environment.</summary>
public static class GateStore
{
    private const string Columns = """
        select id, source, repository, environment, commit_sha, run_url, requested_by, asked_at, answer, reason, rule_name, reference, change_id, answered_at, expires_at, callback, pull_request from gate_question
        """;

    private static readonly Sql Find = new(Columns + " where id = @id");

    private static readonly Sql FindRun = new(Columns + " where run_key = @key");

    private static readonly Sql Waiting = new(Columns + " where answer = 'Pending' order by asked_at, id");

    private static readonly Sql WaitingFor = new(Columns + " where answer = 'Pending' and repository = @repository and environment = @environment and commit_sha = @commit order by asked_at, id");

    private static readonly Sql Newest = new(Columns + " order by asked_at desc, id page(@count)");

    private static readonly Sql NewestOfPeriod = new(Columns + " where asked_at >= @since and asked_at < @until order by asked_at desc, id page(@count)");

    private static readonly Sql OfChange = new(Columns + " where change_id = @change or (reference = @reference and answer = 'Pending') order by asked_at, id");

    private static readonly Sql Answers = new("select id, answer, rule_name as [rule], change_id as change, expires_at from gate_question where answer <> 'Pending' order by id");

    private static readonly Sql Insert = new("""
        insert into gate_question (id, run_key, source, repository, environment, commit_sha, run_url, requested_by, asked_at, answer, reason, rule_name, callback)
        select @id, @key, @source, @repository, @environment, @commit, @run, @requestedBy, @now, 'Pending', '', 'None', @callback
        where not exists (select 1 from gate_question where run_key = @key)
        """);

    // Takes the row, so that two questions of one run wait for each other on every engine.
    private static readonly Sql Take = new("update gate_question set requested_by = @requestedBy, callback = coalesce(@callback, callback) where run_key = @key");

    private static readonly Sql Wait = new("update gate_question set reason = @reason, reference = @reference where id = @id and answer = 'Pending'");

    private static readonly Sql Settle = new("""
        update gate_question set answer = @answer, reason = @reason, rule_name = @rule, reference = @reference, change_id = @change, answered_at = case when answer = @answer and answered_at is not null then answered_at else @now end, expires_at = @expires where id = @id
        """);

    private static readonly Sql Reopen = new("update gate_question set answer = 'Pending', asked_at = @now, rule_name = 'None', reason = '', reference = null, answered_at = null, expires_at = null, pull_request = null where id = @id and answer = 'Rejected'");

    private static readonly Sql KeepPullRequest = new("update gate_question set pull_request = @facts where id = @id and answer = 'Pending'");

    private static readonly Sql ForgetCallback = new("update gate_question set callback = null where id = @id");

    private static readonly Sql ForgetCallbacks = new("update gate_question set callback = null where source = @source and asked_at < @before and callback is not null");

    internal sealed record Row
    {
        public Id<GateQuestion> Id { get; init; }

        public string Source { get; init; } = "";

        public string Repository { get; init; } = "";

        public string Environment { get; init; } = "";

        public string CommitSha { get; init; } = "";

        public string RunUrl { get; init; } = "";

        public string RequestedBy { get; init; } = "";

        public DateTimeOffset AskedAt { get; init; }

        public Answer Answer { get; init; }

        public string Reason { get; init; } = "";

        public GateRule RuleName { get; init; }

        public string? Reference { get; init; }

        public Id<EmergencyChange>? ChangeId { get; init; }

        public DateTimeOffset? AnsweredAt { get; init; }

        public DateTimeOffset? ExpiresAt { get; init; }

        public string? Callback { get; init; }

        public string? PullRequest { get; init; }

        public GateQuestion Value => new()
        {
            Id = Id,
            Source = Source,
            Repository = Repository,
            Environment = Environment,
            Commit = CommitSha,
            RunUrl = RunUrl,
            RequestedBy = RequestedBy,
            AskedAt = AskedAt,
            Answer = Answer,
            Reason = Reason,
            Rule = RuleName,
            Reference = Reference,
            Change = ChangeId,
            AnsweredAt = AnsweredAt,
            ExpiresAt = ExpiresAt,
            Callback = Callback,
            PullRequest = PullRequest is null ? null : JsonSerializer.Deserialize<PullRequestFacts>(PullRequest),
        };
    }

    internal sealed record StateRow
    {
        public Id<GateQuestion> Id { get; init; }

        public string Answer { get; init; } = "";

        public string Rule { get; init; } = "";

        public Id<EmergencyChange>? Change { get; init; }

        public DateTimeOffset? ExpiresAt { get; init; }
    }

    /// <summary>One run in one environment; hashed, since addresses are long.</summary>
    public static string KeyOf(string repository, string environment, string run)
    {
        using var hash = new FieldHash();
        return hash.Add(repository).Add(environment).Add(run).Finish();
    }

    public static async Task<GateQuestion?> One(Read read, Id<GateQuestion> id) => (await read.One<Row>(Find, new { id }))?.Value;

    public static async Task<GateQuestion?> OfRun(Read read, string repository, string environment, string run) => (await read.One<Row>(FindRun, new { key = KeyOf(repository, environment, run) }))?.Value;

    /// <summary>Those without an answer, the longest waiting first.</summary>
    public static async Task<IReadOnlyList<GateQuestion>> Pending(Read read) => [.. (await read.List<Row>(Waiting)).Select(r => r.Value)];

    public static async Task<IReadOnlyList<GateQuestion>> Pending(Read read, string repository, string environment, string commit) =>
        [.. (await read.List<Row>(WaitingFor, new { repository, environment, commit })).Select(r => r.Value)];

    public static async Task<IReadOnlyList<GateQuestion>> Latest(Read read, int count) => [.. (await read.List<Row>(Newest, new { count })).Select(r => r.Value)];

    public static async Task<IReadOnlyList<GateQuestion>> Latest(Read read, DateTimeOffset since, DateTimeOffset until, int count) => [.. (await read.List<Row>(NewestOfPeriod, new { since, until, count })).Select(r => r.Value)];

    /// <summary>What was let through by a change, and what waits for it.</summary>
    public static async Task<IReadOnlyList<GateQuestion>> Of(Read read, EmergencyChange change) => [.. (await read.List<Row>(OfChange, new { change = change.Id, reference = change.Reference })).Select(r => r.Value)];

    internal static IAsyncEnumerable<StateRow> AllAnswers(Read read) => read.Stream<StateRow>(Answers);

    /// <summary>True when the run had not asked before; in any case its row is this transaction's now.</summary>
    internal static async Task<bool> Ask(Tx tx, Id<GateQuestion> id, GateAsked asked)
    {
        var key = KeyOf(asked.Repository, asked.Environment, asked.RunUrl);
        if (await tx.Run(Take, new { key, requestedBy = asked.RequestedBy, callback = asked.Callback }) > 0) return false;
        return await tx.Run(Insert, new { id, key, source = asked.Source, repository = asked.Repository, environment = asked.Environment, commit = asked.Commit, run = asked.RunUrl, requestedBy = asked.RequestedBy, now = tx.Now, callback = asked.Callback }) > 0;
    }

    internal static Task<int> Pend(Tx tx, Id<GateQuestion> id, GateVerdict verdict) => tx.Run(Wait, new { id, reason = verdict.Reason, reference = verdict.Reference });

    internal static Task<int> Record(Tx tx, GateAnswered fact, string reason) => tx.Run(Settle, new
    {
        id = fact.Question,
        answer = fact.Answer.ToString(),
        reason,
        rule = fact.Rule.ToString(),
        reference = fact.Reference,
        change = fact.Change,
        expires = fact.ExpiresAt,
        now = tx.Now,
    });

    /// <summary>A run that was told no asks again.</summary>
    internal static Task<int> AskAgain(Tx tx, Id<GateQuestion> id) => tx.Run(Reopen, new { id, now = tx.Now });

    internal static Task<int> Keep(Tx tx, Id<GateQuestion> id, PullRequestFacts facts) => tx.Run(KeepPullRequest, new { id, facts = JsonSerializer.Serialize(facts) });

    /// <summary>Those of questions asked before, which their source takes no answer to any more.</summary>
    internal static Task<int> DropCallbacks(Tx tx, string source, DateTimeOffset before) => tx.Run(ForgetCallbacks, new { source, before });

    /// <summary>It holds what opens the source's door; once answered nobody needs it.</summary>
    internal static Task<int> DropCallback(Tx tx, Id<GateQuestion> id) => tx.Run(ForgetCallback, new { id });
}
