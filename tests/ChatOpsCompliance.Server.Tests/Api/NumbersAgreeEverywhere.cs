using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Api;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Configuration;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Tests.Console;
using ChatOpsCompliance.Server.Tests.ReportFiles;
using ChatOpsCompliance.Server.Tests.Stories;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Api;

/// <summary>One review that is half done, told by the console, the API, the shell and every file; each is read back as whoever gets it would, and counted.</summary>
public sealed partial class NumbersAgreeEverywhere(ConsoleHost host) : IClassFixture<ConsoleHost>
{
    /// <summary>In the order of the two equations.</summary>
    private static readonly List<string> Labels = [.. new TieOut().Equations().SelectMany(e => e.Parts.Select(p => p.Label).Prepend(e.Whole))];

    [Fact]
    public async Task Of_one_review()
    {
        await Play();
        var id = host.Campaign.Id;
        using var grace = await host.Visit("Grace");
        using var http = new HttpClient { BaseAddress = host.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", (await host.Get<MakeKeys>().Create("tool", KeyScope.Reading(new("compliance")), 30, Actor.Service, dryRun: false, TestContext.Current.CancellationToken)).Value.Text);
        async Task<byte[]> Api(string path) => await http.GetByteArrayAsync(new Uri($"/api/v1/{path}", UriKind.Relative), TestContext.Current.CancellationToken);
        async Task<byte[]> File(string format) => (await grace.Get($"/console/campaigns/{id}/completion.{format}")).Content;
        var detail = JsonNode.Parse(await Api($"campaigns/{id}"))!.ToJsonString();
        var page = await (await grace.Get($"/console/campaigns/{id}")).Page();

        var told = new Dictionary<string, int[]>
        {
            ["the console's page"] = Sentences(string.Join(' ', page.QuerySelectorAll(".equation").Select(e => e.TextContent))),
            ["the API's review"] = TieOutOf(JsonNode.Parse(detail)!["tie_out"]!),
            ["the API's items and removals"] = Counted(JsonNode.Parse(await Api($"items?campaign={id}&limit=1000"))!, JsonNode.Parse(await Api($"remediations?campaign={id}&limit=1000"))!),
            ["the shell in words"] = Sentences(await Shell("campaign", "show", $"{id}")),
            ["csv, counted"] = Rows(ReportFile.Rows("csv", await File("csv"))),
            ["xlsx, counted"] = Rows(ReportFile.Rows("xlsx", await File("xlsx"))),
            ["json, counted"] = Rows(ReportFile.Rows("json", await File("json"))),
            ["xlsx, its facts"] = Facts(ReportFile.Facts("xlsx", await File("xlsx"))),
            ["json, its facts"] = Facts(ReportFile.Facts("json", await File("json"))),
            ["csv of the shell"] = Rows(ReportFile.Rows("csv", System.Text.Encoding.UTF8.GetBytes(await Shell("report", "completion", "--campaign", $"{id}")))),
            ["xlsx of the API"] = Rows(ReportFile.Rows("xlsx", await Api($"reports/completion?campaign={id}&format=xlsx"))),
            ["the paper"] = Sentences(ReportFile.Letters(await File("pdf"))),
        };

        var expected = told["the API's review"];
        Assert.Equal((26, 6), (expected[0], expected[Labels.Count - 5]));
        Assert.True(expected.Distinct().Count() >= 5, string.Join(' ', expected));
        Assert.All(told, t => Assert.Equal((t.Key, string.Join(' ', expected)), (t.Key, string.Join(' ', t.Value))));
        Assert.Equal(detail, JsonNode.Parse(await Shell("campaign", "show", $"{id}", "--json"))!.ToJsonString());
        Assert.Equal(detail, JsonNode.Parse(await Shell("read", "campaign", $"{id}"))!.ToJsonString());
        Assert.Equal(Same(await Api($"items?campaign={id}&outcome=revoked")), Same(await Shell("read", "items", "--campaign", $"{id}", "--outcome", "revoked")));
        Assert.Equal(Same(await Api("campaigns")), Same(await Shell("campaign", "list", "--json")));
        Assert.Equal(Same(await Api("reports")), Same(await Shell("report", "list", "--json")));
    }

    /// <summary>Six revoked, of which two are claimed and one accepted; some kept, the rest undecided.</summary>
    private async Task Play()
    {
        var router = host.Get<ChatRouter>();
        Task<Reply> Act(Id<ChatOpsCompliance.People.Person> by, Verb verb, Values values) => router.Handle(by, verb, values, Guid.NewGuid().ToString(), TestContext.Current.CancellationToken);
        var decided = 0;
        foreach (var item in await host.Read(r => ItemStore.Page(r, host.Campaign.Id, 0, 100)))
        {
            if (decided == 15) break;
            if (await Act(item.Reviewer, ReviewVerbs.Decide, Deciding.As(item, decided < 6 ? "revoke:other" : "keep:needed", "as agreed")) is not Finish) continue;
            decided++;
        }

        Assert.Equal(15, decided);
        var tasks = await host.Read(r => RemediationStore.Of(r, host.Campaign.Id));
        foreach (var task in tasks.Take(2)) Assert.IsType<Finish>(await Act(task.Owner, RemovalVerbs.Claim, new() { [RemovalVerbs.Removed] = task.Id.ToString() }));
    }

    /// <summary>As whoever runs the demo would, beside it.</summary>
    private async Task<string> Shell(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "chatops-compliance.dll"), .. arguments, "--settings", Path.Combine(host.Folder, SettingsFile.Default)]) { UseShellExecute = false, WorkingDirectory = host.Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await error);
        return await output;
    }

    private static string Same(string json) => JsonNode.Parse(json)!.ToJsonString();

    private static string Same(byte[] json) => JsonNode.Parse(json)!.ToJsonString();

    /// <summary><c>26 in the population = 9 kept + …</c>, with or without spaces.</summary>
    private static int[] Sentences(string text)
    {
        var tight = ReportFile.Tight(text);
        return [.. Labels.Select(label => int.Parse(Regex.Match(tight, $@"{(Labels.IndexOf(label) is 0 or 9 ? "" : "(?<=[=+])")}(\d+){Regex.Escape(ReportFile.Tight(label))}(?=[+=≠.]|$|\d|tiesout)", RegexOptions.None, TimeSpan.FromSeconds(1)) is { Success: true } m ? m.Groups[1].Value : throw new InvalidOperationException($"{label} is not in {tight}"), CultureInfo.InvariantCulture))];
    }

    private static int[] TieOutOf(JsonNode t) => Of(
        outcome => (int)t[ApiJson.Name(outcome.ToString())]!, (int)t["removals_verified"]!, (int)t["removals_confirmed_by_inspection"]!, (int)t["risks_accepted"]!, (int)t["removals_open"]!, (int)t["population"]!);

    private static int[] Counted(JsonNode items, JsonNode removals)
    {
        var (outcomes, states) = (items["items"]!.AsArray().Select(i => (string)i!["outcome"]!).ToList(), removals["items"]!.AsArray().Select(i => (string)i!["status"]!).ToList());
        int States(params Removal[] of) => states.Count(s => of.Any(r => ApiJson.Name(r.ToString()) == s));
        return Of(o => outcomes.Count(s => s == ApiJson.Name(o.ToString())), States(Removal.Verified), States(Removal.ConfirmedByInspection), States(Removal.RiskAccepted), States(Removal.Open, Removal.Claimed, Removal.Unconfirmed), outcomes.Count);
    }

    private static int[] Rows(List<string[]> file)
    {
        var (outcome, removal, rows) = (Array.IndexOf(file[0], "outcome"), Array.IndexOf(file[0], "removal"), file.Skip(1).ToList());
        int States(params Removal[] of) => rows.Count(r => of.Any(o => ChatOpsCompliance.Evidence.ReportTable.Words(o.ToString()) == r[removal]));
        return Of(o => rows.Count(r => r[outcome] == ChatOpsCompliance.Evidence.ReportTable.Words(o.ToString())), States(Removal.Verified), States(Removal.ConfirmedByInspection), States(Removal.RiskAccepted), States(Removal.Open, Removal.Claimed, Removal.Unconfirmed), rows.Count);
    }

    private static int[] Facts(Dictionary<string, string> facts)
    {
        int Fact(string label) => int.Parse(facts[label.Replace("(", "", StringComparison.Ordinal).Replace(")", "", StringComparison.Ordinal).Replace(' ', '_')], CultureInfo.InvariantCulture);
        return [.. Labels.Select(l => l == "in the population" ? Fact("population") : l == "revoked or modified" ? Fact("revoked") + Fact("modified") + Fact("revoked by no response") : Fact(l))];
    }

    private static int[] Of(Func<Outcome, int> items, int verified, int inspected, int accepted, int open, int population) =>
    [
        population, items(Outcome.Kept), items(Outcome.Revoked), items(Outcome.Modified), items(Outcome.RevokedByNoResponse), items(Outcome.UndecidedDeviation), items(Outcome.RemovedBeforeDecision), items(Outcome.Excluded), items(Outcome.Undecided),
        items(Outcome.Revoked) + items(Outcome.Modified) + items(Outcome.RevokedByNoResponse), verified, inspected, accepted, open,
    ];
}
