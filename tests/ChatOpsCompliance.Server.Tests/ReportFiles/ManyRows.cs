using System.Globalization;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Server.Reports;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.ReportFiles;

/// <summary>More rows than are kept in memory: they stand in a file meanwhile, and nobody can tell by the report.</summary>
public sealed class ManyRows
{
    private sealed record Line(int Number, string Text, long? Large, DateTimeOffset At, DateOnly? Day);

    private static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    private static readonly Line[] Lines =
        [.. Enumerable.Range(0, ReportRows.MostInMemory + 500).Select(i => new Line(i, i % 7 == 0 ? $"half \ud83d of {i}, \"quoted\"" : $"Žofie 张伟 {i}", i % 3 == 0 ? null : i * 10_000_000_000L, Start.AddMinutes(i * 7919 % 10_000), i % 5 == 0 ? null : new DateOnly(2026, 1, 1).AddDays(i)))];

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    [InlineData("xlsx")]
    public async Task Are_the_same_file(string format)
    {
        using var many = await ReportRows.Of(Draft(), Lines.ToAsyncEnumerable());

        Assert.Equal(ReportFile.Of(format, Draft().Of(Lines)), ReportFile.Of(format, many));
    }

    [Fact]
    public async Task Stand_in_their_places_and_are_counted_once()
    {
        using var many = await ReportRows.Of(Draft(ordered: true), Lines.ToAsyncEnumerable());

        Assert.Equal(Draft(ordered: true).Of(Lines).Rows.Select(Shown), many.Rows.Select(Shown));
        Assert.Equal(Lines.Count(l => l.Number != 3), many.Facts.Single().Value);
        Assert.Equal(Shown(many.Rows[^1]), Shown(Draft(ordered: true).Of(Lines).Rows[^1]));
    }

    [Fact]
    public async Task Are_gone_with_the_report()
    {
        var many = await ReportRows.Of(Draft(), Lines.ToAsyncEnumerable());
        var file = ((ReportRows)many.Rows).File;

        Assert.True(File.Exists(file));
        many.Dispose();
        Assert.False(File.Exists(file));
    }

    private static string Shown(IReadOnlyList<object?> row) => string.Join('|', row.Select(v => string.Create(CultureInfo.InvariantCulture, $"{v?.GetType().Name} {ReportTable.Text(v)}")));

    /// <summary>The fourth line does not belong to it.</summary>
    private static ReportDraft<Line> Draft(bool ordered = false)
    {
        var count = 0;
        return new("example", "Many rows", [new("number", l => l.Number), new("text", l => l.Text), new("large", l => l.Large), new("at", l => l.At), new("day", l => l.Day)], _ => count++, () => [new("lines", count)])
        {
            Takes = l => l.Number != 3,
            Place = ordered ? l => (l.At.UtcTicks, l.Number % 2, 0) : null,
        };
    }
}
