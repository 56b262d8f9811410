using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Controls;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Bundles;
using ChatOpsCompliance.Server.Controls;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.Tests.Bundles;
using ChatOpsCompliance.Server.Tests.ReportFiles;
using ChatOpsCompliance.Server.Tests.Stories;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Controls;

/// <summary>Two years in which four things went wrong: coverage names these, and nothing else.</summary>
public sealed class ControlsOfTwoYears
{
    [Fact]
    public async Task Coverage_names_what_was_late_missed_unapproved_and_not_reviewed_and_nothing_else()
    {
        await using var years = await TwoYears.Start();

        var table = await Report(years, CoverageReport.Name);

        Approved.Match(ReportSketch.Of(table), "report-coverage-of-two-years");
        var (result, what) = (Column(table, "result"), Column(table, "what"));
        Assert.Equal(
            ["deviation: post review late", "deviation: unauthorised deployment", "late: Review of everything, 2025-07-01", "missed: "],
            table.Rows.Where(r => (string)r[result]! is not ("performed" or "all in order" or "with deviations")).Select(r => $"{r[result]}: {((string?)r[what])?.Split(": ")[0]}").Order(StringComparer.Ordinal));
        Assert.Equal(["2026-01-01"], table.Rows.Where(r => "missed".Equals(r[result])).Select(r => ReportTable.Text(r[Column(table, "from")])));
    }

    [Fact]
    public async Task A_bundle_of_them_verifies_with_Python_and_OpenSSL_alone_and_its_sheets_name_the_same()
    {
        await using var years = await TwoYears.Start();
        var (key, path) = (years.Workspace.Get<SigningKey>(), Path.Combine(years.Workspace.Folder, "years.zip"));
        _ = (await years.Workspace.Get<MakeBundle>().Run(new(null, TwoYears.From, TwoYears.To), path, new(null, "test"), TestContext.Current.CancellationToken)).Value;

        var verdict = VerifyBundle.Of(path, new(key.Fingerprint, []));

        Assert.Null(verdict.Fault);
        Assert.Equal(verdict.ToString(), Alone(path, key.Fingerprint));
        var bundle = Forgery.Of(path);
        var wrong = Rows(bundle, "coverage").Where(r => r["result"] is not ("performed" or "all in order" or "with deviations")).Select(r => $"{r["result"]}: {r["what"].Split(": ")[0]}");
        Assert.Equal(["deviation: post review late", "deviation: unauthorised deployment", "late: Review of everything, 2025-07-01", "missed: "], wrong.Order(StringComparer.Ordinal));
        Assert.Equal(
            [(TwoYears.Reviewed, "1 not at all; 1 late"), (TwoYears.Approved, "1 deviation"), (TwoYears.Emergencies, "1 deviation")],
            Rows(bundle, "test-sheet").Select(r => (r["control"], r["deviations"])).Where(r => r.Item2 != "none"));
    }

