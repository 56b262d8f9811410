using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ChatOpsCompliance.Access;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Reports;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>
/// Four half-years of a real organisation in virtual time. Who decides what is told in <c>Data/org/count.py</c>, which counts from the CSV files
/// alone what must come out; its result stands in <c>counts.json</c>.
/// </summary>
public sealed class TwoYearsOfARealOrganisation
{
    /// <summary>Manages nobody and has no access but membership: nobody's reviewer, so independent of every risk.</summary>
    private const string Executive = "maya.popov.9236@example.com";

    private static readonly string[] Dates = ["2024-12-31", "2025-06-30", "2025-12-31", "2026-06-30"];

    private static readonly JsonSerializerOptions Snake = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private sealed record Counted(
        string Date, int Items, int CoveredByTheRule, int MembersWhoDoNotFit, int Revoked, int VerifiedByThisExtract, int ReopenedByThisExtract, int RiskAcceptedAfterIt, int ItemsFlaggedRiskAccepted, Dictionary<string, int> InTheEnd);

    [Fact]
    public async Task What_was_verified_reopened_and_carried_over_is_what_the_files_say()
    {
        var expected = JsonSerializer.Deserialize<List<Counted>>(await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "tests/ChatOpsCompliance.Server.Tests/Data/org/counts.json"), TestContext.Current.CancellationToken), Snake)!;
        await using var workspace = await Workspace.Start(Org.Extracted(Dates[0]).AddDays(1), [.. Org.Settings, ("Console:Roles:executive", Executive)]);
        var campaigns = new List<Id<Campaign>>();
        for (var n = 0; n < Dates.Length; n++)
        {
            if (Org.Extracted(Dates[n]).AddDays(1) - workspace.Clock.GetUtcNow() is { Ticks: > 0 } wait) workspace.Clock.Advance(wait);
            Assert.Null((await workspace.ImportPeople(Org.People(Dates[n]))).No);
            if (n == 0) await SayWhatMembershipIs(workspace);
            var snapshot = (await workspace.ImportAccess("github", Org.Access(Dates[n]), Org.Extracted(Dates[n]))).Value;
            var judged = await workspace.Read(read => ProofStore.JudgedBy(read, snapshot.Snapshot.Number));
            await AcceptRisks(workspace, Org.Grants(Dates[n]));
            var accepted = await workspace.Read(read => RemediationStore.In(read, Removal.RiskAccepted));
            if (n > 0) Assert.IsType<Finish>(await workspace.Close(await workspace.Person(Org.Compliance), campaigns[^1]));

            campaigns.Add((await workspace.Launch("everything")).Value.Campaign!.Value);
            var items = await workspace.Items(campaigns[^1]);
            await DecideEverything(workspace, items, Org.Grants(Dates[n]).Keys, n + 1 < Dates.Length ? Org.Grants(Dates[n + 1]).Keys : null);
            await ClaimEverything(workspace);

            var rule = Assert.Single(items, i => i.Kind == ItemKind.Rule);
            Assert.Equal(
                expected[n],
                new Counted(
                    Dates[n],
                    items.Count,
                    rule.Covers,
                    items.Count(i => i is { Kind: ItemKind.Grant, Grant.Entitlement: "org:member" }),
                    (await workspace.Read(read => CloseCampaign.Recount(read, campaigns[^1]))).Revoked,
                    judged.Verified,
                    judged.Reopened,
                    accepted.Count,
                    items.Count(i => i.Flags.Any(f => f.Kind == FlagKind.RiskAccepted)),
                    expected[n].InTheEnd));
            if (n + 1 < Dates.Length) await RisksEnd(workspace);
        }

        foreach (var (campaign, review) in campaigns.Zip(expected)) await TheReportSays(workspace, campaign, review);
        Assert.True((await workspace.Verify()).Whole, (await workspace.Verify()).Fault);
    }

    [Fact]
    public async Task The_count_is_what_the_script_makes_of_the_files()
    {
        Peers.Need("python3", Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(p => File.Exists(Path.Combine(p, "python3"))), "apt-get install python3");
        var folder = Path.Combine(Checkout.Root, "tests/ChatOpsCompliance.Server.Tests/Data/org");

        using var script = Process.Start(new ProcessStartInfo("python3", [Path.Combine(folder, "count.py")]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var counted = await script.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(folder, "counts.json"), TestContext.Current.CancellationToken), counted);
    }

    private static async Task SayWhatMembershipIs(Workspace workspace)
    {
        var file = Path.Combine(workspace.Folder, "entitlements.csv");
        await File.WriteAllTextAsync(file, $"entitlement,title,allows,owner_email,privileged,birthright\norg:member,Member of the organisation,Sees internal repositories,{Org.Fallback},false,true\n", TestContext.Current.CancellationToken);
        Assert.Null((await workspace.Get<ImportCatalogue>().Entitlements("github", file, Actor.Shell("tester"), dryRun: false, TestContext.Current.CancellationToken)).No);
    }

    private static async Task AcceptRisks(Workspace workspace, Dictionary<GrantKey, bool> here)
    {
        var (owner, executive) = (await workspace.Person(Org.SystemOwner), await workspace.Person(Executive));
        foreach (var task in (await workspace.Read(read => RemediationStore.In(read, Removal.Open))).Where(t => here.ContainsKey(t.Grant) && Number(t.Grant) % 32 == 0))
        {
            Assert.IsType<Finish>(await workspace.Act(owner, RemovalVerbs.RiskAsk, new()
            {
                [RemovalVerbs.Removed] = task.Id.ToString(),
                [RemovalVerbs.Why] = "The release needs it.",
                [RemovalVerbs.Control] = "Every push is looked at by a second person.",
                [RemovalVerbs.Days] = "90",
            }));
            var request = (await workspace.Read(read => RiskStore.Newest(read, task.Id)))!;
            Assert.IsType<Finish>(await workspace.Act(executive, RemovalVerbs.RiskAccept, new() { [RemovalVerbs.Request] = request.Id.ToString() }));
        }
    }

    private static async Task DecideEverything(Workspace workspace, IReadOnlyList<ReviewItem> items, IReadOnlyCollection<GrantKey> here, IReadOnlyCollection<GrantKey>? next)
    {
        var people = (await workspace.Read(ChatOpsCompliance.Server.People.PeopleStore.Everybody)).ToDictionary(p => p.Id);
        foreach (var item in items)
        {
            var inForce = item.Flags.Any(f => f.Kind == FlagKind.RiskAccepted);
            var goes = item.Kind == ItemKind.Grant && !inForce && (next?.Contains(item.Grant) == false || Number(item.Grant) % 16 == 0);
            Assert.True(item.Kind != ItemKind.Grant || here.Contains(item.Grant));
            Assert.IsType<Finish>(await workspace.Act(people[item.Reviewer], ReviewVerbs.Decide, goes ? Deciding.As(item, "revoke:no-longer-needed") : Deciding.Keep(item)));
        }
    }

    private static async Task ClaimEverything(Workspace workspace)
    {
        var owner = await workspace.Person(Org.SystemOwner);
        foreach (var some in (await workspace.Read(read => RemediationStore.In(read, Removal.Open))).Chunk(50))
            Assert.IsType<Finish>(await workspace.Act(owner, RemovalVerbs.Claim, new() { [RemovalVerbs.Removed] = string.Join(',', some.Select(t => t.Id)) }));
    }

    private static async Task RisksEnd(Workspace workspace)
    {
        var accepted = await workspace.Read(read => RemediationStore.In(read, Removal.RiskAccepted));
        workspace.Clock.Advance(TimeSpan.FromDays(100));
        await workspace.Get<TendRemovals>().Run(TestContext.Current.CancellationToken);
        var now = await workspace.Read(read => RemediationStore.Some(read, accepted.Select(t => t.Id)));
        Assert.All(now, t => Assert.Equal((Removal.Open, ReopenReason.RiskExpired), (t.Status, t.Reopened)));
    }

    private static async Task TheReportSays(Workspace workspace, Id<Campaign> campaign, Counted expected)
    {
        var table = (await workspace.Read(read => Reports.Reports.All[CompletionReport.Name].Make(read, new ReportRequest(campaign)))).Value;
        var facts = table.Facts.ToDictionary(f => f.Name, f => ReportTable.Text(f.Value));
        string Said(string state) => expected.InTheEnd[state].ToString(CultureInfo.InvariantCulture);
        Assert.Equal(
            ("yes", expected.Items.ToString(CultureInfo.InvariantCulture), expected.Revoked.ToString(CultureInfo.InvariantCulture), Said("verified"), Said("risk accepted"), Said("claimed")),
            (facts["ties_out"], facts["population"], facts["revoked"], facts["removal_verified"], facts["risk_accepted"], facts["removal_open"]));
    }

    private static long Number(GrantKey key) =>
        long.Parse(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{key.Account}|{key.Entitlement}|{key.Environment}"))).AsSpan(0, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
