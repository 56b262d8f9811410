using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.EmergencyChanges;

/// <summary>Emergency changes as they stand, each with its policy as it was recorded and its seats. What became of one is written by <see cref="ChangeLifeStore"/>.</summary>
public static class ChangeStore
{
    private const string Columns = """
        select c.id, c.number, c.status, c.policy_hash, p.body as policy_body, c.requested_by, coalesce(a.name, 'somebody') as requested_by_name, c.requested_at, c.repository, c.environment, c.commit_sha,
               c.incident, c.what, c.why_now, c.risk, c.risk_words, c.test_done, c.way_back, c.before_needed, c.retroactive, c.broke_glass, c.glass_by, c.approve_by, c.approved_at, c.window_until, c.second, c.second_due,
               c.run, c.run_failed, c.used_at, c.impact, c.abort_criteria, c.checks_skipped, c.compensating, c.details_at, c.review_due, c.outcome, c.rolled_back, c.review_words, c.evidence,
               v.name as reviewed_by_name, c.reviewed_at, e.name as ended_by_name, c.ended_at, c.ended_words, c.thread
        from emergency_change c join emergency_policy p on p.hash = c.policy_hash
        join roster_current r on r.id = 1
        left join roster_entry a on a.roster = r.roster and a.person_id = c.requested_by
        left join roster_entry v on v.roster = r.roster and v.person_id = c.reviewed_by
        left join roster_entry e on e.roster = r.roster and e.person_id = c.ended_by
        """;

    private static readonly Sql Find = new(Columns + " where c.id = @id");

    private static readonly Sql FindNumber = new(Columns + " where c.number = @number");

    private static readonly Sql OfTarget = new(Columns + " where c.repository = @repository and c.environment = @environment and c.commit_sha = @commit and c.retroactive = 0 and c.status in ('Requested', 'Approved', 'ExpiredUnused') order by c.number");

    private static readonly Sql InStatus = new(Columns + " where c.status in list(@statuses) order by c.number");

    private static readonly Sql AllChanges = new(Columns + " order by c.number");

    private static readonly Sql Numbered = new(Columns + " where c.number < @before order by c.number desc page(@count)");

    private static readonly Sql Owing = new(Columns + " where c.second = 'Due' or c.status in ('Requested', 'Approved', 'ReviewDue') or (c.status = 'Reviewed' and c.details_at is null) order by c.number");

    private static readonly Sql SeatsOf = new("""
        select s.number, s.person_id as person, coalesce(e.name, 'somebody') as name, s.at, s.agrees, s.via
        from change_seat s join roster_current r on r.id = 1 left join roster_entry e on e.roster = r.roster and e.person_id = s.person_id
        where s.change_id = @id order by s.number
        """);

    private static readonly Sql AuthorsOfChange = new("select account from change_author where change_id = @id order by account");

    private static readonly Sql AuthorState = new("select authors as known, authors_why as why, authors_since as since from emergency_change where id = @id");

    private static readonly Sql Words = new("""
        select w.number, w.person_id as person, coalesce(e.name, 'somebody') as name, w.at, w.words
        from change_word w join roster_current r on r.id = 1 left join roster_entry e on e.roster = r.roster and e.person_id = w.person_id
        where w.change_id = @id order by w.number
        """);

    private static readonly Sql Draft = new("select fields from change_draft where person_id = @person");

    private static readonly Sql Pages = new("select paged as turn, paged_at as at from emergency_change where id = @id");

    private static readonly Sql LateSteps = new("select late_details as details, late_second as second, late_review as review from emergency_change where id = @id");

    private sealed record SeatRow
    {
        public int Number { get; init; }

        public Id<Person> Person { get; init; }

        public string Name { get; init; } = "";

        public DateTimeOffset At { get; init; }

        public bool Agrees { get; init; }

        public string Via { get; init; } = "";
    }

    internal sealed record Word
    {
        public int Number { get; init; }

