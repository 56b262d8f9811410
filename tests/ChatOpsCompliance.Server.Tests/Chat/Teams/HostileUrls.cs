namespace ChatOpsCompliance.Server.Tests.Chat.Teams;

/// <summary>Addresses by which somebody would have our token sent to them, or a machine of our own network called.</summary>
internal static class HostileUrls
{
    private static readonly string[] Schemes = ["http", "ftp", "file", "gopher", "ws", "wss", "javascript", "data", "ldap", "https+unix", "HTTP", "jar:https"];

    private static readonly string[] Hosts =
    [
        "127.0.0.1", "localhost", "169.254.169.254", "10.0.0.1", "192.168.1.1", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]", "[fd00::1]", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "127.0.0.1.", "192.0.2.7",
        "smba.trafficmanager.net@evil.example.com", "smba.trafficmanager.net:443@evil.example.com", "user:secret@smba.trafficmanager.net", "@smba.trafficmanager.net", "smba.trafficmanager.net:8443", "smba.trafficmanager.net:80", "smba.trafficmanager.net:22",
        "evil.example.com\\@smba.trafficmanager.net", "smba.trafficmanager.net\\.evil.example.com", "smba.trafficmanager.net%2eevil.example.com", "smba.trafficmanager.net%00.evil.example.com", "evil%2eexample%2ecom",
        "ѕmba.trafficmanager.net", "smba。trafficmanager。net", "smba.traffic​manager.net", "smba.trafficmanager.nеt", "ⓔⓥⓘⓛ.example.com", "１２７.０.０.１", "smba.trafficmanager.net\t", "smba.traffic\nmanager.net", "smba trafficmanager net", "", ".", "intranet", "metadata",
    ];

    /// <summary>Behind a host that is right.</summary>
    private static readonly string[] Tails = ["?redirect=https://evil.example.com", "#@evil.example.com", "/../../x", "/./x", "/%2e%2e/x", "/a b", "/\\evil.example.com", "/é", "/\u202e", "/a\r\nHost: evil.example.com", "?", "#"];

    /// <summary>So many, no two the same: each host, each scheme and each tail, and then any together.</summary>
    public static IEnumerable<string> Some(Random random, int count)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var first = Hosts.Select(h => $"https://{h}/emea/").Concat(Schemes.Select(s => $"{s}://smba.trafficmanager.net/emea/")).Concat(Tails.Select(t => $"https://smba.trafficmanager.net{t}"))
            .Concat(["//smba.trafficmanager.net/emea/", "/emea/", "emea", " https://smba.trafficmanager.net/emea/", "https:/smba.trafficmanager.net/", "https:smba.trafficmanager.net", "\\\\smba.trafficmanager.net\\emea", "https://smba.trafficmanager.net/" + new string('a', 600)]);
        foreach (var url in first.Where(seen.Add)) yield return url;
        while (seen.Count < count)
        {
            var (scheme, host, tail) = (random.Next(3) == 0 ? Schemes[random.Next(Schemes.Length)] : "https", Hosts[random.Next(Hosts.Length)], Tails[random.Next(Tails.Length)]);
            var url = FormattableString.Invariant($"{scheme}://{host}/{random.Next(100)}{tail}");
            if (seen.Add(url)) yield return url;
        }
    }
}
