using ChatOpsCompliance.Controls;
using ChatOpsCompliance.Server.Controls;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Console;

/// <summary>Samples as they were drawn, and everything about each element.</summary>
internal sealed class SamplePages(ConsoleDoor door)
{
    public const string Route = "/samples", Home = ConsolePage.First + Route;

    public static string Address(Sample sample) => FormattableString.Invariant($"{Home}/{sample.Number}");

    public static string Address(Packet packet) => FormattableString.Invariant($"{Home}/{packet.Sample.Number}/{packet.Position}");

    public Task<IResult> One(int number, HttpContext http) => Of(http, number, async (read, visitor, sample, packets) => new Drawn<SamplePage>(new()
    {
        [nameof(SamplePage.Visitor)] = visitor,
        [nameof(SamplePage.Sample)] = sample,
        [nameof(SamplePage.Packets)] = packets,
        [nameof(SamplePage.Entry)] = await Packets.Recorded(read, sample),
    }));

    public Task<IResult> Element(int number, int position, HttpContext http) => Of(http, number, (_, visitor, _, packets) => Task.FromResult<IResult>(position >= 1 && position <= packets.Count
        ? new Drawn<PacketPage>(new() { [nameof(PacketPage.Visitor)] = visitor, [nameof(PacketPage.Packet)] = packets[position - 1], [nameof(PacketPage.Of)] = packets.Count })
        : new Drawn<SentencePage>(SentencePage.NotFound(visitor), StatusCodes.Status404NotFound)));

    private Task<IResult> Of(HttpContext http, int number, Func<Read, Visitor, Sample, IReadOnlyList<Packet>, Task<IResult>> show) => door.Evidence(http, "Samples are shown to compliance officers, executives and auditors.", async (read, visitor) =>
    {
        if (await SampleStore.One(read, number) is not { } sample) return new Drawn<SentencePage>(SentencePage.NotFound(visitor), StatusCodes.Status404NotFound);
        return visitor.Sight.Sees(sample.From, sample.To) ? await show(read, visitor, sample, await Packets.Of(read, sample)) : await door.Outside(read, visitor);
    });
}
