using System.Globalization;
using ChatOpsCompliance.Controls;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Server.Controls;
using ChatOpsCompliance.Server.Reports;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Console;

/// <summary>A period as the pages of controls carry it in their addresses.</summary>
/// <param name="Mistake">Why what was typed is none; the usual one is shown then.</param>
public sealed record ControlPeriod(DateOnly From, DateOnly To, string? Mistake)
{
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{From:yyyy-MM-dd} to {To:yyyy-MM-dd}");

    public string Query => string.Create(CultureInfo.InvariantCulture, $"from={From:yyyy-MM-dd}&to={To:yyyy-MM-dd}");
}

public sealed record ControlsScreen(ControlPeriod Period, IReadOnlyList<ControlCoverage> Controls);

/// <param name="Lines">What <see cref="CoverageReport"/> shows of it.</param>
public sealed record ControlScreen(ControlPeriod Period, TestSheet Sheet, IReadOnlyList<CoverageLine> Lines, IReadOnlyList<Offer> Offers);

/// <summary>Controls: whether each operated all through a period, on one page; and the test sheet of each.</summary>
internal sealed class ControlPages(ConsoleDoor door, Offers offers)
{
    public const string Route = "/controls", Home = ConsolePage.First + Route;

    public static string Address(string control, ControlPeriod period, string part = "") => $"{Home}/{control}{part}?{period.Query}";

    public Task<IResult> Show(HttpContext http) => Within(http, async (read, visitor, period, scope) => new Drawn<ControlsPage>(
        new() { [nameof(ControlsPage.Now)] = read.Now, [nameof(ControlsPage.Visitor)] = visitor, [nameof(ControlsPage.S)] = new ControlsScreen(period, await Coverage.Of(read, scope)) },
        period.Mistake is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity));

    public Task<IResult> One(string name, HttpContext http) => Of(http, name, async (read, visitor, period, scope, sheet) => new Drawn<ControlPage>(new()
    {
        [nameof(ControlPage.Now)] = read.Now,
        [nameof(ControlPage.Visitor)] = visitor,
        [nameof(ControlPage.S)] = new ControlScreen(period, sheet, [.. CoverageReport.Lines(sheet.Coverage)], await offers.Of(
            read, visitor, Offers.OfControl, new() { [ControlVerbs.Control] = name, [ControlVerbs.From] = ReportTable.Text(period.From), [ControlVerbs.To] = ReportTable.Text(period.To) }, Address(name, period))),
    }));

    public Task<IResult> Sheet(string name, HttpContext http) => Of(http, name, (_, visitor, period, scope, sheet) => Task.FromResult<IResult>(new Drawn<TestSheetPage>(new()
    {
        [nameof(TestSheetPage.Visitor)] = visitor,
        [nameof(TestSheetPage.Period)] = period,
        [nameof(TestSheetPage.Table)] = TestSheetReport.Of(scope, sheet),
        [nameof(TestSheetPage.Name)] = name,
    })));

    public Task<IResult> File(string name, string format, HttpContext http) => Of(http, name, (_, visitor, period, scope, sheet) =>
    {
        if (!ReportFormats.All.TryGetValue(format, out var known)) return Task.FromResult<IResult>(new Drawn<SentencePage>(SentencePage.NotFound(visitor), StatusCodes.Status404NotFound));
        var (file, no) = ReportFormats.Write(format, TestSheetReport.Of(scope, sheet));
        return Task.FromResult<IResult>(no is null
            ? TypedResults.File(file!, known.ContentType, FormattableString.Invariant($"test-sheet-{name}-{period.From:yyyy-MM-dd}-{period.To:yyyy-MM-dd}.{format}"))
            : TypedResults.Problem(no.Sentence, statusCode: StatusCodes.Status409Conflict));
    });

    private Task<IResult> Of(HttpContext http, string name, Func<Read, Visitor, ControlPeriod, ReportScope, TestSheet, Task<IResult>> show) => Within(http, async (read, visitor, period, scope) =>
        (await TestSheets.Of(read, scope, name)) is [var sheet] ? await show(read, visitor, period, scope, sheet) : new Drawn<SentencePage>(SentencePage.NotFound(visitor), StatusCodes.Status404NotFound));

    /// <summary>Without a word it is an auditor's whole period; for others the twelve months up to the end of this one, so that the quarter or half-year that runs is in it.</summary>
    private Task<IResult> Within(HttpContext http, Func<Read, Visitor, ControlPeriod, ReportScope, Task<IResult>> show) => door.Evidence(http, "Controls and their evidence are shown to compliance officers, executives and auditors.", async (read, visitor) =>
    {
        var (asked, no) = ReportRequest.Parse(null, http.Request.Query["from"], http.Request.Query["to"]);
        var month = new DateOnly(read.Now.Year, read.Now.Month, 1);
        var usual = (From: visitor.Sight.From ?? month.AddMonths(-11), To: visitor.Sight.To ?? month.AddMonths(1).AddDays(-1));
        var period = new ControlPeriod(asked?.From ?? usual.From, asked?.To ?? usual.To, no?.Sentence);
        if (!visitor.Sight.Sees(period.From, period.To)) return await door.Outside(read, visitor);
        var (scope, backwards) = await new ReportRequest(null, period.From, period.To).Scope(read, ReportOf.Period);
        if (scope is not null) return await show(read, visitor, period, scope);
        period = new(usual.From, usual.To, backwards!.Sentence);
        return await show(read, visitor, period, (await new ReportRequest(null, period.From, period.To).Scope(read, ReportOf.Period)).Value);
    });
}
