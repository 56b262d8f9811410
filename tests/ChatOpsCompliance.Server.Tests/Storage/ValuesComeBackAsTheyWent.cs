using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Storage;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Storage;

/// <summary>Ids, times, dates and unknowns across the border, by the statements of the tests themselves.</summary>
public sealed class ValuesComeBackAsTheyWent : StoreTests
{
    private static readonly Sql InsertPerson = new("insert into person (id, roster_key, first_seen_at) values (@id, @key, @at)");

    private static readonly Sql FindPerson = new("select id, roster_key, first_seen_at from person where id = @id");

    private static readonly Sql PeopleIn = new("select roster_key from person where id in list(@ids) order by roster_key");

    private static readonly Sql FirstPeople = new("select roster_key from person order by roster_key page(@count)");

    private static readonly Sql SeenBy = new("select roster_key from person where first_seen_at <= @at order by roster_key");

    private static readonly Sql InsertGrant = new("""
        insert into access_grant (snapshot, ordinal, account, account_type, entitlement, environment, privileged, mfa, active, last_used_at)
        values (1, @ordinal, 'mia', 'Human', 'admin', 'production', @privileged, @mfa, @active, @used)
        """);

    private static readonly Sql FindGrant = new("select privileged, mfa, active, last_used_at from access_grant where snapshot = 1 and ordinal = @ordinal");

    private static readonly Sql InsertCampaign = new("""
        insert into campaign (id, definition, definition_hash, title, period, status, launched_at, due_at, owner_id, population, population_hash, staged_snapshot, staged_ordinal)
        values (@id, 'quarterly', '', 'Quarterly', @period, 'Active', @now, @now, @owner, 0, '', 0, 0)
        """);

    private static readonly Sql PeriodOf = new("select period, closed_by from campaign where id = @id");

    private sealed record PersonRow
    {
        public Id<Person> Id { get; init; }

        public string RosterKey { get; init; } = "";

        public DateTimeOffset FirstSeenAt { get; init; }
    }

    private sealed record GrantRow
    {
        public bool? Privileged { get; init; }

        public bool? Mfa { get; init; }

        public bool? Active { get; init; }

        public DateTimeOffset? LastUsedAt { get; init; }
    }

    private sealed record CampaignRow
    {
        public DateOnly Period { get; init; }

        public Id<Person>? ClosedBy { get; init; }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task An_id_and_a_time_to_the_microsecond(Engine engine)
    {
        await using var db = Open(engine);
        var (id, at) = (new Id<Person>(Guid.CreateVersion7()), new DateTimeOffset(2026, 3, 1, 23, 59, 59, TimeSpan.FromHours(2)).AddTicks(1_234_560));
        await Add(db, id, "P1", at);

        var row = await db.Read(read => read.One<PersonRow>(FindPerson, new { id }));

        Assert.Equal(new PersonRow { Id = id, RosterKey = "P1", FirstSeenAt = at }, row);
        Assert.Equal(TimeSpan.Zero, row!.FirstSeenAt.Offset);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Times_sort_and_compare_as_times(Engine engine)
    {
        await using var db = Open(engine);
        await Add(db, new(Guid.CreateVersion7()), "before", TestDatabase.Start.AddTicks(-10));
        await Add(db, new(Guid.CreateVersion7()), "same", TestDatabase.Start);
        await Add(db, new(Guid.CreateVersion7()), "after", TestDatabase.Start.AddTicks(10));

        Assert.Equal(["before", "same"], await db.Read(read => read.List<string>(SeenBy, new { at = TestDatabase.Start.ToOffset(TimeSpan.FromHours(-7)) })));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task The_clock_is_cut_to_microseconds_so_that_what_is_hashed_is_what_is_stored(Engine engine)
    {
        await using var db = Open(engine);
        db.Clock.Advance(TimeSpan.FromTicks(12_345_678));

        var now = await db.Do(tx => Task.FromResult(tx.Now));

        Assert.Equal(TestDatabase.Start.AddTicks(12_345_670), now);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_list_of_ids_finds_exactly_those(Engine engine)
    {
        await using var db = Open(engine);
        var ids = Enumerable.Range(0, 3).Select(_ => new Id<Person>(Guid.NewGuid())).ToList();
        for (var i = 0; i < 3; i++) await Add(db, ids[i], $"P{i}", TestDatabase.Start);

        Assert.Equal(["P0", "P2"], await db.Read(read => read.List<string>(PeopleIn, new { ids = read.In(new[] { ids[0], ids[2], new(Guid.NewGuid()) }) })));
        Assert.Empty(await db.Read(read => read.List<string>(PeopleIn, new { ids = read.In(Array.Empty<Id<Person>>()) })));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_page_is_the_first_rows(Engine engine)
    {
        await using var db = Open(engine);
        foreach (var key in new[] { "C", "A", "B" }) await Add(db, new(Guid.NewGuid()), key, TestDatabase.Start);

        Assert.Equal(["A", "B"], await db.Read(read => read.List<string>(FirstPeople, new { count = 2 })));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Unknown_stays_unknown(Engine engine)
    {
        await using var db = Open(engine);
        await db.Do(tx => tx.Run(InsertGrant, new { ordinal = 1, privileged = (bool?)true, mfa = (bool?)false, active = (bool?)null, used = (DateTimeOffset?)TestDatabase.Start }));
        await db.Do(tx => tx.Run(InsertGrant, new { ordinal = 2, privileged = (bool?)null, mfa = (bool?)null, active = (bool?)null, used = (DateTimeOffset?)null }));

        Assert.Equal(new GrantRow { Privileged = true, Mfa = false, LastUsedAt = TestDatabase.Start }, await db.Read(read => read.One<GrantRow>(FindGrant, new { ordinal = 1 })));
        Assert.Equal(new GrantRow(), await db.Read(read => read.One<GrantRow>(FindGrant, new { ordinal = 2 })));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_date_is_the_same_day_and_no_id_is_no_id(Engine engine)
    {
        await using var db = Open(engine);
        var (id, owner) = (new Id<ChatOpsCompliance.AccessReviews.Campaign>(Guid.NewGuid()), new Id<Person>(Guid.NewGuid()));
        await Add(db, owner, "P1", TestDatabase.Start);
        await db.Do(tx => tx.Run(InsertCampaign, new { id, owner, period = new DateOnly(2026, 3, 29), now = tx.Now }));

        Assert.Equal(new CampaignRow { Period = new(2026, 3, 29) }, await db.Read(read => read.One<CampaignRow>(PeriodOf, new { id })));
    }

    private static Task<int> Add(TestDatabase db, Id<Person> id, string key, DateTimeOffset at) => db.Do(tx => tx.Run(InsertPerson, new { id, key, at }));
}
