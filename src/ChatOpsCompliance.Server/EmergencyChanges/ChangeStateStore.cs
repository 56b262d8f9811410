using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.EmergencyChanges;

/// <summary>What of emergency changes is held against the log, in the words of their tables.</summary>
internal static class ChangeStateStore
{
    private static readonly Sql Statuses = new("select c.id, c.status, c.commit_sha, c.repository, c.environment, c.policy_hash, p.body as policy_body, c.before_needed, c.retroactive, c.approve_by, c.glass_by, c.window_until, c.run, c.run_failed from emergency_change c left join emergency_policy p on p.hash = c.policy_hash order by c.id");

    private static readonly Sql EverySeat = new("select change_id as change, number, person_id as person from change_seat order by change_id, number");

    internal sealed record ChangeState
    {
        public Id<EmergencyChange> Id { get; init; }

        public string Status { get; init; } = "";

        public string? CommitSha { get; init; }

        public string Repository { get; init; } = "";

        public string Environment { get; init; } = "";

        public string PolicyHash { get; init; } = "";

        public string? PolicyBody { get; init; }

        /// <summary>As the request's fact has it.</summary>
        public string PolicySays => PolicyJson.HashOf(PolicyBody ?? "");

        public int BeforeNeeded { get; init; }

        public bool Retroactive { get; init; }

        public DateTimeOffset ApproveBy { get; init; }

        public Id<Person>? GlassBy { get; init; }

        public DateTimeOffset? WindowUntil { get; init; }

        public string? Run { get; init; }

        public bool RunFailed { get; init; }
    }

    internal sealed record SeatOf
    {
        public Id<EmergencyChange> Change { get; init; }

        public int Number { get; init; }

        public Id<Person> Person { get; init; }
    }

    internal static IAsyncEnumerable<ChangeState> AllStatuses(Read read) => read.Stream<ChangeState>(Statuses);

    internal static IAsyncEnumerable<SeatOf> AllSeats(Read read) => read.Stream<SeatOf>(EverySeat);
}
