using ChatOpsCompliance.Server.Api;
using ChatOpsCompliance.Server.Tests.Emergencies;
using ChatOpsCompliance.Server.Tests.Stories;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Api;

/// <summary>People's tools read what the role of their key may read: page by page, narrowed, and strictly.</summary>
public sealed class ReadingTheApi
{
    [Fact]
    public async Task Pages_of_any_size_are_the_same_list()
    {
        await using var story = await Everything();
        Assert.True((await story.Workspace.Launch("quarterly", new(2026, 1, 1))).Done);
        using var reader = await Reader.As(story.Workspace);
        foreach (var list in (string[])["campaigns", $"items?campaign={story.Company.Campaign}", "remediations", "emergency-changes", "deployments"])
        {
            var (whole, pages) = await reader.All(list);
            Assert.Equal(1, pages);
            Assert.True(whole.Count >= 2, list);
            foreach (var limit in (int[])[1, 2, whole.Count])
            {
                var (paged, _) = await reader.All(list, limit);
                Assert.Equal(whole.Select(i => i.ToJsonString()), paged.Select(i => i.ToJsonString()));
            }
        }
    }

    [Fact]
    public async Task Each_filter_narrows_to_what_it_says()
    {
        await using var story = await Everything();
        using var reader = await Reader.As(story.Workspace);
        var items = $"items?campaign={story.Company.Campaign}";
        var mia = await story.Workspace.Person(Emergency.Mia);

        Assert.All((await reader.All($"{items}&outcome=revoked")).Items, i => Assert.Equal("revoked", (string?)i["outcome"]));
        Assert.Equal(3, (await reader.All($"{items}&outcome=revoked")).Items.Count);
        Assert.Equal(9, (await reader.All($"{items}&reviewer={mia.Id}")).Items.Count);
        Assert.All((await reader.All($"{items}&flagged=true")).Items, i => Assert.NotEmpty(i["flags"]!.AsArray()));
        Assert.Equal(["organisation owner"], (await reader.All($"{items}&q=organisation&outcome=revoked")).Items.Select(i => (string)i["entitlement"]!));
        Assert.Equal(2, (await reader.All("remediations?status=open&system=github")).Items.Count);
        Assert.Empty((await reader.All("remediations?system=aws")).Items);
        Assert.Equal(["EC-1"], (await reader.All("emergency-changes?status=review_due")).Items.Select(c => (string)c["reference"]!));
        Assert.Equal(["unauthorised"], (await reader.All("deployments?class=unauthorised&repository=acme/app")).Items.Select(d => (string)d["class"]!));
        Assert.Empty((await reader.All("deployments?until=2026-01-01T00:00:00Z")).Items);
        Assert.Equal(2, (await reader.All("emergency-changes?since=2026-01-01T00:00:00Z")).Items.Count);
        Assert.Single((await reader.All("campaigns?definition=quarterly&status=active")).Items);
        Assert.Empty((await reader.All("campaigns?definition=yearly")).Items);
    }

    [Theory]
    [InlineData("items", "campaign")]
    [InlineData("items?campaign=x", "campaign")]
    [InlineData("remediations?state=open", "state")]
    [InlineData("remediations?status=opened", "status")]
    [InlineData("deployments?limit=0", "limit")]
    [InlineData("deployments?limit=1001", "limit")]
    [InlineData("deployments?since=monday", "since")]
    [InlineData("deployments?cursor=AAAA", "cursor")]
    [InlineData("emergency-changes?cursor=!", "cursor")]
    [InlineData("remediations?cursor=eA", "cursor")]
    [InlineData("campaigns?cursor=eA", "cursor")]
    [InlineData("reports/decisions?format=docx", "format")]
    [InlineData("reports/decisions?from=2026-02-31", "from")]
    public async Task What_cant_be_read_is_named(string path, string parameter)
    {
        var (workspace, _) = await SmallCompany.Starting();
        await using var __ = workspace;
        using var reader = await Reader.As(workspace);

        var (status, body) = await reader.Ask(path);

        Assert.Equal((400, "urn:chatops-compliance:problem:bad-query"), (status, (string?)body["type"]));
        Assert.Equal([parameter], body["errors"]!.AsObject().Select(e => e.Key));
    }

    [Fact]
    public async Task An_auditor_sees_what_lies_in_the_period()
    {
        await using var story = await Everything();
        using var now = await Reader.As(story.Workspace, "auditor", new(2026, 1, 1), new(2026, 12, 31));
        using var before = await Reader.As(story.Workspace, "auditor", new(2025, 1, 1), new(2026, 3, 1));
        var campaign = story.Company.Campaign;
        foreach (var list in (string[])["campaigns", "remediations", "emergency-changes", "deployments"])
        {
            Assert.NotEmpty((await now.All(list)).Items);
            Assert.Empty((await before.All(list)).Items);
        }

        Assert.Equal((404, "not-found"), await before.What($"items?campaign={campaign}"));
        Assert.Equal((404, "not-found"), await before.What($"campaigns/{campaign}"));
        Assert.Equal((404, "not-found"), await before.What($"reports/decisions?campaign={campaign}"));
        Assert.Equal((403, "not-yours"), await before.What("reports/decisions?from=2026-01-01&to=2026-03-31"));
        Assert.Equal((200, ""), await before.What("reports/decisions?from=2026-01-01&to=2026-03-01"));
        Assert.Equal((200, ""), await now.What($"campaigns/{campaign}"));
        Assert.Equal((403, "not-yours"), await now.What("reports/decisions?from=2025-12-31&to=2026-03-31"));
    }

