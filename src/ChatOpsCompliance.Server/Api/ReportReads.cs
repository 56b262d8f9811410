using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Controls;
using ChatOpsCompliance.Server.Reports;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Api;

/// <summary>The catalogue and its reports, in every format, as the verb writes them.</summary>
internal static class ReportReads
{
    private static readonly QueryField From = new("from", QueryForm.Day, "the first day of a period, UTC");

    private static readonly QueryField To = new("to", QueryForm.Day, "its last day");

    private static readonly QueryField Format = new("format", QueryForm.OneOf, "json if not said", [.. ReportFormats.All.Keys]);

    public static IReadOnlyList<ApiRead> All { get; } =
    [
        new("/reports", "Every report there is.", [], typeof(Page<ReportShape>), (_, caller, _, _) => Task.FromResult(caller.SeesAll ? ReadAnswer.Of(ReportShape.Catalogue()) : ReadAnswer.NotYours(WhoSees))),
        new("/reports/{name}", "A report of a review, or of a period.", [CampaignReads.Campaign, From, To, Format], null, Report),
        new("/coverage", "Did each control operate in each required interval of a period? The report of that name.", [From with { Required = true }, To with { Required = true }, Format], null, (read, caller, query, _) => Report(read, caller, query, CoverageReport.Name)),
    ];

    private const string WhoSees = "Reports are for whoever reads as compliance, executive or auditor: keys create NAME --reads ROLE.";

    private static async Task<ReadAnswer> Report(Read read, ReadCaller caller, ApiQuery query, string one)
    {
        if (!caller.SeesAll) return ReadAnswer.NotYours(WhoSees);
        if (!Reports.Reports.All.TryGetValue(one, out var report)) return ReadAnswer.NotThere("report");
        var request = new ReportRequest(query.Id<Campaign>(CampaignReads.Campaign), query.Day(From), query.Day(To));
        if (request.Campaign is not null && report.Of != ReportOf.Period)
        {
            if (await CampaignReads.Find(read, caller, request.Campaign) is null) return ReadAnswer.NotThere("review");
        }
        else if (request is { From: { } from, To: { } to } && !caller.Sees(from, to))
        {
            return ReadAnswer.NotYours($"What lies from {caller.Sight.From:yyyy-MM-dd} to {caller.Sight.To:yyyy-MM-dd} is yours to read.");
        }

        var (table, no) = await report.Make(read, request);
        if (table is null) return ReadAnswer.Refused(no!);
        var format = query.Text(Format) ?? "json";
        using var made = table;
        var (file, tooMany) = ReportFormats.Write(format, made);
        return file is null ? ReadAnswer.Refused(tooMany!) : ReadAnswer.OfFile(file, format);
    }
}
