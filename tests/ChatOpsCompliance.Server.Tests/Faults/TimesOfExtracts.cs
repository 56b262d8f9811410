using System.Globalization;
using ChatOpsCompliance.Access;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Server.Sources.Csv;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Faults;

/// <summary>Times have a fast path in and out, which must say what the slow one says.</summary>
public sealed class TimesOfExtracts
{
    [Fact]
    public void The_fast_path_reads_every_time_as_the_general_parser_does()
    {
        var random = Costly.Random();
        for (var i = 0; i < 20_000; i++)
        {
            var text = FormattableString.Invariant($"{random.Next(0, 3000):0000}-{random.Next(0, 14):00}-{random.Next(0, 33):00}T{random.Next(0, 26):00}:{random.Next(0, 62):00}:{random.Next(0, 62):00}Z");
            var known = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var slow);
            if (UtcTime.TryParse(text, out var fast)) Assert.True(known && slow == fast, text);
            else Assert.False(known && slow.Second != 0, text); // 24:00:00 and the like are the general parser's
        }
    }

    [Theory]
    [InlineData("2026-01-31T09:00:00")]
    [InlineData("2026-01-31T09:00:00+01:00")]
    [InlineData("2026-01-31 09:00:00Z")]
    [InlineData("２026-01-31T09:00:00Z")]
    [InlineData("")]
    public void Any_other_form_is_left_to_the_general_parser(string text) => Assert.False(UtcTime.TryParse(text, out _));

    [Fact]
    public void Written_times_are_as_the_ledger_has_always_written_them()
    {
        var random = Costly.Random();
        for (var i = 0; i < 20_000; i++)
        {
            var time = new DateTimeOffset(random.NextInt64(DateTime.MaxValue.Ticks), TimeSpan.Zero);
            Assert.Equal(time.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture), LedgerEntry.Time(time));
        }
    }

    [Fact]
    public void An_extract_time_is_cut_to_what_is_stored() =>
        Assert.Equal(0, new ExtractFacts(new DateTimeOffset(639_000_000_000_000_007, TimeSpan.Zero), "a", "b", 1).ExtractedAt.Ticks % TimeSpan.TicksPerMicrosecond);
}
