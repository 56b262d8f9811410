using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace ChatOpsCompliance.Server.Sources.GitHub;

/// <summary>
/// Whether GitHub signed a webhook: HMAC-SHA256 of the raw body in lower-case hex
/// (https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries).
/// </summary>
internal sealed class GitHubSignature(string secret)
{
    public const string Header = "X-Hub-Signature-256";

    private const string Prefix = "sha256=";

    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");

    private readonly byte[] key = Encoding.UTF8.GetBytes(secret);

    /// <summary>Before a byte of the body is read.</summary>
    public static bool IsWellFormed(StringValues header) =>
        header is [{ Length: 71 } text] && text.StartsWith(Prefix, StringComparison.Ordinal) && !text.AsSpan(Prefix.Length).ContainsAnyExcept(Hex);

    /// <summary>Whether a well-formed header signs this body. Takes as long whatever the answer.</summary>
    public bool Signs(string header, ReadOnlySpan<byte> body)
    {
        Span<byte> ours = stackalloc byte[SHA256.HashSizeInBytes], theirs = stackalloc byte[SHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, body, ours);
        return Convert.FromHexString(header.AsSpan(Prefix.Length), theirs, out _, out _) == OperationStatus.Done && CryptographicOperations.FixedTimeEquals(ours, theirs);
    }
}
