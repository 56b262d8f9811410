using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Deployments;

/// <summary>What each day's readings told: one row a place and day.</summary>
public static class ReconciliationStore
{
    private static readonly Sql Ties = new("""
        select source, repository, environment, day, read_at, since, until, listed, known, found, unrecorded, extra, running, approved, runs_what_was_approved
        from reconciliation where day >= @from and day <= @to order by day, repository, environment
        """);

    private static readonly Sql Gates = new("""
        select source, repository, environment, day, read_at, admins_can_bypass, self_review_prevented, gate_is_on
        from protection_reading where day >= @from and day <= @to order by day, repository, environment
        """);

    private static readonly Sql InsertTie = new("""
        insert into reconciliation (place, day, source, repository, environment, read_at, since, until, listed, known, found, unrecorded, extra, running, approved, runs_what_was_approved)
        select @place, @day, @source, @repository, @environment, @readAt, @since, @until, @listed, @known, @found, @unrecorded, @extra, @running, @approved, @same
        where not exists (select 1 from reconciliation where place = @place and day = @day)
        """);

    private static readonly Sql InsertGate = new("""
        insert into protection_reading (place, day, source, repository, environment, read_at, admins_can_bypass, self_review_prevented, gate_is_on)
        select @place, @day, @source, @repository, @environment, @readAt, @bypass, @selfReview, @gate
        where not exists (select 1 from protection_reading where place = @place and day = @day)
        """);

    private sealed record TieRow
    {
        public string Source { get; init; } = "";

        public string Repository { get; init; } = "";

        public string Environment { get; init; } = "";

        public DateOnly Day { get; init; }

        public DateTimeOffset ReadAt { get; init; }

        public DateTimeOffset Since { get; init; }

        public DateTimeOffset Until { get; init; }

        public int Listed { get; init; }

        public int Known { get; init; }

        public int Found { get; init; }

        public int Unrecorded { get; init; }

        public int Extra { get; init; }

        public string? Running { get; init; }

        public string? Approved { get; init; }

        public bool? RunsWhatWasApproved { get; init; }

        public DeploymentsReconciled Value => new(Source, Repository, Environment, Day, ReadAt, Since, Until, Listed, Known, Found, Unrecorded, Extra, Running, Approved, RunsWhatWasApproved);
    }

    private sealed record GateRow
    {
        public string Source { get; init; } = "";

        public string Repository { get; init; } = "";

        public string Environment { get; init; } = "";

        public DateOnly Day { get; init; }

        public DateTimeOffset ReadAt { get; init; }

        public bool? AdminsCanBypass { get; init; }

        public bool? SelfReviewPrevented { get; init; }

        public bool? GateIsOn { get; init; }

        public ProtectionRead Value => new(Source, Repository, Environment, Day, ReadAt, AdminsCanBypass, SelfReviewPrevented, GateIsOn);
    }

    /// <summary>The readings of these days, both included.</summary>
    public static async Task<IReadOnlyList<DeploymentsReconciled>> Between(Read read, DateOnly from, DateOnly to) => [.. (await read.List<TieRow>(Ties, new { from, to })).Select(r => r.Value)];

    public static async Task<IReadOnlyList<ProtectionRead>> GatesBetween(Read read, DateOnly from, DateOnly to) => [.. (await read.List<GateRow>(Gates, new { from, to })).Select(r => r.Value)];

    /// <summary>False when this day's is there.</summary>
    internal static async Task<bool> Record(Tx tx, DeploymentsReconciled fact) => await tx.Run(InsertTie, new
    {
        place = ReadingStore.PlaceOf(fact.Repository, fact.Environment),
        day = fact.Day,
        source = fact.Source,
        repository = fact.Repository,
        environment = fact.Environment,
        readAt = fact.ReadAt,
        since = fact.Since,
        until = fact.Until,
        listed = fact.Listed,
        known = fact.Known,
        found = fact.Found,
        unrecorded = fact.Unrecorded,
        extra = fact.Extra,
        running = fact.Running,
        approved = fact.Approved,
        same = fact.RunsWhatWasApproved,
    }) > 0;

    internal static async Task<bool> Record(Tx tx, ProtectionRead fact) => await tx.Run(InsertGate, new
    {
        place = ReadingStore.PlaceOf(fact.Repository, fact.Environment),
        day = fact.Day,
        source = fact.Source,
        repository = fact.Repository,
        environment = fact.Environment,
        readAt = fact.ReadAt,
        bypass = fact.AdminsCanBypass,
        selfReview = fact.SelfReviewPrevented,
        gate = fact.GateIsOn,
    }) > 0;
}
