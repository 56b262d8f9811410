using System.Globalization;
using System.Text.RegularExpressions;

namespace ChatOpsCompliance.Server.Bundles;

/// <summary>What <c>bundle.txt</c> says: of which period and instant a bundle is, who signed it, and which entries of the audit log are in it.</summary>
internal sealed partial record BundleAbout(string From, string To, string Start, string End, string AsOf, string Signer, long First, long Last, string Before, string Hash)
{
    /// <summary>Null when it is not as <see cref="MakeBundle"/> writes it.</summary>
    public static BundleAbout? Read(string text)
    {
        var m = Grammar().Match(text);
        return m.Success
            ? new(Of("from"), Of("to"), Of("start"), Of("end"), Of("asof"), Of("signer"), long.Parse(Of("first"), CultureInfo.InvariantCulture), long.Parse(Of("last"), CultureInfo.InvariantCulture), Of("before"), Of("hash"))
            : null;

        string Of(string name) => m.Groups[name].Value;
    }

    /// <summary>From the first day's midnight to the one after the last.</summary>
    public bool CountsItsDays => string.CompareOrdinal(From, To) <= 0 && Start == From + Midnight
        && DateOnly.TryParseExact(To, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var last) && last < DateOnly.MaxValue && End == last.AddDays(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + Midnight;

    /// <summary>The beginning and the end of a period are instants as the log writes them, so that they are compared as text.</summary>
    public bool Has(string at) => string.CompareOrdinal(at, Start) >= 0 && string.CompareOrdinal(at, End) < 0;

    [GeneratedRegex(@"\A[0-9a-f]{64}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    public static partial Regex Hex();

    [GeneratedRegex(@"\A" + Instant + @"\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    public static partial Regex Time();

    private const string Midnight = "T00:00:00.000000Z";

    private const string Instant = @"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z", Day = "[0-9]{4}-[0-9]{2}-[0-9]{2}", Hash256 = "[0-9a-f]{64}", Number = "[0-9]{1,18}";

    [GeneratedRegex(
        @"\A" + BundleSeal.Format + @"\nfrom (?<from>" + Day + @")\nto (?<to>" + Day + @")\nstart (?<start>" + Instant + @")\nend (?<end>" + Instant + @")\nas-of (?<asof>" + Instant + @")\nmade-by [ -~]+\nsigner (?<signer>" + Hash256
        + @")\nlog-first (?<first>" + Number + @")\nlog-last (?<last>" + Number + @")\nlog-before (?<before>" + Hash256 + @")\nlog-hash (?<hash>" + Hash256 + @")\n\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Grammar();
}
