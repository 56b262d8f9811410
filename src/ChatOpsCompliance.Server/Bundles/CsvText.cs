using System.Text.RegularExpressions;
using ChatOpsCompliance.Server.Reports;

namespace ChatOpsCompliance.Server.Bundles;

/// <summary>Texts as cells of a CSV file in which a record is always one line.</summary>
internal static partial class CsvText
{
    /// <summary>No formula, no line end; quoted where RFC 4180 wants it.</summary>
    public static string Cell(string text)
    {
        var guarded = ReportFormats.Guarded(LineEnds().Replace(text, " "));
        return guarded.AsSpan().IndexOfAny("\",") < 0 ? guarded : $"\"{guarded.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    [GeneratedRegex(@"[\r\n\u0085\u2028\u2029]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex LineEnds();
}
