using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ChatOpsCompliance.Evidence;
using CsvHelper;

namespace ChatOpsCompliance.Server.Reports;

/// <summary>One table, several formats.</summary>
public static class ReportFormats
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static readonly IReadOnlyDictionary<string, (string ContentType, Func<ReportTable, byte[]> Write)> All = new Dictionary<string, (string, Func<ReportTable, byte[]>)>(StringComparer.Ordinal)
    {
        ["csv"] = ("text/csv; charset=utf-8", Csv),
        ["json"] = ("application/json", ToJson),
    };

    /// <summary>RFC 4180; what a spreadsheet would take for a formula is prefixed with an apostrophe.</summary>
    public static byte[] Csv(ReportTable table)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = CsvWriter.Create(text, new CsvWriterOptions { Injection = CsvInjection.Escape, NewLine = "\r\n" }, leaveOpen: true))
        {
            csv.WriteRecord([.. table.Columns]);
            foreach (var row in table.Rows) csv.WriteRecord([.. row]);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    public static byte[] ToJson(ReportTable table) => JsonSerializer.SerializeToUtf8Bytes(
        new
        {
            report = table.Name,
            title = table.Title,
            facts = table.Facts.ToDictionary(f => f.Label, f => f.Value, StringComparer.Ordinal),
            rows = table.Rows.Select(r => table.Columns.Zip(r).ToDictionary(c => c.First, c => c.Second, StringComparer.Ordinal)),
        },
        Json);
}
