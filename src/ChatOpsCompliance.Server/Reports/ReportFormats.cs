using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Server.Storage;
using CsvHelper;

namespace ChatOpsCompliance.Server.Reports;

/// <param name="MostRows">How many rows such a file holds.</param>
public sealed record ReportFormat(string ContentType, Action<ReportTable, Stream> Write, int MostRows = int.MaxValue)
{
    /// <summary>Why a table can't be such a file; null when it can.</summary>
    public Refusal? Refuses(ReportTable table) => table.Rows.Count > MostRows ? new TooManyRows(table.Rows.Count, ReportFormats.All.Single(f => f.Value == this).Key, MostRows) : null;
}

/// <summary>One table, several formats.</summary>
public static class ReportFormats
{
    /// <summary>What makes a cell a formula; the wide forms are what a Japanese or Chinese keyboard writes.</summary>
    public const string FormulaSigns = "=+-@\t\r＝＋－＠";

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static readonly IReadOnlyDictionary<string, ReportFormat> All = new Dictionary<string, ReportFormat>(StringComparer.Ordinal)
    {
        ["csv"] = new("text/csv; charset=utf-8", Csv),
        ["xlsx"] = new("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Workbook.Write, Workbook.MostRows),
        ["pdf"] = new("application/pdf", (table, file) => file.Write(PdfReport.Write(table)), PdfReport.MostRows),
        ["json"] = new("application/json", ToJson),
    };

    /// <summary>The file, at its beginning, which is gone when it is closed; or why this report can't be one.</summary>
    public static Result<Stream> Write(string format, ReportTable table)
    {
        if (All[format].Refuses(table) is { } no) return no;
        var file = ScratchFile.New();
        try
        {
            All[format].Write(table, file);
            file.Position = 0;
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>
    /// RFC 4180. A text that a spreadsheet would take for a formula gets an apostrophe before the sign: at its beginning, and after a mark that some
    /// spreadsheets end a cell at, since they read a comma-separated file by the semicolons of their own language. Source: OWASP, CSV injection.
    /// </summary>
    private static void Csv(ReportTable table, Stream file)
    {
        using var text = new StreamWriter(file, new UTF8Encoding(false), 65_536, leaveOpen: true);
        using var csv = CsvWriter.Create(text, new CsvWriterOptions { NewLine = "\r\n" }, leaveOpen: true);
        csv.WriteRecord([.. table.Columns.Select(c => c.Name)]);
        foreach (var row in table.Rows) csv.WriteRecord([.. row.Select(v => v is string s ? Guarded(s) : ReportTable.Text(v))]);
    }

    /// <summary>The text with an apostrophe before whatever a spreadsheet would take for a formula.</summary>
    internal static string Guarded(string text)
    {
        var quoted = new StringBuilder(text.Length);
        var begins = true;
        foreach (var c in text)
        {
            if (begins && FormulaSigns.Contains(c, StringComparison.Ordinal)) quoted.Append('\'');
            quoted.Append(c);
            begins = ";,|\t\r\n".Contains(c, StringComparison.Ordinal) || (begins && (char.IsWhiteSpace(c) || c is '"' or '\''));
        }

        return quoted.ToString();
    }

    private static void ToJson(ReportTable table, Stream file) => JsonSerializer.Serialize(
        file,
        new
        {
            report = table.Name,
            title = table.Title,
            facts = table.Facts.ToDictionary(f => f.Name, f => JsonValue(f.Value), StringComparer.Ordinal),
            notes = table.Notes,
            rows = table.Rows.Select(r => table.Columns.Zip(r).ToDictionary(c => c.First.Name, c => JsonValue(c.Second), StringComparer.Ordinal)),
        },
        Json);

    private static object JsonValue(object? value) => value is int or long ? value : ReportTable.Text(value);
}

public sealed record TooManyRows(int Rows, string Format, int Most)
    : Refusal(string.Create(CultureInfo.InvariantCulture, $"This report has {Rows:N0} rows; {Format} holds at most {Most:N0}. Take csv or json, which hold any number."));
