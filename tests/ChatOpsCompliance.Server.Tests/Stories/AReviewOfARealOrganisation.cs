using System.Globalization;
using System.Text;
using ChatOpsCompliance.Access;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Reports;
using ChatOpsCompliance.Server.Tests.ReportFiles;
using Sylvan.Data.Csv;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>Half a year of a real organisation: everything reviewed in chat, some of it revoked, and what the next extract proves.</summary>
public sealed class AReviewOfARealOrganisation
{
    private const string Before = "2024-12-31", After = "2025-06-30";

    private readonly Dictionary<GrantKey, bool> before = Org.Grants(Before);
    private readonly Dictionary<GrantKey, bool> after = Org.Grants(After);

    [Fact]
    public async Task What_is_gone_half_a_year_later_is_verified_and_what_stayed_is_open_again()
    {
        await using var workspace = await Workspace.Start(Org.Extracted(Before).AddDays(2), Org.Settings);
        await Taken(workspace, Before);
        var campaign = (await workspace.Launch("everything")).Value.Campaign!.Value;
        var compliance = await workspace.Person(Org.Compliance);
        var (gone, staying) = ToRevoke();

        await DecideEverything(workspace, campaign, [.. gone, .. staying]);
        await ClaimEverything(workspace);
        workspace.Clock.Advance(Org.Extracted(After).AddDays(1) - workspace.Clock.GetUtcNow());
        await Taken(workspace, After);

        var tasks = await workspace.Read(read => RemediationStore.Of(read, campaign));
        Assert.Equal(gone.Order(Keys), tasks.Where(t => t.Status == Removal.Verified).Select(t => t.Grant).Order(Keys));
        Assert.Equal(staying.Order(Keys), tasks.Where(t => t is { Status: Removal.Open, Reopened: ReopenReason.StillPresent }).Select(t => t.Grant).Order(Keys));
        var owner = await workspace.As(await workspace.Person(Org.SystemOwner));
        await owner.Sees($"{staying.Count} removals are open again on github");
        await owner.Sees($"{gone.Count} of {gone.Count + staying.Count} proven gone");

        Assert.Equal("Finish", (await workspace.Close(compliance, campaign)).GetType().Name);
        await workspace.Deliver();
        var closing = Assert.Single(await workspace.Read(read => ChatOpsCompliance.Server.Evidence.LedgerStore.Latest(read, 1)));
        Assert.Equal("campaign.closed", closing.Kind);
        Assert.Contains($"\"hash\":\"{closing.Hash}\"", await File.ReadAllTextAsync(Path.Combine(workspace.Folder, "checkpoints.jsonl"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await TheReportCountsWhatTheFilesSay(workspace, campaign, gone, staying);
        var verdict = await workspace.Verify();
        Assert.True(verdict.Whole, verdict.Fault);
    }

    [Fact]
    public async Task It_does_not_close_before_the_numbers_tie_out()
    {
        await using var workspace = await Workspace.Start(Org.Extracted(Before).AddDays(2), Org.Settings);
        await Taken(workspace, Before);
        var campaign = (await workspace.Launch("everything")).Value.Campaign!.Value;
        var compliance = await workspace.Person(Org.Compliance);

        var early = Assert.IsType<Refused>(await workspace.Close(compliance, campaign));
        workspace.Clock.Advance(TimeSpan.FromDays(20));
        var silent = Assert.IsType<Mistakes>(await workspace.Close(compliance, campaign));
        var closed = Assert.IsType<Finish>(await workspace.Close(compliance, campaign, "Nobody reviewed; repeated in February."));

        Assert.StartsWith($"{before.Count} items are undecided and the review is not due until", early.Text, StringComparison.Ordinal);
        Assert.Contains("deviation", silent.Fields[ReviewVerbs.Response], StringComparison.Ordinal);
        Assert.Contains($"{before.Count} in the population", closed.Text, StringComparison.Ordinal);
        var recount = await workspace.Read(read => CloseCampaign.Recount(read, campaign));
        Assert.Equal(before.Count, recount.UndecidedDeviation);
        Assert.Equal(0, recount.Kept);
    }

    [Fact]
    public async Task A_file_with_the_sources_own_faults_is_refused_with_its_rows_named()
    {
        await using var workspace = await Workspace.Start(Org.Extracted("2026-03-31").AddDays(1), Org.Settings);

        var (_, people) = await workspace.ImportPeople(Org.People("faulty-2026-03-31"));
        var access = await workspace.ImportAccess("github", Org.Access("faulty-2026-03-31"), Org.Extracted("2026-03-31"));

        Assert.Contains("people.csv, line 370: person_id P-73cb7da188 stands on line 369 already (manager_email anna.moreau.a8f8@example.com there, emma.boyd.ead8@example.com here)", people!.Sentence, StringComparison.Ordinal);
        Assert.Empty(await workspace.Read(ChatOpsCompliance.Server.People.PeopleStore.Everybody));
        Assert.Equal("line 736: the same as line 735; counted once", Assert.Single(access.Value.Identical).ToString());
    }

    private static readonly Comparer<GrantKey> Keys = Comparer<GrantKey>.Create((a, b) => string.CompareOrdinal(a.ToString(), b.ToString()));

    private static async Task Taken(Workspace workspace, string date)
    {
        Assert.Null((await workspace.ImportPeople(Org.People(date))).No);
        Assert.Null((await workspace.ImportAccess("github", Org.Access(date), Org.Extracted(date))).No);
    }

    /// <summary>Every privileged grant that will be gone, some others that will be, and some that stay.</summary>
    private (IReadOnlyList<GrantKey> Gone, IReadOnlyList<GrantKey> Staying) ToRevoke()
    {
        var gone = before.Where(g => !after.ContainsKey(g.Key)).ToList();
        Assert.Equal(3, gone.Count(g => g.Value));
        return (
            [.. gone.Where(g => g.Value).Select(g => g.Key), .. gone.Where(g => !g.Value).Take(20).Select(g => g.Key)],
            [.. before.Keys.Where(k => after.ContainsKey(k) && k.Entitlement.StartsWith("team:", StringComparison.Ordinal)).Take(12)]);
    }

    /// <summary>Each reviewer opens their form from the message, goes through its pages and signs.</summary>
    private static async Task DecideEverything(Workspace workspace, Id<Campaign> campaign, HashSet<GrantKey> revoke)
    {
        await workspace.Deliver();
        var items = await workspace.Items(campaign);
        var people = (await workspace.Read(ChatOpsCompliance.Server.People.PeopleStore.Everybody)).ToDictionary(p => p.Id);
        foreach (var mine in items.GroupBy(i => i.Reviewer))
        {
            using var reviewer = await workspace.As(people[mine.Key]);
            var player = new ReviewPlayer(reviewer, mine, i => revoke.Contains(i.Grant) ? "Revoke: no longer needed" : i.Flagged ? "Keep: needed for the job" : "Keep");
            Assert.Equal("Finish", (await player.Play()).Kind);
        }


        Assert.DoesNotContain(await workspace.Items(campaign), i => i.Outcome == Outcome.Undecided);
    }

    private static async Task ClaimEverything(Workspace workspace)
    {
        await workspace.Deliver();
        using var owner = await workspace.As(await workspace.Person(Org.SystemOwner));
        for (var answer = await owner.Click("Open the list"); answer.Form?.Buttons.Contains("I removed what is ticked") == true; answer = await owner.Click("Open the list"))
        {
            owner.TickAll("Removed");
            Assert.Equal("Finish", (await owner.Submit("I removed what is ticked")).Kind);
            await workspace.Deliver();
            await owner.Refresh();
            if (!owner.Cards.Any(c => c.Buttons.Contains("Open the list"))) return;
        }
    }

    private async Task TheReportCountsWhatTheFilesSay(Workspace workspace, Id<Campaign> campaign, IReadOnlyList<GrantKey> gone, IReadOnlyList<GrantKey> staying)
    {
        var table = (await workspace.Read(read => Reports.Reports.All[CompletionReport.Name].Make(read, new ReportRequest(campaign)))).Value;
        var facts = table.Facts.ToDictionary(f => f.Name, f => ReportTable.Text(f.Value));
        string Number(int n) => n.ToString(CultureInfo.InvariantCulture);
        Assert.Equal("closed", facts["status"]);
        Assert.Equal("yes", facts["ties_out"]);
        Assert.Equal(Number(before.Count), facts["population"]);
        Assert.Equal(Number(before.Count - gone.Count - staying.Count), facts["kept"]);
        Assert.Equal(Number(gone.Count + staying.Count), facts["revoked"]);
        Assert.Equal(Number(gone.Count), facts["removal_verified"]);
        Assert.Equal(Number(staying.Count), facts["removal_open"]);

        using var csv = CsvDataReader.Create(new StringReader(Encoding.UTF8.GetString(ReportFile.Of("csv", table))));
        var (account, entitlement, environment, removal) = (csv.GetOrdinal("account"), csv.GetOrdinal("entitlement"), csv.GetOrdinal("environment"), csv.GetOrdinal("removal"));
        var rows = new Dictionary<GrantKey, string>();
        while (csv.Read()) rows.Add(new(csv.GetString(account), csv.GetString(entitlement), csv.GetString(environment)), csv.GetString(removal));
        Assert.Equal(before.Keys.Order(Keys), rows.Keys.Order(Keys));
        Assert.Equal(gone.Order(Keys), rows.Where(r => r.Value == "verified").Select(r => r.Key).Order(Keys));
        Assert.All(rows.Where(r => r.Value == "verified"), r => Assert.False(after.ContainsKey(r.Key)));
        Assert.All(rows.Where(r => r.Value == "open"), r => Assert.True(after.ContainsKey(r.Key)));
    }
}