    /// <summary>What verify.py says where there is nothing but Python and OpenSSL: no environment, no packages, no other file.</summary>
    private static string Alone(string path, string key)
    {
        var empty = Directory.CreateTempSubdirectory("auditor-").FullName;
        File.Copy(PythonVerifier.Script, Path.Combine(empty, "verify.py"));
        File.Copy(path, Path.Combine(empty, "evidence.zip"));
        var start = new ProcessStartInfo(Peers.Python, ["-I", "-S", "verify.py", "evidence.zip", "--key", key]) { WorkingDirectory = empty, RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/bin:/bin";
        using var python = Process.Start(start)!;
        var said = python.StandardOutput.ReadToEnd();
        python.WaitForExit();
        Directory.Delete(empty, recursive: true);
        return said.TrimEnd('\n');
    }

    private static IEnumerable<Dictionary<string, string>> Rows(Forgery bundle, string report)
    {
        var rows = ReportFile.Rows("csv", bundle[$"reports/{report}.csv"]);
        return rows.Skip(1).Select(r => rows[0].Zip(r).ToDictionary(c => c.First, c => c.Second));
    }

    [Fact]
    public async Task Test_sheets_name_them_too_and_what_a_tester_concludes()
    {
        await using var years = await TwoYears.Start();
        var mila = await years.Workspace.Person(Org.Compliance);
        Values Concluding(string control, Conclusion result, string words = "") => new()
        {
            [ControlVerbs.Control] = control,
            [ControlVerbs.From] = "2025-01-01",
            [ControlVerbs.To] = "2026-12-31",
            [ControlVerbs.Result] = result.ToString(),
            [ControlVerbs.Work] = "Read the minutes of each review; looked up five items.",
            [ControlVerbs.Words] = words,
        };

        var better = Assert.IsType<Mistakes>(await years.Workspace.Act(mila, ControlVerbs.Conclude, Concluding(TwoYears.Reviewed, Conclusion.OperatedWithDeviations)));
        Assert.IsType<Finish>(await years.Workspace.Act(mila, ControlVerbs.Conclude, Concluding(TwoYears.Reviewed, Conclusion.DidNotOperate)));
        Assert.IsType<Finish>(await years.Workspace.Act(mila, ControlVerbs.Conclude, Concluding(TwoYears.Removed, Conclusion.Operated)));

        Assert.Equal("The evidence says less than that (“No: 2 of 4 required times in time, 1 late, 1 not at all.”): say why you conclude otherwise.", better.Fields[ControlVerbs.Words]);
        Assert.IsType<Refused>(await years.Workspace.Act(await years.Workspace.Person(Org.Fallback), ControlVerbs.Conclude, Concluding(TwoYears.Removed, Conclusion.Operated)));
        var table = await Report(years, TestSheetReport.Name);
        Approved.Match(ReportSketch.Of(table), "report-test-sheet-of-two-years");
        Assert.Equal(
            [(TwoYears.Reviewed, "1 not at all; 1 late"), (TwoYears.Approved, "1 deviation"), (TwoYears.Emergencies, "1 deviation")],
            table.Rows.Select(r => ((string)r[Column(table, "control")]!, (string)r[Column(table, "deviations")]!)).Where(r => r.Item2 != "none"));
        Assert.Null((await years.Workspace.Verify()).Fault);
    }

    [Fact]
    public async Task A_sample_is_drawn_again_by_anybody_with_its_seed_and_each_element_has_its_packet()
    {
        await using var years = await TwoYears.Start();
        var mila = await years.Workspace.Person(Org.Compliance);
        Task<Reply> Draw(string control, string evidence, params (string Name, string Value)[] more) => years.Workspace.Act(mila, ControlVerbs.Draw, Values.Of(
            [new(ControlVerbs.Control, control), new(ControlVerbs.Evidence, evidence), new(ControlVerbs.From, "2025-01-01"), new(ControlVerbs.To, "2026-12-31"), .. more.Select(m => KeyValuePair.Create(m.Name, m.Value))]));

        Assert.Equal("Drawn: S-1, 5 of 2591.", ((Finish)await Draw(TwoYears.Reviewed, "review:everything", (ControlVerbs.Method, "seed"), (ControlVerbs.Seed, "northgate 2026"), (ControlVerbs.Size, "5"))).Text);
        Assert.Equal("Drawn: S-2, 1 of 2.", ((Finish)await Draw(TwoYears.Emergencies, "emergency-changes", (ControlVerbs.Method, "ids"), (ControlVerbs.Ids, "EC-2"))).Text);
        Assert.StartsWith("Not in this population: EC-9.", ((Mistakes)await Draw(TwoYears.Emergencies, "emergency-changes", (ControlVerbs.Method, "ids"), (ControlVerbs.Ids, "EC-1\nEC-9"))).Fields[ControlVerbs.Ids], StringComparison.Ordinal);
        Assert.IsType<Refused>(await years.Workspace.Act(await years.Workspace.Person(TwoYears.Executive), ControlVerbs.Draw, Values.None));

        var items = await years.Workspace.Read(async read =>
        {
            var all = new List<string>();
            foreach (var campaign in (await CampaignStore.All(read)).Where(c => c.Definition == TwoYears.Review))
                for (var after = 0; await ItemStore.Page(read, campaign.Id, after, 1000) is { Count: > 0 } some; after = some[^1].Ordinal) all.AddRange(some.Select(i => FormattableString.Invariant($"campaign/{i.Campaign}/{i.Ordinal}")));
            return all;
        });
        var samples = await Report(years, SamplesReport.Name);
        Assert.Equal(
            items.OrderBy(i => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("northgate 2026" + i))), StringComparer.Ordinal).Take(5),
            samples.Rows.Where(r => "S-1".Equals(r[0])).Select(r => (string)r[Column(samples, "id")]!));
        var packets = await Report(years, PacketsReport.Name);
        var says = packets.Rows.Where(r => "S-2".Equals(r[0])).Select(r => $"{r[Column(packets, "part")]} {r[Column(packets, "what")]}: {r[Column(packets, "says")]}").ToList();
        Assert.Contains("as it stands review: overdue", says);
        Assert.Contains(says, s => s.StartsWith("audit log change.approved: ", StringComparison.Ordinal));
        Assert.Contains(says, s => s.StartsWith("message change.card: ", StringComparison.Ordinal));
        Assert.Contains(packets.Rows, r => "item.decided".Equals(r[Column(packets, "what")]));
        Assert.Equal(2, (await years.Workspace.Read(read => LedgerStore.Latest(read, 10))).Count(f => f.Kind == "sample.drawn"));
        Assert.Null((await years.Workspace.Verify()).Fault);
    }

    private static async Task<ReportTable> Report(TwoYears years, string name) => (await years.Workspace.Read(read => Reports.Reports.All[name].Make(read, new(null, TwoYears.From, TwoYears.To)))).Value;

    private static int Column(ReportTable table, string name) => table.Columns.Index().Single(c => c.Item.Name == name).Index;
}
