using System.Security.Cryptography;
using System.Text;
using ChatOpsCompliance.People;

namespace ChatOpsCompliance.Controls;

/// <summary>How the elements of a sample were found.</summary>
public enum SampleMethod
{
    /// <summary>The first by SHA-256 of seed and id, so that anybody with the seed finds the same.</summary>
    Seeded,

    /// <summary>Named by whoever asked for it.</summary>
    Chosen,
}

/// <summary>A part of a population that somebody looks at, one by one. Drawn once, never changed.</summary>
public sealed record Sample
{
    public required Id<Sample> Id { get; init; }

    public required int Number { get; init; }

    public string Reference => FormattableString.Invariant($"S-{Number}");

    /// <summary>For which control; null when for none in particular.</summary>
    public string? Control { get; init; }

    public required EvidenceSource Source { get; init; }

    public required DateOnly From { get; init; }

    public required DateOnly To { get; init; }

    public required SampleMethod Method { get; init; }

    /// <summary>Null when the elements were chosen.</summary>
    public string? Seed { get; init; }

    /// <summary>How many were asked for; all of a smaller population.</summary>
    public required int Wanted { get; init; }

    /// <summary>What it was drawn from, as it was then.</summary>
    public required int Population { get; init; }

    public required string PopulationHash { get; init; }

    public required string ElementsHash { get; init; }

    public required string DrawnBy { get; init; }

    public required DateTimeOffset DrawnAt { get; init; }

    /// <summary>As the audit log names them, in the order in which they were drawn.</summary>
    public IReadOnlyList<string> Elements { get; init; } = [];

    public string MethodText => Method == SampleMethod.Seeded
        ? FormattableString.Invariant($"the first {Elements.Count} of {Population} by SHA-256 of the seed “{Seed}” followed by the id")
        : FormattableString.Invariant($"{Elements.Count} of {Population}, chosen by id");
}

/// <summary>Draws by a seed: a fold over the ids of any number that keeps no more than are wanted.</summary>
public sealed class Draw(string seed, int wanted)
{
    public const int Most = 500;

    /// <summary>The last by rank comes out first.</summary>
    private readonly PriorityQueue<string, byte[]> kept = new(Comparer<byte[]>.Create((a, b) => b.AsSpan().SequenceCompareTo(a)));

    private readonly byte[] start = Encoding.UTF8.GetBytes(seed);

    private byte[] line = new byte[512];

    public int Count { get; private set; }

    public void Add(string id)
    {
        Count++;
        Span<byte> rank = stackalloc byte[32];
        var length = start.Length + Encoding.UTF8.GetMaxByteCount(id.Length);
        if (line.Length < length) line = new byte[length];
        start.CopyTo(line, 0);
        SHA256.HashData(line.AsSpan(0, start.Length + Encoding.UTF8.GetBytes(id, line.AsSpan(start.Length))), rank);
        if (kept.Count < wanted) kept.Enqueue(id, rank.ToArray());
        else if (kept.TryPeek(out _, out var last) && rank.SequenceCompareTo(last) < 0) kept.EnqueueDequeue(id, rank.ToArray());
    }

    /// <summary>In their order by rank. Can be asked once.</summary>
    public IReadOnlyList<string> Finish()
    {
        var drawn = new List<string>(kept.Count);
        while (kept.TryDequeue(out var id, out _)) drawn.Add(id);
        drawn.Reverse();
        return drawn;
    }

    /// <summary>SHA-256, lower-case hex, of the seed's and the id's UTF-8 bytes, one after the other: <c>printf %s%s "$seed" "$id" | sha256sum</c>.</summary>
    public static string Rank(string seed, string id) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(seed + id)));
}

/// <param name="Evidence">Of which population.</param>
/// <param name="PopulationHash">As a test sheet of the same period shows it.</param>
/// <param name="ElementsHash">SHA-256 over the ids in their order, each with a line feed after it.</param>
public sealed record SampleDrawn(Id<Sample> Sample, int Number, string? Control, string Evidence, DateOnly From, DateOnly To, SampleMethod Method, string? Seed, int Size, int Population, string PopulationHash, string ElementsHash, Id<Person> By) : Fact
{
    public override string Kind => "sample.drawn";

    public override string Subject => $"sample/{Sample}";
}

public sealed record OnlyComplianceTests() : Refusal("Only a compliance officer draws samples and concludes tests. An auditor names the seed or the ids, and they are recorded with the sample.");

public sealed record NoSuchControl(string Name) : Refusal($"There is no control {Name}.");

public sealed record NotInThePopulation(IReadOnlyList<string> Names)
    : Refusal($"Not in this population: {string.Join(", ", Names.Take(5))}{(Names.Count > 5 ? $" and {Names.Count - 5} more" : "")}. Write what the report of that kind shows: an item as 2026-01-01#12, an emergency change as EC-3, a deployment by the address of its run, or the audit log's name of it.");

public sealed record PopulationIsEmpty() : Refusal("There is nothing in this population in that period: choose another period.");
