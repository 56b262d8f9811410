using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ChatOpsCompliance.Evidence;
using FsCheck.Xunit;
using Xunit;
using static ChatOpsCompliance.Tests.Some;

namespace ChatOpsCompliance.Tests.Evidence;

/// <summary>The vectors were made with printf and sha256sum: anybody can check a row without this program.</summary>
public sealed class HashingTheLedger
{
    private static readonly LedgerEntry First = new(1, "2026-03-02T09:00:00.123456Z", "item.decided", "campaign/c1/12", """{"via":"service"}""", """{"name":"Zoë"}""", LedgerEntry.Genesis);

    [Fact]
    public void A_row_is_one_line_of_json_and_its_sha256()
    {
        Assert.Equal(
            """{"actor":{"via":"service"},"at":"2026-03-02T09:00:00.123456Z","body":{"name":"Zoë"},"kind":"item.decided","prev":"0000000000000000000000000000000000000000000000000000000000000000","seq":1,"subject":"campaign/c1/12"}""",
            Encoding.UTF8.GetString(new LedgerHasher().Line(First)));
        Assert.Equal("0f2bb09a7f3dd877b457bb23389f558bfd19c41a604fa83444e423a0e6836a29", First.Hash());
    }

    [Fact]
    public void What_json_must_escape_is_escaped()
    {
        var row = new LedgerEntry(2, "2026-03-02T09:00:00.000000Z", "item.decided", "a\"b", """{"via":"service"}""", "{}", LedgerEntry.Genesis);

        Assert.Equal("0623d62dfdd9c7cf96b53aece1f82513c13e5d9cb2166265e4dd7554f1b52d30", row.Hash());
    }

    [Fact]
    public void Every_part_of_a_row_is_in_its_hash()
    {
        LedgerEntry[] others =
        [
            First with { Seq = 2 }, First with { At = "2026-03-02T09:00:00.123457Z" }, First with { Kind = "item.decidee" }, First with { Subject = "campaign/c1/13" },
            First with { Actor = """{"via":"servicf"}""" }, First with { Body = """{"name":"Zoe"}""" }, First with { Prev = new string('1', 64) },
        ];

        Assert.Equal(8, others.Append(First).Select(e => e.Hash()).Distinct(StringComparer.Ordinal).Count());
    }

    [Property]
    public void The_line_is_json_whatever_the_subject_holds(string? subject)
    {
        var hasher = new LedgerHasher();
        var row = First with { Subject = Wellformed(subject) };

        using var json = JsonDocument.Parse(hasher.Line(row).ToArray());

        Assert.Equal(row.Subject, json.RootElement.GetProperty("subject").GetString());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(hasher.Line(row))), row.Hash());
    }

    [Fact]
    public void Times_are_of_one_width_in_utc_and_to_the_microsecond() =>
        Assert.Equal("2026-03-02T09:00:00.123456Z", LedgerEntry.Time(Now.AddTicks(1_234_567).ToOffset(TimeSpan.FromHours(5))));

    /// <summary>Half a surrogate pair is no text: it becomes the replacement character before it reaches a row.</summary>
    private static string Wellformed(string? text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? ""));
}
