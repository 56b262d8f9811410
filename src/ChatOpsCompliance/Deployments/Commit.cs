using System.Text.RegularExpressions;

namespace ChatOpsCompliance.Deployments;

/// <summary>The names of commits and runs, so that two ways of writing one thing are one.</summary>
public static class Commit
{
    /// <summary>The whole hash in lower case (40 hex digits, or 64 of SHA-256 repositories), or null: an abbreviation could mean another commit tomorrow.</summary>
    public static string? Whole(string? text)
    {
        var commit = text?.Trim().ToLowerInvariant() ?? "";
        return commit.Length is 40 or 64 && commit.All(char.IsAsciiHexDigitLower) ? commit : null;
    }

    /// <summary>As people read it.</summary>
    public static string Short(string commit) => commit.Length > 10 ? commit[..10] : commit;
}

/// <summary>One run of a pipeline, whichever of its attempts: asking again, or running it again, is the same run.</summary>
public static partial class Run
{
    /// <summary>
    /// The address without what names one attempt or job of the run (<c>/attempts/2</c>, <c>/job/1</c>) or a slash at its end; null when it is no address. A query
    /// or fragment stays unless the path, or a build's number, names the run already: elsewhere it may be what tells one run from another.
    /// </summary>
    public static string? Of(string? address)
    {
        if (!Uri.TryCreate(address?.Trim(), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")) return null;
        var parts = url.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).ToList();
        while (parts is [.., var run, "attempts" or "job" or "jobs", var which] && Names(run) && which.All(char.IsAsciiDigit)) parts.RemoveRange(parts.Count - 2, 2);
        var path = $"{url.Scheme}://{url.Authority.ToLowerInvariant()}/{string.Join('/', parts)}";
        // Azure Pipelines names its runs by the query alone.
        if (Build().Match(url.Query) is { Success: true } build) return $"{path}?buildId={build.Groups["id"].Value}";
        return parts.Count > 0 && Names(parts[^1]) ? path : $"{path}{url.Query}{url.Fragment}";
    }

    /// <summary>A number or a GUID.</summary>
    private static bool Names(string part) => part.All(char.IsAsciiDigit) || Guid.TryParse(part, out _);

    [GeneratedRegex("[?&]buildId=(?<id>[0-9]+)(?=$|&)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Build();
}