        public Id<Person> Person { get; init; }

        public string Name { get; init; } = "";

        public DateTimeOffset At { get; init; }

        public string Words { get; init; } = "";
    }

    internal sealed record AuthorRow
    {
        public AuthorsKnown Known { get; init; }

        public string? Why { get; init; }

        public string? Since { get; init; }
    }

    internal sealed record Paged
    {
        public int Turn { get; init; }

        public DateTimeOffset? At { get; init; }
    }

    internal sealed record Told
    {
        public bool Details { get; init; }

        public bool Second { get; init; }

        public bool Review { get; init; }
    }

    public static async Task<EmergencyChange?> One(Read read, Id<EmergencyChange> id, PolicyBook policies) => await Whole(read, await read.One<ChangeRow>(Find, new { id }), policies);

    public static async Task<EmergencyChange?> ByNumber(Read read, int number, PolicyBook policies) => await Whole(read, await read.One<ChangeRow>(FindNumber, new { number }), policies);

    /// <summary>Those for just this commit there that wait, are approved or were approved and not used, the oldest first; retroactive ones open nothing and are not among them.</summary>
    public static Task<IReadOnlyList<EmergencyChange>> Of(Read read, string repository, string environment, string commit, PolicyBook policies) =>
        All(read, OfTarget, new { repository, environment, commit }, policies);

    public static Task<IReadOnlyList<EmergencyChange>> In(Read read, PolicyBook policies, params IReadOnlyList<ChangeStatus> statuses) =>
        All(read, InStatus, new { statuses = read.In(statuses.Select(s => s.ToString())) }, policies);

    /// <summary>Every one there ever was, by number.</summary>
    public static Task<IReadOnlyList<EmergencyChange>> Register(Read read, PolicyBook policies) => All(read, AllChanges, new { }, policies);

    /// <summary>At most so many before a number, the newest first.</summary>
    public static Task<IReadOnlyList<EmergencyChange>> Before(Read read, int before, int count, PolicyBook policies) => All(read, Numbered, new { before, count }, policies);

    /// <summary>Those of which somebody still owes something.</summary>
    public static Task<IReadOnlyList<EmergencyChange>> Unfinished(Read read, PolicyBook policies) => All(read, Owing, new { }, policies);

    public static Task<IReadOnlyList<string>> Authors(Read read, Id<EmergencyChange> id) => read.List<string>(AuthorsOfChange, new { id });

    internal static async Task<AuthorRow> AuthorsState(Read read, Id<EmergencyChange> id) => (await read.One<AuthorRow>(AuthorState, new { id }))!;

    internal static Task<IReadOnlyList<Word>> Said(Read read, Id<EmergencyChange> id) => read.List<Word>(Words, new { id });

    /// <summary>The fields as JSON; null when there is no draft.</summary>
    internal static Task<string?> DraftOf(Read read, Id<Person> person) => read.One<string>(Draft, new { person });

    internal static async Task<Paged> PagedSoFar(Read read, Id<EmergencyChange> id) => (await read.One<Paged>(Pages, new { id }))!;

    internal static async Task<Told> ToldLate(Read read, Id<EmergencyChange> id) => (await read.One<Told>(LateSteps, new { id }))!;

    private static async Task<IReadOnlyList<EmergencyChange>> All(Read read, Sql sql, object args, PolicyBook policies)
    {
        var all = new List<EmergencyChange>();
        foreach (var row in await read.List<ChangeRow>(sql, args)) all.Add((await Whole(read, row, policies))!);
        return all;
    }

    private static async Task<EmergencyChange?> Whole(Read read, ChangeRow? row, PolicyBook policies) => row?.With(
        policies.AsOfNow(PolicyJson.Read(row.PolicyBody)),
        [.. (await read.List<SeatRow>(SeatsOf, new { id = row.Id })).Select(s => new Seat(s.Number, s.Person, s.Name, s.At, s.Agrees, s.Via))]);
}