    [Fact]
    public async Task A_key_sees_no_more_than_it_is_for()
    {
        await using var story = await Everything();
        using var nobody = Reader.Without(story.Workspace);
        using var metrics = await Reader.As(story.Workspace, "metrics");
        using var system = await Reader.With(story.Workspace, KeyScope.OfSystem("github"));
        using var pipeline = await Reader.With(story.Workspace, KeyScope.OfPipelines("acme/*", "production").Value);
        using var elsewhere = await Reader.With(story.Workspace, KeyScope.OfPipelines("other/*", "production").Value);
        using var reader = await Reader.As(story.Workspace, "executive");
        string[] reviews = ["campaigns", $"campaigns/{story.Company.Campaign}", $"items?campaign={story.Company.Campaign}", "reports", "reports/decisions"], works = ["emergency-changes", "deployments"];
        foreach (var path in reviews.Concat(works).Append("remediations"))
        {
            Assert.Equal((401, "no-key"), await nobody.What(path));
            Assert.Equal((403, "not-yours"), await metrics.What(path));
            if (path != "remediations") Assert.Equal((403, "not-yours"), await system.What(path));
            if (!works.Contains(path)) Assert.Equal((403, "not-yours"), await pipeline.What(path));
            if (path != "reports/decisions") Assert.Equal((200, ""), await reader.What(path));
        }

        Assert.Equal(3, (await system.All("remediations")).Items.Count);
        Assert.Equal((403, "not-yours"), await system.What("remediations?system=aws"));
        foreach (var work in works)
        {
            Assert.Equal(2, (await pipeline.All(work)).Items.Count);
            Assert.Empty((await elsewhere.All(work)).Items);
        }

        using var caller = new ApiCaller(story.Workspace, (await story.Workspace.Get<MakeKeys>().Create("reads", KeyScope.Reading(new("compliance")), 30, Actor.Service, dryRun: false, TestContext.Current.CancellationToken)).Value.Text);
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, (await caller.Send(SmallCompany.Grants)).Status);
    }

    [Theory]
    [InlineData("auditor", null, null)]
    [InlineData("auditor", "2026-02-01", "2026-01-01")]
    [InlineData("compliance", "2026-01-01", "2026-02-01")]
    [InlineData("owner", null, null)]
    public void A_role_that_makes_no_sense_makes_no_key(string role, string? from, string? to) =>
        Assert.NotNull(KeyReads.Of(role, from is null ? null : DateOnly.Parse(from, System.Globalization.CultureInfo.InvariantCulture), to is null ? null : DateOnly.Parse(to, System.Globalization.CultureInfo.InvariantCulture)).No);

    [Fact]
    public async Task A_pages_end_is_found_past_a_crowd_of_others()
    {
        var rows = Enumerable.Range(1, 100_000).Select(n => new Row(n)).ToList();
        async Task<(List<int> Found, int Pages)> Walk(Func<Row, bool> mine)
        {
            var (found, pages, from) = (new List<int>(), 0, 0);
            while (true)
            {
                var page = await Page<int>.Of<Row>(7, (last, count) => Task.FromResult<IReadOnlyList<Row>>([.. rows.Skip(last?.Number ?? from).Take(count)]), mine, r => Cursor.Of(r.Number), r => r.Number);
                pages++;
                found.AddRange(page.Items);
                if (Cursor.Whole(page.Next) is not { } next) return (found, pages);
                from = next;
            }
        }

        Assert.Equal(Enumerable.Range(1, 100_000).Where(n => n % 9_999 == 0), (await Walk(r => r.Number % 9_999 == 0)).Found);
        var (none, pages) = await Walk(_ => false);
        Assert.Empty(none);
        Assert.InRange(pages, 2, 10);
    }

    /// <summary>A review with decisions and removals, an emergency that was used and one that waits, a deployment that nobody approved.</summary>
    internal static async Task<Emergency> Everything()
    {
        var story = await Emergency.Starting();
        story.Company.Campaign = (await story.Workspace.Launch("quarterly")).Value.Campaign!.Value;
        var mia = await story.Workspace.Person(Emergency.Mia);
        foreach (var item in (await story.Workspace.Items(story.Company.Campaign)).Where(i => i.Reviewer == mia.Id))
            await story.Workspace.Act(mia, Server.AccessReviews.ReviewVerbs.Decide, Deciding.As(item, item.SubjectName == "Jo Berg" ? "revoke:left" : item.Grant.Entitlement == "infra: write" ? "revoke:other" : "keep:needed", "the migration to payments needs it"));
        await story.Approved();
        await story.Gate("1");
        await story.Deployed("1");
        await story.Ask(Emergency.Other);
        await story.Deployed("2", commit: Emergency.Other);
        var omar = await story.Workspace.Person(Emergency.Omar);
        var first = (await story.Workspace.Read(r => Server.Remediation.RemediationStore.Of(r, story.Company.Campaign)))[0];
        await story.Workspace.Act(omar, Server.Remediation.RemovalVerbs.Claim, new() { [Server.Remediation.RemovalVerbs.Removed] = first.Id.ToString() });
        return story;
    }

    private sealed record Row(int Number);
}
