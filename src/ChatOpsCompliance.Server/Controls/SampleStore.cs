using ChatOpsCompliance.Controls;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Controls;

/// <summary>Samples and their elements. Only ever inserted.</summary>
public static class SampleStore
{
    private const string Columns = """
        select s.id, s.number, s.control, s.evidence, s.first_day, s.last_day, s.method, s.seed, s.wanted, s.population, s.population_hash, s.elements_hash, coalesce(e.name, 'somebody') as drawn_by, s.drawn_at
        from evidence_sample s join roster_current r on r.id = 1 left join roster_entry e on e.roster = r.roster and e.person_id = s.drawn_by
        """;

    private static readonly Sql ByNumber = new(Columns + " where s.number = @number");

    private static readonly Sql Within = new(Columns + " where s.first_day <= @to and s.last_day >= @from order by s.number");

    private static readonly Sql NextNumber = new("select coalesce(max(number), 0) + 1 from evidence_sample");

    private static readonly Sql ElementsOf = new("select element from evidence_sample_element where sample_id = @id order by position");

    private static readonly Sql Insert = new("""
        insert into evidence_sample (id, number, control, evidence, first_day, last_day, method, seed, wanted, population, population_hash, elements_hash, drawn_by, drawn_at)
        values (@id, @number, @control, @evidence, @from, @to, @method, @seed, @wanted, @population, @populationHash, @elementsHash, @by, @now)
        """);

    private static readonly Sql InsertElement = new("insert into evidence_sample_element (sample_id, position, element) values (@id, @position, @element)");

    private sealed record Row
    {
        public Id<Sample> Id { get; init; }

        public int Number { get; init; }

        public string? Control { get; init; }

        public string Evidence { get; init; } = "";

        public DateOnly FirstDay { get; init; }

        public DateOnly LastDay { get; init; }

        public SampleMethod Method { get; init; }

        public string? Seed { get; init; }

        public int Wanted { get; init; }

        public int Population { get; init; }

        public string PopulationHash { get; init; } = "";

        public string ElementsHash { get; init; } = "";

        public string DrawnBy { get; init; } = "";

        public DateTimeOffset DrawnAt { get; init; }

        public Sample With(IReadOnlyList<string> elements) => new()
        {
            Id = Id,
            Number = Number,
            Control = Control,
            Source = EvidenceSource.Parse(Evidence)!,
            From = FirstDay,
            To = LastDay,
            Method = Method,
            Seed = Seed,
            Wanted = Wanted,
            Population = Population,
            PopulationHash = PopulationHash,
            ElementsHash = ElementsHash,
            DrawnBy = DrawnBy,
            DrawnAt = DrawnAt,
            Elements = elements,
        };
    }

    public static async Task<Sample?> One(Read read, int number) => await read.One<Row>(ByNumber, new { number }) is { } row ? row.With(await Elements(read, row.Id)) : null;

    /// <summary>Those of which some day lies in the period, in the order in which they were drawn.</summary>
    public static async Task<IReadOnlyList<Sample>> In(Read read, DateOnly from, DateOnly to)
    {
        var all = new List<Sample>();
        foreach (var row in await read.List<Row>(Within, new { from, to })) all.Add(row.With(await Elements(read, row.Id)));
        return all;
    }

    /// <summary>Every sample with the hash of the elements that are there now, and that of its population.</summary>
    internal static async Task<IReadOnlyList<(Id<Sample> Sample, string Elements, string Population)>> AllDrawn(Read read) =>
        [.. (await In(read, DateOnly.MinValue, DateOnly.MaxValue)).Select(s => (s.Id, Populations.Hash(s.Elements), s.PopulationHash.Trim()))];

    internal static Task<int> Next(Read read) => read.One<int>(NextNumber);

    internal static async Task Add(Tx tx, SampleDrawn drawn, int wanted, IReadOnlyList<string> elements)
    {
        await tx.Run(Insert, new
        {
            id = drawn.Sample,
            number = drawn.Number,
            control = drawn.Control,
            evidence = drawn.Evidence,
            from = drawn.From,
            to = drawn.To,
            method = drawn.Method.ToString(),
            seed = drawn.Seed,
            wanted,
            population = drawn.Population,
            populationHash = drawn.PopulationHash,
            elementsHash = drawn.ElementsHash,
            by = drawn.By,
            now = tx.Now,
        });
        foreach (var (n, element) in elements.Index()) await tx.Run(InsertElement, new { id = drawn.Sample, position = n + 1, element });
    }

    private static Task<IReadOnlyList<string>> Elements(Read read, Id<Sample> id) => read.List<string>(ElementsOf, new { id });
}
