using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Server.Reports;

namespace ChatOpsCompliance.Server.Console;

/// <summary>A campaign's completion report as a file: the same bytes as the <c>report</c> verb writes.</summary>
internal sealed class ReportDownload(CampaignPages pages)
{
    public Task<IResult> Get(string id, string format, HttpContext http) => pages.Open(http, id, async (read, visitor, campaign) =>
    {
        if (!ReportFormats.All.TryGetValue(format, out var writer)) return new Drawn<SentencePage>(SentencePage.NotFound(visitor), StatusCodes.Status404NotFound);
        var (table, no) = await Reports.Reports.All[CompletionReport.Name].Make(read, new(campaign.Id));
        if (table is null) return TypedResults.Problem(no!.Sentence, statusCode: StatusCodes.Status409Conflict);
        var (file, tooMany) = ReportFormats.Write(format, table);
        if (file is null) return TypedResults.Problem(tooMany!.Sentence, statusCode: StatusCodes.Status409Conflict);
        return TypedResults.File(file, writer.ContentType, FormattableString.Invariant($"{CompletionReport.Name}-{campaign.Definition}-{campaign.Period:yyyy-MM-dd}.{format}"));
    });
}
