using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpsCompliance.Server.Chat.Teams;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Chat.Teams;

/// <summary>A form travels with its buttons and is drawn again from what comes back: whatever somebody made of it, that costs little and ends.</summary>
public sealed class HostileFormsCostLittle
{
    private const long MostBytes = 256L << 20;

    private static readonly string Button = """{"Verb":{"Name":"a.b"},"Label":"x","Values":{},"Style":"Plain"}""";

    public static TheoryData<string, string> Hostile => new()
    {
        { "a bar longer than memory", Form("""{"kind":"progress","Done":1000000000,"Total":1,"Label":"x"}""") },
        { "a bar of less than nothing", Form("""{"kind":"progress","Done":-7,"Total":3,"Label":"x"}""") },
        { "a bar below zero", Form("""{"kind":"progress","Done":7,"Total":-3,"Label":"x"}""") },
        { "a way to nowhere", Form("""{"kind":"links","All":[{"Label":"x","Address":"nowhere"}]}""") },
        { "a way into a script", Form("""{"kind":"links","All":[{"Label":"x","Address":"javascript:alert(1)"}]}""") },
        { "many buttons, each with all that is hidden", Form($$"""{"kind":"buttons","All":[{{Many(3000, _ => Button)}}]}""", Many(10_000, n => $"\"h{n}\":\"\"")) },
        { "many fields", Form(Many(3000, n => $$"""{"kind":"write","Name":"w{{n}}","Label":"x"}""")) },
        { "many choices", Form($$"""{"kind":"tick","Name":"t","Label":"x","Options":[{{Many(6000, n => $$"""{"Value":"{{n}}","Label":"x"}""")}}]}""") },
        { "many stamps", Form(Many(3000, _ => """{"kind":"paragraph","Text":"2026-01-01 00:00 UTC 2026-01-02 00:00 UTC 2026-01-03 00:00 UTC"}""")) },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void It_is_drawn_or_given_up_for_little(string what, string form)
    {
        var (before, watch) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.StartNew());

        var outcome = Draw(form);

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < MostBytes, $"{what}: {(GC.GetAllocatedBytesForCurrentThread() - before) >> 20} MB, {outcome}");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{what}: {watch.Elapsed}, {outcome}");
        Assert.DoesNotContain("javascript", outcome, StringComparison.Ordinal);
    }

    [Fact]
    public void As_many_values_as_an_activity_holds_are_read_in_no_time()
    {
        var inputs = Many(30_000, n => $"\"in.{n}\":\"\"");
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(30_000, Unpack("{\"verb\":\"a.b\",\"data\":{" + inputs + "}}").Values.Count());

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64L << 20);
    }

    private static string Draw(string form)
    {
        var press = Unpack(new JsonObject { ["verb"] = "a.b", ["data"] = new JsonObject { ["shown"] = Brotli(form) } }.ToJsonString());
        if (press.Shown is null) return "given up when it came";
        try
        {
            return TeamsCards.Of(press.Shown, "a line", "m:1", []).ToJsonString();
        }
        catch (TooLargeForTeamsException)
        {
            return "given up when it was drawn";
        }
    }

    private static TeamsPress Unpack(string action) => TeamsValues.Unpack(JsonDocument.Parse(action).RootElement)!;

    private static string Form(string blocks, string hidden = "") => $$"""{"Title":"x","Blocks":[{{blocks}}],"Submit":{{Button}},"Others":[],"Hidden":{ {{hidden}} } }""";

    private static string Many(int count, Func<int, string> one) => string.Join(',', Enumerable.Range(0, count).Select(one));

    private static string Brotli(string text)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal)) brotli.Write(Encoding.UTF8.GetBytes(text));
        return Convert.ToBase64String(packed.ToArray());
    }
}
