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
public static class Run
{
    /// <summary>The address without what names one attempt or job of the run (<c>/attempts/2</c>, <c>/job/1</c>, a query or fragment) or a slash at its end; null when it is no address.</summary>
    public static string? Of(string? address)
    {
        if (!Uri.TryCreate(address?.Trim(), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")) return null;
        var parts = url.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).ToList();
        foreach (var mark in (string[])["attempts", "job", "jobs"])
        {
            var at = parts.LastIndexOf(mark);
            if (at > 0 && at == parts.Count - 2 && parts[^1].All(char.IsAsciiDigit)) parts.RemoveRange(at, 2);
        }

        // Azure Pipelines names its runs by the query alone.
        var build = System.Text.RegularExpressions.Regex.Match(url.Query, "[?&]buildId=(?<id>[0-9]+)", System.Text.RegularExpressions.RegexOptions.CultureInvariant | System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        return $"{url.Scheme}://{url.Authority.ToLowerInvariant()}/{string.Join('/', parts)}{(build.Success ? $"?buildId={build.Groups["id"].Value}" : "")}";
    }
}
