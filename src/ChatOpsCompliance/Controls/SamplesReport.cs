using ChatOpsCompliance.Evidence;

namespace ChatOpsCompliance.Controls;

/// <summary>Something that is known of an element of a sample.</summary>
/// <param name="Entry">Its number in the audit log; null for what stands in the tables.</param>
/// <param name="What">A fact's name, or the kind of an entry.</param>
public sealed record PacketLine(string Part, DateTimeOffset? At, string What, string Says, string? Who, long? Entry);

/// <summary>Everything there is about one element of a sample.</summary>
/// <param name="Name">As people name it; the id when nobody does.</param>
public sealed record Packet(Sample Sample, int Position, string Element, string Name, IReadOnlyList<PacketLine> Lines);

/// <summary>The samples that were drawn of a period, and how to draw each again.</summary>
public static class SamplesReport
{
    public const string Name = "samples";

    private static readonly IReadOnlyList<ReportColumn<(Sample Sample, int Position, string Element, string Named)>> Columns =
    [
        new("sample", l => l.Sample.Reference),
        new("control", l => l.Sample.Control, Below: true),
        new("evidence", l => l.Sample.Source.ToString()),
        new("from", l => l.Sample.From),
        new("to", l => l.Sample.To, Below: true),
        new("method", l => l.Sample.Method),
        new("seed", l => l.Sample.Seed, Below: true),
        new("population", l => l.Sample.Population),
        new("population_hash", l => l.Sample.PopulationHash),
        new("drawn_by", l => l.Sample.DrawnBy),
        new("drawn_at", l => l.Sample.DrawnAt, Below: true),
        new("position", l => l.Position),
        new("element", l => l.Named),
        new("id", l => l.Element, Below: true),
        new("rank", l => l.Sample.Seed is { } seed ? Draw.Rank(seed, l.Element) : null),
    ];

    public static ReportTable Of(ReportScope scope, IReadOnlyList<Packet> packets) => ReportTable.Of(
        Name,
        scope.Title("samples"),
        [.. scope.Facts, new("samples", packets.Select(p => p.Sample.Id).Distinct().Count()), new("elements", packets.Count)],
        Columns,
        packets.Select(p => (p.Sample, p.Position, p.Element, p.Name))) with
    { Notes = ["A seeded sample is the first of its population by rank: SHA-256 of the seed followed by the id, both as UTF-8, in lower-case hex. The population's hash stands in the audit log with the draw."] };
}

/// <summary>The packets of all samples of a period: each element with everything about it, one line each.</summary>
public static class PacketsReport
{
    public const string Name = "sample-packets";

    private static readonly IReadOnlyList<ReportColumn<(Packet Packet, PacketLine Line)>> Columns =
    [
        new("sample", l => l.Packet.Sample.Reference),
        new("position", l => l.Packet.Position, Below: true),
        new("element", l => l.Packet.Name),
        new("id", l => l.Packet.Element, Below: true),
        new("part", l => l.Line.Part),
        new("at", l => l.Line.At),
        new("what", l => l.Line.What),
        new("says", l => l.Line.Says),
        new("who", l => l.Line.Who),
        new("entry", l => l.Line.Entry),
    ];

    public static ReportTable Of(ReportScope scope, IReadOnlyList<Packet> packets) => ReportTable.Of(
        Name,
        scope.Title("packets of samples"),
        [.. scope.Facts, new("elements", packets.Count)],
        Columns,
        packets.SelectMany(p => p.Lines.Select(l => (p, l)))) with
    { Notes = ["'entry' is the number in the audit log; without one it is as the tables have it now."] };
}
