using System.Net;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Bundles;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.People;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Console;

/// <summary>An auditor from outside, engaged for a period and until a day.</summary>
public sealed class AuditorsRead(Visitors visitors) : IClassFixture<Visitors>
{
    [Fact]
    public async Task Their_first_page_has_populations_with_their_sources_and_what_deviated()
    {
        var answer = await visitors.As(Visitors.Inside).Get("/console");
        var page = await answer.Page();

        Assert.Equal("Audit of 2026-01-01 to 2026-12-31", await answer.Of("h1"));
        var review = page.QuerySelectorAll("#populations + div tbody tr").Single(r => r.QuerySelector("th")!.TextContent == "review:quarterly");
        Assert.Contains("13 items frozen from github extract 1", review.TextContent, StringComparison.Ordinal);
        Assert.Contains("the source counted 13, 13 different ones came in", review.TextContent, StringComparison.Ordinal);
        Assert.Equal("None was found in this period.", page.QuerySelector("#deviations + p")!.TextContent);
        Assert.Contains("/console/reports/file?report=deviations&amp;format=csv&amp;from=2026-01-01&amp;to=2026-12-31", answer.Text, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("main form, main a[href*='/do/']"));
        Assert.DoesNotContain("/console/messages", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task They_have_the_bundle_of_their_period_which_compliance_makes_in_the_background()
    {
        var grace = visitors.As(Visitors.Compliance);
        Assert.Equal("/console/evidence", (await grace.Post("/console/evidence", await grace.Token(), ("from", "2026-01-01"), ("to", "2026-06-30"))).Location);
        Assert.Contains("is being made", (await grace.Get("/console/evidence")).Text, StringComparison.Ordinal);
        await visitors.Workspace.Get<BundleDesk>().Idle;

        var page = await visitors.As(Visitors.Inside).Get("/console/evidence");
        var file = (await page.Page()).QuerySelector("main td a")!.GetAttribute("href")!;
        var path = Path.Combine(visitors.Workspace.Folder, "downloaded.zip");
        await File.WriteAllBytesAsync(path, (await visitors.As(Visitors.Inside).Get(file)).Content, TestContext.Current.CancellationToken);

        Assert.True(VerifyBundle.Of(path, new(visitors.Workspace.Get<SigningKey>().Fingerprint, [])).Fits);
        Assert.Contains("Grace Okafor", page.Text, StringComparison.Ordinal);
        Assert.Empty((await page.Page()).QuerySelectorAll("main form"));
        Assert.DoesNotContain(file, (await visitors.As(Visitors.Outside).Get("/console/evidence")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await visitors.As(Visitors.Outside).Get(file)).Status);
    }

    [Fact]
    public async Task Of_another_period_they_see_nothing_of_this_one()
    {
        var outside = visitors.As(Visitors.Outside);

        Assert.DoesNotContain("Quarterly access review", (await outside.Get("/console")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Quarterly access review", (await outside.Get("/console/reports")).Text, StringComparison.Ordinal);
        Assert.Empty((await (await outside.Get("/console/log")).Page()).QuerySelectorAll("table.log tbody tr"));
        Assert.Contains("You are engaged to read what lies from 2020-01-01 to 2020-12-31", (await outside.Get("/console/samples/1")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engagement_that_is_ended_ends_at_once_and_nobody_signs_in_by_it()
    {
        await visitors.Engage("short@audit.example", "2026-01-01", "2026-12-31", "2026-06-30");
        using var auditor = await visitors.Visit("short@audit.example");
        Assert.Equal(HttpStatusCode.OK, (await auditor.Get("/console/log")).Status);
        var engagement = (await visitors.Workspace.Read(EngagementStore.All)).Single(e => e.Email == "short@audit.example");
        Assert.IsType<Refused>(await visitors.Act("carla@example.com", AuditorVerbs.End, new Values { [AuditorVerbs.Engagement] = engagement.Id.ToString() }));
        Assert.IsType<Finish>(await visitors.Act("grace@example.com", AuditorVerbs.End, new Values { [AuditorVerbs.Engagement] = engagement.Id.ToString() }));

        Assert.Contains("your engagement as an auditor is over", (await auditor.Get("/console/log")).Text, StringComparison.Ordinal);
        using var again = await visitors.Visit("short@audit.example");
        Assert.Contains("No engagement of yours as an auditor runs", (await again.Follow("/console")).Text, StringComparison.Ordinal);
        Assert.Equal(["auditor.invited", "auditor.ended"], (await visitors.Workspace.Read(r => LedgerStore.Of(r, $"auditor/{engagement.Id}"))).Select(f => f.Kind));
    }

    [Theory]
    [InlineData("mia@example.com", "in2@audit.example", "2026-01-01", "2026-12-31", "2026-06-30", "Only compliance officers")]
    [InlineData("grace@example.com", "carla@example.com", "2026-01-01", "2026-12-31", "2026-06-30", "They have a role in the console already")]
    [InlineData("grace@example.com", "grace@example.com", "2026-01-01", "2026-12-31", "2026-06-30", "They have a role in the console already")]
    [InlineData("grace@example.com", "jo@example.com", "2026-01-01", "2026-12-31", "2026-06-30", "who is not active")]
    [InlineData("grace@example.com", "in@audit.example", "2026-01-01", "2026-12-31", "2026-06-30", "runs already")]
    [InlineData("grace@example.com", "new@audit.example", "2026-12-31", "2026-01-01", "2026-06-30", "before it begins")]
    [InlineData("grace@example.com", "new@audit.example", "2026-01-01", "2026-12-31", "2026-03-02", "today or later")]
    [InlineData("grace@example.com", "new@audit.example", "2026-01-01", "2026-12-31", "2028-01-01", "at most 366 days")]
    [InlineData("grace@example.com", "no address", "2026-01-01", "soon", "2026-06-30", "Write a day such as")]
    public async Task Not_everybody_engages_everybody(string by, string email, string from, string to, string until, string why)
    {
        var said = await visitors.Engage(email, from, to, until, by);

        Assert.Contains(why, said switch { Refused no => no.Text, Mistakes m => string.Join(' ', m.Fields.Values), _ => said.ToString() }, StringComparison.Ordinal);
        if (email.StartsWith("new", StringComparison.Ordinal)) Assert.DoesNotContain(await visitors.Workspace.Read(EngagementStore.All), e => e.Email == email);
    }

    [Fact]
    public async Task Who_works_here_reads_as_an_auditor_in_the_console_and_does_their_own_in_chat()
    {
        Assert.IsType<Finish>(await visitors.Engage("ben@example.com", "2026-01-01", "2026-12-31", "2026-06-30"));
        using var ben = await visitors.Visit("ben@example.com");

        Assert.Equal("Audit of 2026-01-01 to 2026-12-31", await (await ben.Get("/console")).Of("h1"));
        Assert.Contains("An auditor reads here and changes nothing", (await ben.Post("/console/do", await ben.Token(), ("verb", "x"), ("delivery", "1"))).Text, StringComparison.Ordinal);
        Assert.IsType<Tell>(await visitors.Act("ben@example.com", new("chat.home"), Values.None));
    }
}
