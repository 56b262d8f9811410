using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Server.Reports;
using MiniExcelLibs;
using Sylvan.Data.Csv;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;

namespace ChatOpsCompliance.Server.Tests.ReportFiles;

/// <summary>A report's file, read by a library that did not write it. Of each format come the same texts.</summary>
internal static class ReportFile
{
    public static byte[] Of(string format, ReportTable table)
    {
        using var file = ReportFormats.Write(format, table).Value;
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>The header and the rows.</summary>
    public static List<string[]> Rows(string format, ReportTable table) => Rows(format, Of(format, table));

    public static List<string[]> Rows(string format, byte[] file) => format switch { "csv" => Csv(file), "json" => Json(file), "xlsx" => Workbook(file), _ => throw new ArgumentOutOfRangeException(nameof(format)) };

    /// <summary>What stands above the rows; CSV has the rows alone.</summary>
    public static Dictionary<string, string> Facts(string format, ReportTable table) => Facts(format, Of(format, table));

    public static Dictionary<string, string> Facts(string format, byte[] file)
    {
        using var stream = new MemoryStream(file);
        if (format == "json") return JsonDocument.Parse(stream).RootElement.GetProperty("facts").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ToString());
        var rows = MiniExcel.Query(stream, useHeaderRow: false, sheetName: "about").Cast<IDictionary<string, object?>>();
        return rows.Skip(1).Where(r => r["A"] is not null).ToDictionary(r => $"{r["A"]}", r => Shown(r["B"]));
    }

    public static List<Page> Pages(byte[] pdf)
    {
        using var document = PdfDocument.Open(pdf);
        return [.. document.GetPages().ToList()];
    }

    /// <summary>All letters of a document in the order they were written, without the spaces: lines are broken where they fit.</summary>
    public static string Letters(byte[] pdf) => Tight(string.Concat(Pages(pdf).Select(p => string.Concat(p.Letters.Select(l => l.Value)))));

    public static string Tight(string text) => Regex.Replace(text, @"\s", "", RegexOptions.None, TimeSpan.FromSeconds(1));

    /// <summary>The XML of a part of a workbook.</summary>
    public static XDocument Part(byte[] xlsx, string path)
    {
        using var zip = new ZipArchive(new MemoryStream(xlsx));
        using var stream = zip.GetEntry(path)!.Open();
        return XDocument.Load(stream);
    }

    public static IEnumerable<string> Parts(byte[] xlsx)
    {
        using var zip = new ZipArchive(new MemoryStream(xlsx));
        return [.. zip.Entries.Select(e => e.FullName)];
    }

    private static List<string[]> Csv(byte[] file)
    {
        using var csv = CsvDataReader.Create(new StringReader(Encoding.UTF8.GetString(file)), new CsvDataReaderOptions { HasHeaders = false });
        var rows = new List<string[]>();
        while (csv.Read()) rows.Add([.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)]);
        return rows;
    }

    private static List<string[]> Json(byte[] file)
    {
        var rows = JsonDocument.Parse(file).RootElement.GetProperty("rows").EnumerateArray().Select(r => r.EnumerateObject().ToList()).ToList();
        return [[.. rows[0].Select(p => p.Name)], .. rows.Select(r => r.Select(p => p.Value.ToString()).ToArray())];
    }

    private static List<string[]> Workbook(byte[] file)
    {
        using var stream = new MemoryStream(file);
        return [.. MiniExcel.Query(stream, useHeaderRow: false).Cast<IDictionary<string, object?>>().Select(r => r.Values.Select(Shown).ToArray())];
    }

    private static string Shown(object? cell) => cell switch
    {
        DateTime { TimeOfDay.Ticks: 0 } day => ReportTable.Text(DateOnly.FromDateTime(day)),
        DateTime at => ReportTable.Text(new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc)).AddMilliseconds(500)),
        double number => ReportTable.Text((long)number),
        _ => cell?.ToString() ?? "",
    };
}
