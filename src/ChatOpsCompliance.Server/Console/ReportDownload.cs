using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Reports;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Console;

/// <summary>Reports as files, made by what the <c>report</c> verb uses: those of a review for whom may see it, those of a period for whom may see everything.</summary>
internal sealed class ReportDownload(CampaignPages pages, ConsoleDoor door)
{
    public const string Address = "/console/reports";

    public static string Of(Id<ChatOpsCompliance.AccessReviews.Campaign> campaign, string report, string format) => $"{CampaignPages.Address(campaign)}/{report}.{format}";

    public Task<IResult> Campaign(string id, string report, string format, HttpContext http) => pages.Open(http, id, async (read, visitor, campaign) =>
    {
        if (!Reports.Reports.All.TryGetValue(report, out var known) || known.Of == ReportOf.Period || !ReportFormats.All.ContainsKey(format)) return new Drawn<SentencePage>(SentencePage.NotFound(visitor), StatusCodes.Status404NotFound);
        var (file, no) = await File(read, known, new(campaign.Id), format);
        return no is null
            ? TypedResults.File(file!, ReportFormats.All[format].ContentType, FormattableString.Invariant($"{report}-{campaign.Definition}-{campaign.Period:yyyy-MM-dd}.{format}"))
            : TypedResults.Problem(no.Sentence, statusCode: StatusCodes.Status409Conflict);
    });

    /// <summary>The page from which a period's reports are downloaded.</summary>
    public Task<IResult> Show(HttpContext http) => Guarded(http, (read, visitor) => Page(read, visitor, ReportQuery.Empty, null));

    public Task<IResult> Period(HttpContext http) => Guarded(http, async (read, visitor) =>
    {
        var query = ReportQuery.Read(http.Request.Query);
        if (!Reports.Reports.All.TryGetValue(query.Report, out var known) || !ReportFormats.All.ContainsKey(query.Format)) return new Drawn<SentencePage>(SentencePage.NotFound(visitor), StatusCodes.Status404NotFound);
        var (request, unread) = ReportRequest.Parse(null, query.From, query.To);
        if (request is null) return await Page(read, visitor, query, unread);
        if (request is { From: { } from, To: { } to } && !visitor.Sight.Sees(from, to) && from <= to) return await door.Outside(read, visitor);
        var (file, no) = await File(read, known, request, query.Format);
        return no is null ? TypedResults.File(file!, ReportFormats.All[query.Format].ContentType, $"{query.Report}-{query.From}-{query.To}.{query.Format}") : await Page(read, visitor, query, no);
    });

    private static async Task<Result<Stream>> File(Read read, Report report, ReportRequest request, string format)
    {
        var (table, no) = await report.Make(read, request);
        using (table) return table is null ? no! : ReportFormats.Write(format, table);
    }

    private static async Task<IResult> Page(Read read, Visitor visitor, ReportQuery query, Refusal? no) => new Drawn<ReportsPage>(
        new()
        {
            [nameof(ReportsPage.Visitor)] = visitor,
            [nameof(ReportsPage.Campaigns)] = (await CampaignStore.All(read)).Where(visitor.Sees).ToList(),
            [nameof(ReportsPage.Query)] = query,
            [nameof(ReportsPage.Mistake)] = no?.Sentence,
        },
        no is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);

    private Task<IResult> Guarded(HttpContext http, Func<Read, Visitor, Task<IResult>> show) => door.Evidence(http, "The reports of a period are for compliance officers, executives and auditors.", show);
}

/// <summary>What the form for a period's report asks for, as it was typed.</summary>
public sealed record ReportQuery(string Report, string From, string To, string Format)
{
    public static readonly ReportQuery Empty = new("", "", "", "");

    public static ReportQuery Read(IQueryCollection query) => new(query["report"].ToString(), query["from"].ToString(), query["to"].ToString(), query["format"].ToString());
}
