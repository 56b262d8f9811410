using ChatOpsCompliance.Controls;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Controls;

/// <summary>What testers concluded. Rows are only added; the newest of a control and period counts.</summary>
public static class ControlTestStore
{
    private static readonly Sql OfPeriod = new("""
        select t.control, t.control_version as version, t.first_day, t.last_day, t.result, t.work_done as work, t.words, coalesce(e.name, 'somebody') as tested_by, t.tested_at
        from control_test t join roster_current r on r.id = 1 left join roster_entry e on e.roster = r.roster and e.person_id = t.tested_by
        where t.first_day = @from and t.last_day = @to order by t.tested_at, t.id
        """);

    private static readonly Sql Insert = new("""
        insert into control_test (id, control, control_version, first_day, last_day, result, work_done, words, tested_by, tested_at)
        values (@id, @control, @version, @from, @to, @result, @work, @words, @by, @now)
        """);

    private static readonly Sql Erase = new("update control_test set work_done = null, words = null where tested_by = @person");

    private static readonly Sql Every = new("select id, control, result, first_day, last_day, tested_by from control_test order by id");

    internal sealed record Concluded
    {
        public Id<ControlTest> Id { get; init; }

        public string Control { get; init; } = "";

        public string Result { get; init; } = "";

        public DateOnly FirstDay { get; init; }

        public DateOnly LastDay { get; init; }

        public Id<Person> TestedBy { get; init; }
    }

    private sealed record Row
    {
        public string Control { get; init; } = "";

        public int Version { get; init; }

        public DateOnly FirstDay { get; init; }

        public DateOnly LastDay { get; init; }

        public Conclusion Result { get; init; }

        public string? Work { get; init; }

        public string? Words { get; init; }

        public string TestedBy { get; init; } = "";

        public DateTimeOffset TestedAt { get; init; }

        public ControlTest Value => new() { Control = Control, Version = Version, From = FirstDay, To = LastDay, Result = Result, Work = Work, Words = Words, TestedBy = TestedBy, TestedAt = TestedAt };
    }

    /// <summary>Of just this period, the newest of each control.</summary>
    public static async Task<IReadOnlyDictionary<string, ControlTest>> Of(Read read, DateOnly from, DateOnly to) =>
        (await read.List<Row>(OfPeriod, new { from, to })).GroupBy(r => r.Control, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last().Value, StringComparer.Ordinal);

    /// <summary>Those that a newer one took the place of, too.</summary>
    internal static Task<IReadOnlyList<Concluded>> AllResults(Read read) => read.List<Concluded>(Every);

    internal static Task<int> Add(Tx tx, ControlTested tested) => tx.Run(Insert, new
    {
        id = tested.Test,
        control = tested.Control,
        version = tested.Version,
        from = tested.From,
        to = tested.To,
        result = tested.Result.ToString(),
        work = tested.Work.Text,
        words = tested.Words?.Text,
        by = tested.By,
        now = tx.Now,
    });

    internal static Task<int> EraseWords(Tx tx, Id<Person> person) => tx.Run(Erase, new { person });
}
