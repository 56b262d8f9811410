using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;

namespace ChatOpsCompliance.Server.Bundles;

/// <summary>
/// The end of a bundle: the comment of the zip. It holds the signature over every byte before its own length, so that nothing of the file is
/// left that could be changed, added or cut unseen; and it is all that differs when the same bundle is made twice.
/// </summary>
/// <param name="Signer">The key's fingerprint: SHA-256 of its public key (SubjectPublicKeyInfo), lower-case hex.</param>
/// <param name="Signature">ECDSA P-256 over SHA-256, IEEE P1363, 64 bytes, the lower s of the two that fit.</param>
/// <param name="Stamp">What an authority says of when it saw the signature: a token of RFC 3161 over its SHA-256, DER; null without one.</param>
internal sealed partial record BundleSeal(string Signer, byte[] Signature, byte[]? Stamp = null)
{
    public const string Format = "chatops-compliance evidence bundle v1";

    /// <summary>The order of P-256's group; a signature (r, s) fits as (r, n − s) too, and only the lower is taken. Source: FIPS 186-5, D.1.2.3.</summary>
    private static readonly BigInteger Order = BigInteger.Parse("0ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    public byte[] Comment() => Encoding.ASCII.GetBytes($"{Format}\nsigner {Signer}\nsignature {Convert.ToBase64String(Signature)}\n{(Stamp is null ? "" : $"timestamp {Convert.ToBase64String(Stamp)}\n")}");

    /// <summary>Null when it is not exactly what <see cref="Comment"/> writes.</summary>
    public static BundleSeal? Read(ReadOnlySpan<byte> comment)
    {
        var match = Grammar().Match(Encoding.Latin1.GetString(comment));
        if (!match.Success || Base64(match.Groups["signature"].Value) is not { Length: 64 } signature || !Lower(signature)) return null;
        var stamp = match.Groups["stamp"].Success ? Base64(match.Groups["stamp"].Value) : null;
        return match.Groups["stamp"].Success && stamp is not { Length: > 0 } ? null : new(match.Groups["signer"].Value, signature, stamp);
    }

    /// <summary>The one of the two signatures that this format takes.</summary>
    public static byte[] Lowered(byte[] signature)
    {
        var s = new BigInteger(signature.AsSpan(32), isUnsigned: true, isBigEndian: true);
        if (s * 2 <= Order) return signature;
        var lowered = signature[..];
        lowered.AsSpan(32).Clear();
        var bytes = (Order - s).ToByteArray(isUnsigned: true, isBigEndian: true);
        bytes.CopyTo(lowered, 64 - bytes.Length);
        return lowered;
    }

    private static bool Lower(byte[] signature) => Lowered(signature).AsSpan().SequenceEqual(signature);

    /// <summary>Null when other text gives the same bytes: then a byte could be changed unseen.</summary>
    internal static byte[]? Base64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) && Convert.ToBase64String(bytes, 0, length) == text ? bytes[..length] : null;
    }

    [GeneratedRegex(@"\A" + Format + @"\nsigner (?<signer>[0-9a-f]{64})\nsignature (?<signature>[A-Za-z0-9+/=]{88})\n(timestamp (?<stamp>[A-Za-z0-9+/=]+)\n)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Grammar();
}
