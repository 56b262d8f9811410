using System.IO.Compression;
using System.Text.RegularExpressions;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Bundles;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Retention;
using ChatOpsCompliance.Server.Storage;
using ChatOpsCompliance.Server.Tests.Bundles;
using ChatOpsCompliance.Server.Tests.Storage;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>What is older than it has to be kept goes; nothing younger, nothing held; and what is left still proves itself and says what went.</summary>
public sealed partial class LettingGoOfWhatIsOld
{
    private const int Months = 24;

    private static readonly Sql Rows = new("select count(*) from access_grant where snapshot = @snapshot");

    private static readonly Sql Written = new("select count(*) from review_item where words is not null");

    [Fact]
    public async Task Old_rows_and_words_go_and_the_log_and_a_bundle_of_that_time_still_verify()
    {
        var (workspace, company) = await Over();
        await using var _ = workspace;
        var population = (await workspace.Read(r => CampaignStore.ById(r, company.Campaign)))!.PopulationHash;

        workspace.Clock.Advance(TimeSpan.FromDays(100)); // the last removal is some days younger than 24 months
        var early = await LetGo(workspace);
        Assert.Equal((0, 0), (early.Snapshots, early.Reviews));
        Assert.NotEqual(0, await workspace.Read(r => r.One<int>(Written)));
        workspace.Clock.Advance(TimeSpan.FromDays(50));
        var went = await LetGo(workspace);

        Assert.Equal((3, 1), (went.Snapshots, went.Reviews));
        Assert.Equal([0, 0, 0, SmallCompany.Grants.Length - 3], await Task.WhenAll(Enumerable.Range(1, 4).Select(n => workspace.Read(r => r.One<int>(Rows, new { snapshot = n })))));
        var verdict = await workspace.Verify();
        Assert.Null(verdict.Fault);
        Assert.Equal((early.Texts + went.Texts, 3), (verdict.Erased, verdict.SnapshotsLetGo));
        Assert.True(early.Texts > 20 && went.Texts > 0);
        Assert.Equal(0, await workspace.Read(r => r.One<int>(Written)));
        Assert.Equal(population, (await workspace.Read(r => FrozenPopulation.Hash(r, company.Campaign))).Hash);
        Assert.Equal(new WentAway(0, 0, 0), await LetGo(workspace));

        var bundled = await Bundled.Of(workspace);
        using var python = new PythonVerifier();
        var says = VerifyBundle.Of(bundled.Path, bundled.Known);
        Assert.Null(says.Fault);
        Assert.Equal(says.ToString(), await python.Judge(bundled.Path, bundled.Known));
        await using var zip = await ZipFile.OpenReadAsync(bundled.Path, TestContext.Current.CancellationToken);
        using var proof = new StreamReader(await zip.GetEntry("removals/proof.csv")!.OpenAsync(TestContext.Current.CancellationToken));
        var lines = (await proof.ReadToEndAsync(TestContext.Current.CancellationToken)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[1..];
        Assert.Equal(3, lines.Length);
        Assert.All(lines, l => Assert.Contains("let go after retention", l, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_hold_keeps_all_of_it_until_it_is_lifted()
    {
        var (workspace, _) = await Over();
        await using var __ = workspace;
        var grace = await workspace.Person("grace@example.com");
        workspace.Clock.Advance(TimeSpan.FromDays(150));
        var omar = await workspace.Person("omar@example.com");
        Assert.IsType<Refused>(await workspace.Act(omar, HoldEvidence.Place, new() { [HoldEvidence.Why] = "I say so" }));
        Assert.IsType<Mistakes>(await workspace.Act(grace, HoldEvidence.Place, new() { [HoldEvidence.From] = "2026-03-02", [HoldEvidence.To] = "2026-03-01", [HoldEvidence.Why] = "Smith v. us" }));
        Assert.IsType<Finish>(await workspace.Act(grace, HoldEvidence.Place, new() { [HoldEvidence.From] = "2026-03-02", [HoldEvidence.To] = "2026-03-02", [HoldEvidence.Why] = "Smith v. us" }));

        var held = await LetGo(workspace);

        Assert.Equal(0, held.Reviews); // it began on the day that is held
        var (first, later) = (await Texts(workspace, "2026-03-02"), await Texts(workspace, "2026-03-22"));
        Assert.All(first, t => Assert.NotNull(t.Text));
        Assert.All(later, t => Assert.Null(t.Text));
        Assert.True(first.Count > 10 && later.Count > 0);
        Assert.True((await workspace.Verify()).Whole);
        workspace.Tamper("update legal_hold set lifted_at = '2026-01-01T00:00:00.000000Z'");
        Assert.Contains("hold/", (await workspace.Verify()).Fault, StringComparison.Ordinal);
        workspace.Tamper("update legal_hold set lifted_at = null");

        var hold = (await workspace.Read(HoldStore.Standing)).Single();
        Assert.IsType<Finish>(await workspace.Act(grace, HoldEvidence.Lift, new() { [HoldEvidence.Which] = hold.Id.ToString(), [HoldEvidence.Why] = "settled" }));
        Assert.IsType<Refused>(await workspace.Act(grace, HoldEvidence.Lift, new() { [HoldEvidence.Which] = hold.Id.ToString(), [HoldEvidence.Why] = "again" }));
        Assert.Equal(1, (await LetGo(workspace)).Reviews);
        Assert.True((await workspace.Verify()).Whole);
    }

    [Fact]
    public async Task What_somebody_wrote_who_left_is_erased_on_request_once_no_auditor_needs_it()
    {
        var (workspace, company) = await Over();
        await using var _ = workspace;
        var (grace, mia) = (await workspace.Person("grace@example.com"), await workspace.Person("mia@example.com"));
        Values request = new() { [EraseLeaver.Who] = "Mia Keller" };
        Assert.IsType<StillHere>(await Refused(workspace, mia));
        await company.NewRoster(("P2,Mia Keller,mia@example.com,carla@example.com,true", "P2,Mia Keller,mia@example.com,carla@example.com,false"));
        workspace.Clock.Advance(TimeSpan.FromDays(20));

        Assert.IsType<Refused>(await workspace.Act(await workspace.Person("omar@example.com"), EraseLeaver.Erase, request));
        await workspace.Act(grace, HoldEvidence.Place, new() { [HoldEvidence.Why] = "Smith v. us" });
        Assert.IsType<UnderHold>(await Refused(workspace, mia));
        Assert.IsType<Mistakes>(await workspace.Act(grace, EraseLeaver.Erase, request));
        var hold = (await workspace.Read(HoldStore.Standing)).Single();
        await workspace.Act(grace, HoldEvidence.Lift, new() { [HoldEvidence.Which] = hold.Id.ToString(), [HoldEvidence.Why] = "settled" });
        Assert.IsType<Finish>(await workspace.Act(grace, EraseLeaver.Erase, request));

        Assert.Null(await workspace.Read(r => LedgerStore.TextsBy(r, mia.Id)));
        Assert.IsType<NothingToErase>(await Refused(workspace, mia));
        Assert.True((await workspace.Verify()).Whole);
    }

    [Fact]
    public async Task Rows_that_go_without_an_entry_that_says_so_are_found()
    {
        var (workspace, _) = await SmallCompany.Starting();
        await using var __ = workspace;
        Assert.True((await workspace.Verify()).Whole);

        workspace.Tamper("delete from access_grant where snapshot = 1 and ordinal > 5");
        Assert.Contains("snapshot/1 the table says 13 rows", (await workspace.Verify()).Fault, StringComparison.Ordinal);
        workspace.Tamper("update access_snapshot set rows_gone_at = '2026-03-02T09:00:00.000000Z'");
        Assert.Contains("let go, this row does not", (await workspace.Verify()).Fault, StringComparison.Ordinal);
    }

    /// <summary>One person's words and everybody's old ones stand in the same columns: whoever adds a column to one adds it to the other.</summary>
    [Fact]
    public void Each_column_that_is_emptied_for_a_person_is_emptied_when_it_is_old()
    {
        HashSet<string> Emptied(bool old) => [.. Statements.All.Where(s => old ? s.Name.StartsWith(nameof(OldWordsStore), StringComparison.Ordinal) : s.Name.Contains(".Erase", StringComparison.Ordinal))
            .Where(s => Table().IsMatch(s.Sql.Sqlite))
            .SelectMany(s => Column().Matches(s.Sql.Sqlite).Select(c => $"{Table().Match(s.Sql.Sqlite).Groups["table"].Value}.{c.Groups["column"].Value}"))];

        var (one, everybody) = (Emptied(old: false), Emptied(old: true));

        Assert.True(one.Count > 25, string.Join(' ', one));
        Found.Nothing(one.Except(everybody, StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    /// <summary>The small company's review, every removal of it proven, and the one after it, in the spring of 2028.</summary>
    private static async Task<(Workspace Workspace, SmallCompany Company)> Over()
    {
        var (workspace, company) = await ReportsOfAReview.Played();
        var omar = await workspace.Person("omar@example.com");
        workspace.Clock.Advance(TimeSpan.FromDays(100));
        await workspace.Get<TendRemovals>().Run();
        var open = (await workspace.Read(r => RemediationStore.Of(r, company.Campaign))).Where(t => t.Status == Removal.Open);
        await workspace.Act(omar, RemovalVerbs.Claim, new() { [RemovalVerbs.Removed] = string.Join(',', open.Select(t => t.Id)) });
        workspace.Clock.Advance(TimeSpan.FromDays(1));
        string[] left = [.. SmallCompany.Grants.Where(g => !g.StartsWith("jo,", StringComparison.Ordinal) && !g.Contains("infra: write", StringComparison.Ordinal))];
        await company.Extract(left);
        Assert.All(await workspace.Read(r => RemediationStore.Of(r, company.Campaign)), t => Assert.Equal(Removal.Verified, t.Status));
        workspace.Clock.Advance(TimeSpan.FromDays(620));
        await company.Extract(left);
        _ = (await workspace.Launch("quarterly")).Value;
        return (workspace, company);
    }

    private static Task<WentAway> LetGo(Workspace workspace) => new LetGo(workspace.Database, Months).Run(TestContext.Current.CancellationToken);

    private static Task<Refusal?> Refused(Workspace workspace, Person person) => workspace.Read(async r => await EraseLeaver.Refused(r, (await PeopleStore.ById(r, person.Id))!));

    private static async Task<IReadOnlyList<LedgerStore.TextRow>> Texts(Workspace workspace, string day) => await workspace.Read(async r =>
    {
        var rows = (await LedgerStore.Entries(r, 1, 10_000)).Where(e => e.Entry.At.StartsWith(day, StringComparison.Ordinal)).Select(e => e.Entry.Seq).ToHashSet();
        return (IReadOnlyList<LedgerStore.TextRow>)[.. (await LedgerStore.Texts(r, 1, long.MaxValue)).Where(t => rows.Contains(t.Seq))];
    });

    [GeneratedRegex(@"^\s*update (?<table>\w+)\s+set\s", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Table();

    [GeneratedRegex(@"(?<column>\w+) = (null|''|'erased'|'file'|case when)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Column();
}
