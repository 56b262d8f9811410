using System.Text;
using ChatOpsCompliance.Access;
using ChatOpsCompliance.Server.Sources.Csv;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Sources;

/// <summary>What is no access file is refused with a line and a reason, never half understood and never a crash.</summary>
public sealed class AnAccessFileIsReadStrictly : IDisposable
{
    private const string Header = "account,account_type,person_email,owner_email,entitlement,environment,privileged,mfa,granted_at,last_used_at,expires_at\n";

    private const string Row = "ada,human,ada@example.com,,web: write,production,false,true,2025-01-31T09:00:00Z,,\n";

    private readonly string path = Path.GetTempFileName();

    [Fact]
    public async Task A_sound_file_has_no_fault()
    {
        Assert.Empty(await Faults(Header + Row));
        Assert.Empty(await Faults("\ufeff" + (Header + Row).Replace("\n", "\r\n", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_empty_one_says_so() => Assert.Equal(["line 1: the file is empty; it has not even a header row"], await Faults(""));

    [Fact]
    public async Task What_is_not_UTF_8_says_so() => Assert.EndsWith("the text is not UTF-8", Assert.Single(await Faults([.. Encoding.UTF8.GetBytes(Header), 0xff, 0xfe])), StringComparison.Ordinal);

    [Fact]
    public async Task A_field_without_end_says_so() => Assert.Contains("a field of over a million characters", Assert.Single(await Faults(Header + new string('x', 2_000_000))), StringComparison.Ordinal);

    [Fact]
    public async Task A_row_cut_off_is_no_row_of_unknowns() => Assert.Contains("line 3: 5 fields, the header has 11", await Faults(Header + Row + "ben,human,ben@example.com,,web: write\n"));

    [Theory]
    [InlineData("01/02/2026 10:00Z")]
    [InlineData("10:00Z")]
    [InlineData("2026-01-31")]
    [InlineData("2026-01-31T09:00:00")]
    [InlineData("31 January 2026 10:00:00 +01:00")]
    public async Task A_time_that_could_be_another_is_a_fault(string time) =>
        Assert.Contains($"granted_at '{time}'", Assert.Single(await Faults(Header + Row.Replace("2025-01-31T09:00:00Z", time, StringComparison.Ordinal))), StringComparison.Ordinal);

    [Theory]
    [InlineData("2026-01-31T09:00Z")]
    [InlineData("2026-01-31T10:00:00.1234567+01:00")]
    [InlineData("2026-01-31 09:00:00Z")]
    public async Task An_ISO_time_with_offset_is_none(string time) => Assert.Empty(await Faults(Header + Row.Replace("2025-01-31T09:00:00Z", time, StringComparison.Ordinal)));

    public void Dispose() => File.Delete(path);

    private Task<List<string>> Faults(string text) => Faults(Encoding.UTF8.GetBytes(text));

    private async Task<List<string>> Faults(byte[] content)
    {
        await File.WriteAllBytesAsync(path, content, TestContext.Current.CancellationToken);
        var faults = new List<string>();
        await foreach (var row in new CsvAccessSource(path).Rows(TestContext.Current.CancellationToken))
            if (row.Fault is { } fault) faults.Add(fault.ToString());
        return faults;
    }
}
