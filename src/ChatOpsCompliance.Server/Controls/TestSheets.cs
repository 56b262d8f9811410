using ChatOpsCompliance.Controls;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Controls;

/// <summary>Control test sheets of a period.</summary>
public static class TestSheets
{
    /// <param name="only">One control alone; null for all.</param>
    public static async Task<IReadOnlyList<TestSheet>> Of(Read read, ReportScope scope, string? only = null)
    {
        var (from, to) = Coverage.Days(scope);
        var samples = (await SampleStore.In(read, from, to)).Where(s => s.From >= from && s.To <= to).ToLookup(s => s.Control, StringComparer.Ordinal);
        var tests = await ControlTestStore.Of(read, from, to);
        return [.. (await Coverage.Of(read, scope, only)).Select(c => new TestSheet(c, [.. samples[c.Control.Name]], tests.GetValueOrDefault(c.Control.Name)))];
    }
}
