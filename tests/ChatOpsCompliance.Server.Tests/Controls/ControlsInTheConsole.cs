using System.Net;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Controls;
using ChatOpsCompliance.Server.Controls;
using ChatOpsCompliance.Server.Tests.Console;
using ChatOpsCompliance.Server.Tests.Stories;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatOpsCompliance.Server.Tests.Controls;

/// <summary>The two years as somebody with a browser sees them: the answer on one page, each control, its sheet, a sample and a packet.</summary>
public sealed class ControlsInTheConsole(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private const string Period = "from=2025-01-01&to=2026-12-31";

    private readonly string folder = Directory.CreateTempSubdirectory("controls-").FullName;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        Assert.Empty(await chromium.Leave());
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("wide", 1280, false)]
    [InlineData("phone-dark", 375, true)]
    public async Task Every_page_of_controls_is_accessible_and_fits(string name, int width, bool dark)
    {
        await using var years = await TwoYears.Start(("Demo:Folder", folder));
        var page = await chromium.Open(years.Workspace.Address, $"/console/controls?{Period}", width, 900, dark);
        await page.GetByRole(AriaRole.Button, new() { Name = "Mila Garcia" }).ClickAsync();
        await Expect(page.GetByText("Of 7 controls, 2025-01-01 to 2026-12-31: 4 operated, 2 with deviations, 1 not each time, 0 not shown for all of it, 0 with nothing to say yet.")).ToBeVisibleAsync();
        await Expect(page.GetByText("overdue")).ToHaveCountAsync(1); // the review of EC-2
        await Judge(page, $"{name}-controls");
        await page.GetByRole(AriaRole.Link, new() { Name = TwoYears.Reviewed }).ClickAsync();
        await Expect(page.Locator(".verdict")).ToHaveTextAsync("No: 2 of 4 required times in time, 1 late, 1 not at all.");
        await Judge(page, $"{name}-control");

        await page.GetByRole(AriaRole.Link, new() { Name = "Draw a sample" }).ClickAsync();
        await Judge(page, $"{name}-draw");
        await page.Locator("#f-size").FillAsync("3");
        await page.Locator("#f-seed").FillAsync("northgate");
        await page.GetByRole(AriaRole.Button, new() { Name = "Draw", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "S-1" }).ClickAsync();
        await Judge(page, $"{name}-sample");
        await page.Locator("tbody th a").First.ClickAsync();
        await Expect(page.GetByText("item.decided")).ToBeVisibleAsync();
        await Judge(page, $"{name}-packet");
        await page.GotoAsync($"/console/controls/{TwoYears.Reviewed}/test-sheet?{Period}");
        await Expect(page.GetByText("not concluded yet")).ToBeVisibleAsync();
        await Judge(page, $"{name}-sheet");
        await page.GotoAsync($"/console/controls/{TwoYears.Emergencies}?{Period}");
        await Judge(page, $"{name}-deviations");
        await page.GotoAsync("/console/controls?from=2026-12-31&to=2026-01-01");
        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("The period ends on 2026-01-01, before it begins on 2026-12-31.");
    }

    [Fact]
    public async Task A_sheet_is_a_file_in_each_format_and_who_may_not_see_it_is_told_who_can_help()
    {
        await using var years = await TwoYears.Start(("Demo:Folder", folder));
        using var maya = new ConsoleVisitor(years.Workspace.Address);
        await maya.SignIn("Maya Popov");
        using var ada = new ConsoleVisitor(years.Workspace.Address);
        await ada.SignIn("Ada Adler");
        var mila = await years.Workspace.Person(Org.Compliance);
        Assert.IsType<Finish>(await years.Workspace.Act(mila, ControlVerbs.Draw, new()
        {
            [ControlVerbs.Control] = TwoYears.Approved,
            [ControlVerbs.Evidence] = "deployments",
            [ControlVerbs.From] = "2025-01-01",
            [ControlVerbs.To] = "2026-12-31",
            [ControlVerbs.Method] = "seed",
            [ControlVerbs.Seed] = "s",
            [ControlVerbs.Size] = "2",
        }));

        Assert.IsType<Finish>(await years.Workspace.Act(mila, ControlVerbs.Conclude, new()
        {
            [ControlVerbs.Control] = TwoYears.Approved,
            [ControlVerbs.From] = "2025-01-01",
            [ControlVerbs.To] = "2026-12-31",
            [ControlVerbs.Work] = "Read each deployment.",
            [ControlVerbs.Result] = nameof(Conclusion.DidNotOperate),
            [ControlVerbs.Words] = "One was approved by nobody.",
        }));
        Assert.Null((await years.Workspace.Verify()).Fault);
        years.Workspace.Tamper("update control_test set result = 'Operated'");
        Assert.Contains($"control/{TwoYears.Approved}/", (await years.Workspace.Verify()).Fault, StringComparison.Ordinal);
        years.Workspace.Tamper("update control_test set result = 'DidNotOperate'");

        Assert.Contains("the same stands in entry", await Sample(), StringComparison.Ordinal);
        years.Workspace.Tamper("update evidence_sample_element set element = (select 'deployment/' || lower(id) from deployment order by started_at desc limit 1) where position = 1");
        Assert.Contains("says something else", await Sample(), StringComparison.Ordinal);
        Assert.Contains("of sample/", (await years.Workspace.Verify()).Fault, StringComparison.Ordinal);
        async Task<string> Sample() => (await (await maya.Get("/console/samples/1")).Page()).QuerySelector("main")!.TextContent;

        foreach (var format in (string[])["csv", "xlsx", "pdf", "json"]) Assert.Equal(HttpStatusCode.OK, (await maya.Get($"/console/controls/{TwoYears.Approved}/test-sheet.{format}?{Period}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await maya.Get($"/console/controls/{TwoYears.Approved}/test-sheet.exe?{Period}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await maya.Get("/console/controls/none")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await maya.Get("/console/samples/1/3")).Status);
        Assert.Empty((await (await maya.Get($"/console/controls/{TwoYears.Approved}?{Period}")).Page()).QuerySelectorAll(".offers a")); // an executive reads
        foreach (var path in (string[])["/console/controls", $"/console/controls/{TwoYears.Approved}", $"/console/controls/{TwoYears.Approved}/test-sheet", $"/console/controls/{TwoYears.Approved}/test-sheet.csv", "/console/samples/1", "/console/samples/1/1"])
        {
            Assert.Equal(HttpStatusCode.OK, (await maya.Get(path)).Status);
            Assert.Equal(HttpStatusCode.Forbidden, (await ada.Get(path)).Status);
        }
    }

    private static async Task Judge(IPage page, string name)
    {
        await Chromium.IsAccessible(page);
        await Chromium.Shot(page, name);
    }
}
