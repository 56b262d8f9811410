using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Server.Reports;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Bundles;

/// <summary>Every report of the catalogue, as CSV and XLSX: those of a period for the period, those of a review for each review in it; and one PDF that sums them up.</summary>
internal sealed class ReportPart(Read read, ReportRequest request, ReportScope scope)
{
    private readonly List<SummaryLine> summary = [];

    public async Task Write(ZipOut zip, IReadOnlyList<Campaign> campaigns)
    {
        foreach (var (name, report) in Reports.Reports.All.Where(r => r.Value.Of != ReportOf.Campaign)) await Files(zip, name, report, request);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var campaign in campaigns)
            foreach (var (name, report) in Reports.Reports.All.Where(r => r.Value.Of == ReportOf.Campaign))
            {
                var file = $"{name}-{campaign.Definition}-{ReportTable.Text(campaign.Period)}";
                for (var n = 2; !taken.Add(file); n++) file = FormattableString.Invariant($"{name}-{campaign.Definition}-{ReportTable.Text(campaign.Period)}-{n}");
                await Files(zip, file, report, new(campaign.Id));
            }

        await Add(zip, "summary.pdf", "pdf", Summary());
    }

    /// <summary>A format that can't hold so many rows is left out; CSV always is there.</summary>
    private async Task Files(ZipOut zip, string file, Report report, ReportRequest asked)
    {
        using var table = (await report.Make(read, asked)).Value;
        await Add(zip, $"reports/{file}.csv", "csv", table);
        var tooMany = ReportFormats.All["xlsx"].Refuses(table);
        if (tooMany is null) await Add(zip, $"reports/{file}.xlsx", "xlsx", table);
        summary.Add(new(file, "rows", table.Rows.Count.ToString("N0", System.Globalization.CultureInfo.InvariantCulture)));
        summary.AddRange(table.Facts.Where(f => scope.Facts.All(s => s.Name != f.Name)).Select(f => new SummaryLine(file, f.Label, ReportTable.Text(f.Value))));
        if (tooMany is not null) summary.Add(new(file, "left out", tooMany.Sentence));
    }

    private static Task Add(ZipOut zip, string file, string format, ReportTable table) => zip.Add(file, to =>
    {
        ReportFormats.All[format].Write(table, to);
        return Task.CompletedTask;
    });

    private ReportTable Summary() => ReportTable.Of<SummaryLine>(
        "summary", $"Evidence, {scope.Of}", scope.Facts, [new("report", l => l.Report), new("fact", l => l.Fact), new("value", l => l.Value)], summary) with
    { Notes = ["What each report of this bundle says above its rows. The reports themselves are in the folder reports, as CSV and XLSX."] };

    private sealed record SummaryLine(string Report, string Fact, string Value);
}
