using System.Text;
using ChatOpsCompliance.Access;
using ChatOpsCompliance.Server.Sources;
using ChatOpsCompliance.Server.Sources.Csv;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Sources;

/// <summary>The access file: the contract, and what can be wrong with a file that somebody exported by hand.</summary>
public sealed class CsvMeetsTheContract : AccessSourceContract, IDisposable
{
    private const string Header =
        "account,account_type,person_email,owner_email,entitlement,environment,privileged,mfa,granted_at,last_used_at,expires_at,granted_via,request_ref,key_created_at,active";

    private const string Needed = "account,account_type,person_email,owner_email,entitlement,environment,privileged,mfa,granted_at,last_used_at,expires_at";

    private readonly string folder = Directory.CreateTempSubdirectory("csv-").FullName;

    [Fact]
    public async Task A_byte_order_mark_windows_lines_and_another_order_of_columns_are_fine()
    {
        var text = "entitlement,account,ACCOUNT_TYPE,person_email,owner_email,environment,privileged,mfa,granted_at,last_used_at,expires_at,colour\r\nwiki,ada,Human,ADA@Example.com,,,,,2026-01-01T10:00:00+02:00,,,green\r\n";

        var source = Written([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)]);
        var grant = Assert.Single(await Read(source)).Grant!;

        Assert.Equal(("ada", "wiki", "ada@example.com"), (grant.Account, grant.Entitlement, grant.PersonEmail));
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 8, 0, 0, TimeSpan.Zero), grant.GrantedAt);
        Assert.Equal(["colour"], source.Unknown);
    }

    [Theory]
    [InlineData("ada,robot,,,wiki,,,,,,", "line 2: account_type 'robot' is not human, service or shared")]
    [InlineData("ada,1,,,wiki,,,,,,", "line 2: account_type '1' is not human, service or shared")]
    [InlineData(",human,,,wiki,,,,,,", "line 2: account is empty")]
    [InlineData("ada,human,,,,,,,,,", "line 2: entitlement is empty")]
    [InlineData("ada,human,ada,,wiki,,,,,,", "line 2: person_email 'ada' is no e-mail address")]
    [InlineData("ada,human,,,wiki,,yes,,,,", "line 2: privileged 'yes' is neither true nor false nor empty")]
    [InlineData("ada,human,,,wiki,,,,2026-01-01,,", "line 2: granted_at '2026-01-01' is no ISO 8601 time with offset, such as 2026-01-31T09:00:00Z")]
    [InlineData("ada,human,,,wiki,,,,2026-01-01T10:00:00,,", "line 2: granted_at '2026-01-01T10:00:00' is no ISO 8601 time with offset, such as 2026-01-31T09:00:00Z")]
    [InlineData("ada,human,,,wiki,,,,,,,surplus", "line 2: 12 fields, the header has 11")]
    [InlineData("ada,human,,,wiki", "line 2: 5 fields, the header has 11")]
    [InlineData("\"ada,human,,,wiki,,,,,,", "line 2: the row is not well-formed CSV (a quote that does not end, or a field of over a million characters)")]
    public async Task A_bad_field_is_named_with_its_line(string row, string fault)
    {
        var rows = await Read(Written(Encoding.UTF8.GetBytes($"{Needed}\n{row}\n")));

        Assert.Equal(fault, Assert.Single(rows, r => r.Fault is not null).Fault!.ToString());
    }

    [Theory]
    [InlineData("account,account_type,person_email,owner_email,entitlement,environment,mfa,granted_at,last_used_at,expires_at\nada,robot,,,,,,,,\n", "line 1: the column privileged is missing")]
    [InlineData(Header + ",account\nada,robot,,,,,,,,,,,,,,\n", "line 1: the column account stands twice")]
    public async Task Without_its_columns_no_row_is_read(string text, string fault) =>
        Assert.Equal(fault, Assert.Single(await Read(Written(Encoding.UTF8.GetBytes(text)))).Fault!.ToString());

    [Fact]
    public async Task A_file_with_nothing_in_it_lacks_its_columns() =>
        Assert.All(await Read(Written([])), r => Assert.Equal(1, r.Line));

    [Fact]
    public async Task Bytes_that_are_no_UTF_8_are_told() =>
        Assert.Contains(await Read(Written([.. Encoding.UTF8.GetBytes(Header + "\nada,human,,,wiki "), 0xff, 0xfe, .. ",,,,,,\n"u8])), r => r.Fault?.Reason == "the text is not UTF-8");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    protected override IAccessSource Having(params IReadOnlyList<Grant> grants) => Written(Encoding.UTF8.GetBytes(string.Join('\n', grants.Select(Line).Prepend(Header)) + "\n"));

    protected override IAccessSource HavingABrokenRowAfter(IReadOnlyList<Grant> before, IReadOnlyList<Grant> after) =>
        Written(Encoding.UTF8.GetBytes(string.Join('\n', [Header, .. before.Select(Line), "broken,martian,,,x,,,,,,,,,,", .. after.Select(Line)]) + "\n"));

    private static string Line(Grant g) => string.Join(',', new[]
    {
        g.Account, g.AccountType.ToString(), g.PersonEmail, g.OwnerEmail, g.Entitlement, g.Environment, Text(g.Privileged), Text(g.Mfa), Text(g.GrantedAt), Text(g.LastUsedAt), Text(g.ExpiresAt),
        g.GrantedVia, g.RequestRef, Text(g.KeyCreatedAt), Text(g.Active),
    }.Select(f => f is null ? "" : $"\"{f.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));

    private static string? Text(bool? value) => value switch { true => "true", false => "false", null => null };

    private static string? Text(DateTimeOffset? time) => time?.ToString("yyyy-MM-dd'T'HH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture);

    private CsvAccessSource Written(byte[] bytes)
    {
        var path = Path.Combine(folder, Guid.NewGuid().ToString("N") + ".csv");
        File.WriteAllBytes(path, bytes);
        return new(path);
    }
}
