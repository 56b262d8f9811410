using System.Diagnostics;
using System.Text.Json.Nodes;
using ChatOpsCompliance.Server.Tests.Stories;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Cli;

/// <summary>The program as an operator runs it: a process of its own, its exit code and what it prints.</summary>
public sealed class TheVerbs : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("verbs-").FullName;

    public TheVerbs() => File.WriteAllText(Path.Combine(folder, "appsettings.json"), $$"""
        {
          "Storage": { "ConnectionString": "Data Source=compliance.db" },
          "Systems": { "github": { "Owner": "{{Org.SystemOwner}}" } },
          "Reviews": { "everything": { "Scope": "all", "Cron": "0 9 1 1,7 *", "TimeZone": "Europe/Berlin", "Owner": "{{Org.Compliance}}", "Fallback": "{{Org.Fallback}}", "FreshDays": "365" } }
        }
        """);

    [Fact]
    public async Task Take_in_a_real_organisation_and_launch_its_review()
    {
        var today = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        var rows = File.ReadAllLines(Org.Access("2024-12-31")).Length - 1;

        var people = await Run("import", "people", Org.People("2024-12-31"));
        var dry = await Run(Access(rows, today, "--dry-run"));
        var access = await Run(Access(rows, today, "--json"));
        var would = await Run("campaign", "launch", "everything", "--period", "2026-07-01", "--dry-run");
        var launched = await Run("campaign", "launch", "everything", "--period", "2026-07-01", "--json");
        var twice = await Run("campaign", "launch", "everything", "--period", "2026-07-01");
        var shown = await Run("campaign", "show", Json(launched)["campaign"]!.ToString());
        var report = await Run("report", "completion", "--campaign", Json(launched)["campaign"]!.ToString(), "--format", "json");
        var file = Path.Combine(folder, "risks.pdf");
        var risks = await Run("report", "accepted-risks", "--from", "2026-01-01", "--to", "2026-12-31", "--format", "pdf", "--out", file);
        var leavers = await Run("report", "leaver-removal", "--campaign", Json(launched)["campaign"]!.ToString());
        var list = await Run("report", "list");
        var ledger = await Run("ledger", "verify");

        Assert.Equal((0, "Imported 542 people. Joined 542"), (people.Code, people.Out[..31]));
        Assert.Equal((0, $"Would import {rows} grants of github; the source counted {rows} rows."), (dry.Code, dry.Out.Trim()));
        Assert.Equal(rows, Json(access)["snapshot"]!["count"]!.GetValue<int>());
        Assert.StartsWith($"Would launch everything for 2026-07-01: {rows} items, ", would.Out, StringComparison.Ordinal);
        Assert.Equal(rows, Json(launched)["population"]!.GetValue<int>());
        Assert.Equal(1, twice.Code);
        Assert.Contains("was launched already", twice.Error, StringComparison.Ordinal);
        Assert.Contains("ties out", shown.Out, StringComparison.Ordinal);
        Assert.Equal(rows, Json(report)["rows"]!.AsArray().Count);
        Assert.Equal((0, "%PDF"), (risks.Code, System.Text.Encoding.ASCII.GetString(File.ReadAllBytes(file), 0, 4)));
        Assert.Equal((1, "This report is of a period: say its first and its last day, such as 2026-01-01 and 2026-06-30."), (leavers.Code, leavers.Error.Trim()));
        Assert.Equal(ChatOpsCompliance.Server.Reports.Reports.All.Count, list.Out.Trim().Split('\n').Length);
        Assert.Equal(0, ledger.Code);
        Assert.StartsWith("Whole: 3 rows", ledger.Out, StringComparison.Ordinal);
        Assert.Contains("Not proven: No checkpoint from outside", ledger.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuse_with_one_and_name_the_rows()
    {
        var faulty = await Run("import", "people", Org.People("faulty-2026-03-31"));
        await Run("import", "people", Org.People("2026-06-30"));
        var count = await Run(Access(7, "2026-01-01T00:00:00Z"));
        var system = await Run("import", "access", "--system", "gitlab", "--extracted-at", "2026-01-01T00:00:00Z", "--extracted-by", "x", "--method", "m", "--source-count", "1", Org.Access("2024-12-31"));

        Assert.Equal(1, faulty.Code);
        Assert.Contains("people.csv, line 370: person_id P-73cb7da188 stands on line 369 already", faulty.Error, StringComparison.Ordinal);
        Assert.Equal(1, count.Code);
        Assert.Contains("The source counted 7 rows, the file has 880.", count.Error, StringComparison.Ordinal);
        Assert.Equal(1, system.Code);
        Assert.Contains("There is no system gitlab", system.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("import access file.csv")]
    [InlineData("import people nowhere.csv")]
    [InlineData("campaign launch everything --period yesterday")]
    [InlineData("doctor --settings nowhere.json")]
    [InlineData("report completion --format docx")]
    [InlineData("report decisions --from yesterday --to 2026-01-01")]
    [InlineData("demo --port 99999")]
    [InlineData("ledger verify --since 0")]
    [InlineData("import access --system github --extracted-at 01/02/2026 --extracted-by x --method m --source-count 1 appsettings.json")]
    [InlineData("run")]
    public async Task Wrong_usage_or_configuration_is_two(string line)
    {
        var result = await Run(line.Split(' '));

        Assert.Equal(2, result.Code);
        Assert.NotEmpty(result.Error);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_it_depends_on_being_away_is_three()
    {
        File.WriteAllText(Path.Combine(folder, "compliance.db"), "this is no database, this is a text that somebody put here");

        var result = await Run("campaign", "list");

        Assert.Equal(3, result.Code);
        Assert.Contains("Not done", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_has_help()
    {
        foreach (var verb in (string[])["run", "demo", "migrate", "doctor", "import people", "import access", "campaign list", "campaign show", "campaign launch", "report", "ledger verify", "outbox list", "outbox retry"])
        {
            var help = await Run([.. verb.Split(' '), "--help"]);
            Assert.Equal(0, help.Code);
            Assert.Contains("Usage:", help.Out, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Doctor_says_what_to_mend_and_migrate_what_is_pending()
    {
        var sick = await Run("doctor");
        var pending = await Run("migrate", "--dry-run");
        var ran = await Run("migrate");
        var again = await Run("migrate", "--json");

        Assert.Equal(1, sick.Code);
        Assert.Contains("BAD  signing key: Evidence:SigningKey is missing", sick.Out, StringComparison.Ordinal);
        Assert.Contains("run migrate", sick.Out, StringComparison.Ordinal);
        Assert.StartsWith("Pending:", pending.Out, StringComparison.Ordinal);
        Assert.StartsWith("Ran:", ran.Out, StringComparison.Ordinal);
        Assert.Empty(Json(again)["pending"]!.AsArray());
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string[] Access(int count, string at, params string[] more) =>
        ["import", "access", "--system", "github", "--extracted-at", at, "--extracted-by", "jana", "--method", "all", "--source-count", count.ToString(System.Globalization.CultureInfo.InvariantCulture), Org.Access("2024-12-31"), .. more];

    private static JsonNode Json((int Code, string Out, string Error) result) => JsonNode.Parse(result.Out) ?? throw new InvalidOperationException(result.Error);

    private async Task<(int Code, string Out, string Error)> Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "chatops-compliance.dll"), .. arguments]) { UseShellExecute = false, WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
