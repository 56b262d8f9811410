using System.Globalization;
using ChatOpsCompliance.AccessReviews;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.ReportFiles;

/// <summary>Pages that somebody hands to an auditor.</summary>
public sealed class ReportsOnPaper
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Each_page_has_the_header_and_says_which_of_how_many_it_is()
    {
        var table = EveryFormatTellsTheSame.Some(Enumerable.Range(1, 200).Select(i => new EveryFormatTellsTheSame.Line($"Person {i}", i, At, new(2026, 3, 2), Outcome.Kept)));
        var pages = ReportFile.Pages(ReportFile.Of("pdf", table)).Select(p => ReportFile.Tight(string.Concat(p.Letters.Select(l => l.Value)))).ToList();

        Assert.InRange(pages.Count, 3, 30);
        Assert.All(pages, p => Assert.Contains("whocountatdayoutcome", p, StringComparison.Ordinal));
        Assert.All(pages.Select((p, i) => (p, i)), p => Assert.EndsWith(string.Create(CultureInfo.InvariantCulture, $"Page{p.i + 1}of{pages.Count}"), p.p, StringComparison.Ordinal));
        Assert.All(Enumerable.Range(1, 200), i => Assert.Single(pages, p => p.Contains($"Person{i}{i}2026-03-02", StringComparison.Ordinal)));
    }

    [Fact]
    public void Nothing_is_drawn_beyond_the_margins_or_over_its_neighbour()
    {
        var token = new string('W', 300);
        var table = EveryFormatTellsTheSame.Some([new(token, int.MaxValue, At, new(2026, 3, 2), Outcome.RemovedBeforeDecision), new("arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/eu-central-1/Administrator", 2, At, null, null)]);

        foreach (var page in ReportFile.Pages(ReportFile.Of("pdf", table)))
        {
            Assert.All(page.Letters, l => Assert.True(l.EndBaseLine.X <= 842 - 39 && l.StartBaseLine.X >= 39 && l.StartBaseLine.Y > 20, $"{l.Value} at {l.StartBaseLine}"));
            var lines = page.Letters.Where(l => l.Value != " ").GroupBy(l => Math.Round(l.StartBaseLine.Y, 1));
            Assert.All(lines, line => Assert.All(line.OrderBy(l => l.StartBaseLine.X).Pairwise(), p => Assert.True(p.Second.StartBaseLine.X >= p.First.EndBaseLine.X - 0.05, $"{p.First.Value} over {p.Second.Value}")));
        }
    }

    [Fact]
    public void A_reason_longer_than_a_page_goes_on_on_the_next()
    {
        var words = string.Join(' ', Enumerable.Range(1, 3000).Select(i => $"word{i}"));
        var file = ReportFile.Of("pdf", EveryFormatTellsTheSame.Some([new(words, 1, At, null, null), new("the next row", 2, At, null, null)]));

        var letters = ReportFile.Letters(file);
        Assert.True(ReportFile.Pages(file).Count > 1);
        Assert.All(Enumerable.Range(1, 3000), i => Assert.Contains($"word{i}", letters, StringComparison.Ordinal));
        Assert.Contains("thenextrow", letters, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("张伟, 山田太郎, 김철수", "张伟, 山田太郎, 김철수")]
    [InlineData("Дмитрий Ωμέγα Nguyễn Thị Ánh", "Дмитрий Ωμέγα Nguyễn Thị Ánh")]
    [InlineData("Z\u030colta\u0301n", "\u017dolt\u00e1n")]
    [InlineData("on call 🚒", "on call [U+1F692]")]
    [InlineData("bell\u0007rings and\u200bspace", "bell rings andspace")]
    [InlineData("דנה לוי", "יול הנד")]
    public void Every_name_can_be_read(string name, string drawn)
    {
        var letters = ReportFile.Letters(ReportFile.Of("pdf", EveryFormatTellsTheSame.Some([new(name, 1, null, null, null)])));

        Assert.Contains(ReportFile.Tight(drawn), letters, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_character_breaks_nothing()
    {
        var table = EveryFormatTellsTheSame.Some([new("half \ud83d of one", 1, null, null, null)]);

        Assert.Contains("half�ofone", ReportFile.Letters(ReportFile.Of("pdf", table)), StringComparison.Ordinal);
        Assert.All((string[])["csv", "json"], f => Assert.Equal("half � of one", ReportFile.Rows(f, table)[1][0]));
        Assert.Contains("half _xD83D_ of one", ReportFile.Part(ReportFile.Of("xlsx", table), "xl/worksheets/sheet1.xml").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_thousand_kinds_of_characters_are_no_trouble()
    {
        var names = Enumerable.Range(0x4e00, 2000).Chunk(20).Select(cs => string.Concat(cs.Select(c => (char)c))).ToList();
        var letters = ReportFile.Letters(ReportFile.Of("pdf", EveryFormatTellsTheSame.Some(names.Select((n, i) => new EveryFormatTellsTheSame.Line(n, i, null, null, null)))));

        Assert.All(names, n => Assert.Contains(n, letters, StringComparison.Ordinal));
    }
}

internal static class Pairs
{
    public static IEnumerable<(T First, T Second)> Pairwise<T>(this IEnumerable<T> items)
    {
        var all = items.ToList();
        return all.Zip(all.Skip(1));
    }
}
