using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace ChatOpsCompliance.Server.Chat.Slack;

/// <summary>
/// Whether Slack signed a request: HMAC-SHA256 over <c>v0:{timestamp}:{raw body}</c> in lower-case hex
/// (https://docs.slack.dev/authentication/verifying-requests-from-slack). Stricter than Slack's own library in what it does not look at:
/// timestamps of the future, a header sent twice, digits that are no plain number, anything behind the signature.
/// </summary>
public sealed class SlackSignature(string secret, TimeProvider clock)
{
    /// <summary>How far a request's time may be from ours, either way, in seconds.</summary>
    public const int Window = 300;

    private const string Version = "v0=";

    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");

    private readonly byte[] key = Encoding.UTF8.GetBytes(secret);

    /// <summary>What is wrong with the headers alone, before a byte of the body is read; null when they may be Slack's.</summary>
    public string? FaultOf(StringValues timestamp, StringValues signature)
    {
        if (timestamp.Count != 1 || signature.Count != 1) return "not signed once";
        if (Seconds(timestamp[0]) is not { } at) return "its timestamp is no plain number";
        if (Math.Abs(clock.GetUtcNow().ToUnixTimeSeconds() - at) > Window) return "its timestamp is more than 5 minutes off; is this machine's clock right?";
        return IsWellFormed(signature[0]) ? null : "its signature is not of the form v0=, 64 digits in lower-case hex";
    }

    /// <summary>Whether the headers, found good by <see cref="FaultOf"/>, sign this body. Takes as long whatever the answer.</summary>
    public bool Signs(string timestamp, string signature, in ReadOnlySequence<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hmac.AppendData(Encoding.ASCII.GetBytes($"v0:{timestamp}:"));
        foreach (var part in body) hmac.AppendData(part.Span);
        Span<byte> ours = stackalloc byte[SHA256.HashSizeInBytes], theirs = stackalloc byte[SHA256.HashSizeInBytes];
        hmac.GetHashAndReset(ours);
        return Convert.FromHexString(signature.AsSpan(Version.Length), theirs, out _, out _) == OperationStatus.Done && CryptographicOperations.FixedTimeEquals(ours, theirs);
    }

    /// <summary>No sign, blank or leading zero: the text is signed, so it must be the only one for its number.</summary>
    private static long? Seconds(string? text) =>
        text is { Length: > 0 and <= 12 } && text[0] is not '0' && text.All(char.IsAsciiDigit) ? long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : null;

    private static bool IsWellFormed(string? signature) =>
        signature is { Length: 67 } && signature.StartsWith(Version, StringComparison.Ordinal) && !signature.AsSpan(Version.Length).ContainsAnyExcept(Hex);
}
