using System.Buffers;

namespace ChatOpsCompliance.Server.Chat.Teams;

/// <summary>
/// Where an activity says that its answer is to go. Our token goes there too, so it must be what the activity's own token names, and beyond that an address
/// as Teams has them: https on its usual port, a name and no number, written as it is read.
/// </summary>
internal static class TeamsServiceUrl
{
    private const int Longest = 500;

    private static readonly SearchValues<char> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/:");

    /// <summary>Null when nothing may be sent there.</summary>
    /// <param name="onThisMachine">A stand-in of Teams is used: then it is this machine, and no other.</param>
    public static Uri? Read(string? text, bool onThisMachine)
    {
        // Nobody before the host and nothing behind the path. And what is read otherwise than it is written (dots, escapes, numbers for an address) is read otherwise by somebody else, too.
        if (text is null or { Length: > Longest } || text.AsSpan().ContainsAnyExcept(Letters) || !Uri.TryCreate(text, UriKind.Absolute, out var url)) return null;
        if (!string.Equals(url.AbsoluteUri.TrimEnd('/'), text.TrimEnd('/'), StringComparison.OrdinalIgnoreCase)) return null;
        if (onThisMachine) return url.IsLoopback && url.Scheme is "http" or "https" ? url : null;
        return url.Scheme == Uri.UriSchemeHttps && url.IsDefaultPort && url.HostNameType == UriHostNameType.Dns && IsPublicName(url.Host) ? url : null;
    }

    /// <summary>Two labels at least, the last of letters: <c>127.0.0.1.</c> is a name to the class that reads it, and a number to the resolver.</summary>
    private static bool IsPublicName(string host) => host.Split('.') is [_, .., { Length: > 1 } last] && last.All(char.IsAsciiLetter);
}
