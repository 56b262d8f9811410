using System.Globalization;
using System.Text;

namespace ChatOpsCompliance.Server.Tests.Chat.Slack;

/// <summary>Requests of every kind that a server at a public address gets: Slack's own, altered ones, and ones made up.</summary>
internal static class Forgeries
{
    /// <summary>Makes of one that Slack signed just now another.</summary>
    public delegate SignedPost Forge(SignedPost post, DateTimeOffset now, Random random);

    /// <summary>Signed rightly as far as <c>@slack/bolt</c> looks; refused here.</summary>
    public static readonly IReadOnlyDictionary<string, Forge> Stricter = new Dictionary<string, Forge>(StringComparer.Ordinal)
    {
        ["timestamp of the future"] = (post, now, random) => SignedPost.Of(post.Route, post.Body, now.AddSeconds(random.Next(301, 100_000))),
        ["timestamp with a leading zero"] = (post, _, _) => post with { Timestamp = "0" + post.Timestamp },
        ["timestamp with a sign"] = (post, _, _) => post with { Timestamp = "+" + post.Timestamp },
        ["timestamp with a fraction"] = (post, _, _) => post with { Timestamp = post.Timestamp + ".0" },
        ["timestamp in hex"] = (post, now, _) => post with { Timestamp = "0x" + now.ToUnixTimeSeconds().ToString("x", CultureInfo.InvariantCulture) },
        ["something behind the signature"] = (post, _, random) => post with { Signature = FormattableString.Invariant($"{post.Signature}={random.Next()}") },
        ["ssl_check, unsigned"] = (_, _, random) => new() { Route = "commands", Body = FormattableString.Invariant($"ssl_check=1&token={random.Next()}") },
    };

    /// <summary>Refused by everybody.</summary>
    public static readonly IReadOnlyDictionary<string, Forge> Forged = new Dictionary<string, Forge>(StringComparer.Ordinal)
    {
        ["another secret"] = (post, now, _) => SignedPost.Of(post.Route, post.Body, now, "another secret"),
        ["altered body"] = (post, _, random) => post with { Body = Altered(random, post.Body) },
        ["appended body"] = (post, _, _) => post with { Body = post.Body + " " },
        ["altered timestamp"] = (post, now, _) => post with { Timestamp = Seconds(now.AddSeconds(1)) },
        ["stale"] = (post, now, random) => SignedPost.Of(post.Route, post.Body, now.AddSeconds(-random.Next(301, 100_000))),
        ["upper-case hex"] = (post, _, _) => post with { Signature = "v0=" + post.Signature![3..].ToUpperInvariant() },
        ["version 1"] = (post, _, _) => post with { Signature = "v1=" + post.Signature![3..] },
        ["version V0"] = (post, _, _) => post with { Signature = "V0=" + post.Signature![3..] },
        ["no version"] = (post, _, _) => post with { Signature = post.Signature![3..] },
        ["signature cut short"] = (post, _, random) => post with { Signature = post.Signature![..random.Next(post.Signature!.Length)] },
        ["signature too long"] = (post, _, _) => post with { Signature = post.Signature + "0" },
        ["no signature"] = (post, _, _) => post with { Signature = null },
        ["no timestamp"] = (post, _, _) => post with { Timestamp = null },
        ["nothing at all"] = (post, _, _) => post with { Timestamp = null, Signature = null },
        ["two signatures"] = (post, _, _) => post with { Signature = $"{post.Signature}, {post.Signature}" },
        ["two timestamps"] = (post, _, _) => post with { Timestamp = $"{post.Timestamp}, {post.Timestamp}" },
        ["timestamp in words"] = (post, _, _) => SignedPost.Of(post.Route, post.Body, "now"),
        ["timestamp empty"] = (post, _, _) => SignedPost.Of(post.Route, post.Body, ""),
        ["timestamp negative"] = (post, _, _) => SignedPost.Of(post.Route, post.Body, "-" + post.Timestamp),
        ["timestamp signed with a leading zero"] = (post, _, _) => SignedPost.Of(post.Route, post.Body, "0" + post.Timestamp),
        ["noise"] = (post, _, random) => new() { Route = post.Route, Body = Noise(random, random.Next(0, 4000)), Timestamp = Noise(random, 10), Signature = Noise(random, 67) },
        ["large"] = (post, now, random) => SignedPost.Of("events", SignedPost.Event("Ev0", text: Noise(random, 30_000)), now, "another secret"),
    };

    private static readonly string[] Pieces = ["a", "Ω", "语", "🙂", "\"", "\\", "&", "=", "%", "+", " ", "\n", "<!channel>", "\u0001"];

    /// <summary>As Slack sends it, the n-th, with some text of some person's.</summary>
    public static SignedPost Genuine(Random random, DateTimeOffset at, int n)
    {
        var id = FormattableString.Invariant($"{n}.{random.Next()}");
        return (n % 3) switch
        {
            0 => SignedPost.Of("events", SignedPost.Event("Ev" + id, text: Text(random)), at),
            1 => SignedPost.Of("interactions", SignedPost.Interaction(id), at),
            _ => SignedPost.Of("commands", SignedPost.Command(id, Text(random)), at),
        };
    }

    private static string Altered(Random random, string body)
    {
        var (at, text) = (random.Next(body.Length), new StringBuilder(body));
        text[at] = text[at] == 'x' ? 'y' : 'x';
        return text.ToString();
    }

    private static string Text(Random random) => string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => Pieces[random.Next(Pieces.Length)]));

    private static string Noise(Random random, int length) => string.Create(length, random, (text, r) =>
    {
        for (var i = 0; i < text.Length; i++) text[i] = (char)r.Next('!', '~');
    });

    private static string Seconds(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
