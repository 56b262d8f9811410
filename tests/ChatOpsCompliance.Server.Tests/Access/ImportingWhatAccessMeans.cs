using ChatOpsCompliance.Access;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.Sources;
using ChatOpsCompliance.Server.Tests.Stories;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Access;

/// <summary>The files of entitlements and accounts: all rows or none, and what a review makes of them.</summary>
public sealed class ImportingWhatAccessMeans
{
    private const string Entitlements = "entitlement,title,allows,owner_email,privileged,birthright";

    [Fact]
    public async Task Says_what_changed_and_who_is_not_there()
    {
        var (workspace, _) = await SmallCompany.Reviewing();
        await using var __ = workspace;

        var first = (await Catalogue(workspace, "web: write,Web developer,May push to the web repository,omar@example.com,false,", "wiki: edit,Wiki author,,gone@example.com,,true")).Value;
        var second = (await Catalogue(workspace, "web: write,Web developer,May push to web and merge,omar@example.com,false,", "docs: write,Documentation,,,,")).Value;

        Assert.Equal((2, 2, 0, 0), (first.Count, first.Added, first.Changed, first.Removed));
        Assert.Equal("owner_email gone@example.com is nobody active in the roster", Assert.Single(first.Notes));
        Assert.Equal((2, 1, 1, 1), (second.Count, second.Added, second.Changed, second.Removed));
        Assert.True((await workspace.Verify()).Whole);
    }

    [Fact]
    public async Task Names_every_bad_row_and_takes_none()
    {
        var (workspace, _) = await SmallCompany.Reviewing();
        await using var __ = workspace;

        var (_, no) = await Catalogue(workspace, "web: write,,x,omar,maybe,", "web: write,Again,,,,", $"long,Long,{new string('x', 2001)},,,");

        Assert.Equal(
            ["line 2: title is empty", "line 2: owner_email 'omar' is no e-mail address", "line 2: privileged 'maybe' is neither true nor false nor empty", "line 3: web: write stands on line 2 already", "line 4: allows has 2001 characters; 2000 are the most"],
            Assert.IsType<FileFaults>(no).Faults.Select(f => f.ToString()));
        Assert.Empty(await workspace.Read(read => EntitlementStore.Of(read, "github")));
        Assert.IsType<FileFaults>((await Catalogue(workspace)).No);
        Assert.IsType<SystemUnknown>((await workspace.Get<ImportCatalogue>().Entitlements("gitlab", "nowhere.csv", Actor.Service, dryRun: false, TestContext.Current.CancellationToken)).No);
    }

    [Fact]
    public async Task A_dry_run_changes_nothing()
    {
        var (workspace, _) = await SmallCompany.Reviewing();
        await using var __ = workspace;

        var would = (await Catalogue(workspace, dryRun: true, "web: write,Web developer,,,,")).Value;

        Assert.Equal(1, would.Added);
        Assert.Empty(await workspace.Read(read => EntitlementStore.Of(read, "github")));
    }

    [Fact]
    public async Task An_account_is_of_somebody_in_the_roster()
    {
        var (workspace, _) = await SmallCompany.Reviewing();
        await using var __ = workspace;

        var (_, no) = await Accounts(workspace, "b-weber,ben@example.com", "x,nobody@example.com");
        var taken = (await Accounts(workspace, "b-weber,ben@example.com")).Value;

        Assert.Equal("line 3: person_email nobody@example.com is nobody in the roster", Assert.Single(Assert.IsType<FileFaults>(no).Faults).ToString());
        Assert.Equal(1, taken.Added);
    }

    [Fact]
    public async Task A_review_goes_by_the_map_and_by_what_the_catalogue_calls_privileged()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var __ = workspace;
        await Accounts(workspace, "omar,ben@example.com");
        await Catalogue(workspace, "docs: write,Documentation,,,true,");

        var campaign = (await workspace.Launch("quarterly", new(2026, 4, 1))).Value.Campaign!.Value;

        var items = await workspace.Items(campaign);
        Assert.Equal("Ben Weber", items.Single(i => i.Grant.Account == "omar").SubjectName);
        Assert.Equal(FlagKind.Privileged, Assert.Single(items.Single(i => i.Grant.Entitlement == "docs: write").Flags).Kind);
    }

    private static Task<Result<CatalogueSummary>> Catalogue(Workspace workspace, params string[] rows) => Catalogue(workspace, dryRun: false, rows);

    private static Task<Result<CatalogueSummary>> Catalogue(Workspace workspace, bool dryRun, params string[] rows) =>
        workspace.Get<ImportCatalogue>().Entitlements("github", Written(workspace, Entitlements, rows), Actor.Service, dryRun);

    private static Task<Result<CatalogueSummary>> Accounts(Workspace workspace, params string[] rows) =>
        workspace.Get<ImportCatalogue>().Accounts("github", Written(workspace, "account,person_email", rows), Actor.Service, dryRun: false);

    private static string Written(Workspace workspace, string header, IEnumerable<string> rows)
    {
        var path = Path.Combine(workspace.Folder, $"{Guid.NewGuid():N}.csv");
        File.WriteAllLines(path, rows.Prepend(header));
        return path;
    }
}
