using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.EmergencyChanges;

/// <summary>What of emergency changes is held against the log, in the words of their tables.</summary>
internal static class ChangeStateStore
{
    private static readonly Sql Statuses = new("select id, status, commit_sha, repository, environment, policy_hash, before_needed, retroactive, approve_by, glass_by, window_until, run, run_failed from emergency_change order by id");

    private static readonly Sql EverySeat = new("select change_id as change, number, person_id as person from change_seat order by change_id, number");

    internal sealed record ChangeState
    {
        public Id<EmergencyChange> Id { get; init; }

        public string Status { get; init; } = "";

        public string? CommitSha { get; init; }

        public string Repository { get; init; } = "";

        public string Environment { get; init; } = "";

        public string PolicyHash { get; init; } = "";

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
