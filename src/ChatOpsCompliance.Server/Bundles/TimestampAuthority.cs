using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace ChatOpsCompliance.Server.Bundles;

/// <summary>Says of a signature when it was there at the latest (RFC 3161). It sees a hash and nothing else.</summary>
public sealed class TimestampAuthority(Uri address, HttpClient http)
{
    /// <summary>What the comment of a zip has room for.</summary>
    private const int Most = 40_000;

    /// <returns>The token, DER.</returns>
    public async Task<Result<byte[]>> Stamp(byte[] signature, CancellationToken ct)
    {
        var request = Rfc3161TimestampRequest.CreateFromData(signature, HashAlgorithmName.SHA256, nonce: RandomNumberGenerator.GetBytes(16), requestSignerCertificates: true);
        try
        {
            using var asked = new ByteArrayContent(request.Encode());
            asked.Headers.ContentType = new("application/timestamp-query");
            using var answer = await http.PostAsync(address, asked, ct);
            if (!answer.IsSuccessStatusCode) return new NotStamped(address, string.Create(CultureInfo.InvariantCulture, $"it answered {(int)answer.StatusCode}"));
            var token = request.ProcessResponse(await answer.Content.ReadAsByteArrayAsync(ct), out _).AsSignedCms().Encode();
            return token.Length <= Most ? token : new NotStamped(address, "its token is too long");
        }
        catch (Exception e) when (e is HttpRequestException or CryptographicException || (e is TaskCanceledException && !ct.IsCancellationRequested))
        {
            return new NotStamped(address, e.Message);
        }
    }

    /// <summary>The second at which it was stamped, as <c>verify.py</c> writes it.</summary>
    /// <param name="certificates">PEM: the authority's, or of who vouches for it.</param>
    /// <exception cref="DoesNotFit">The token is not of this signature, or not by this authority.</exception>
    internal static string Verified(byte[] token, byte[] signature, string certificates)
    {
        DateTimeOffset? at = null;
        try
        {
            if (Whole(token) && Rfc3161TimestampToken.TryDecode(token, out var decoded, out _) && decoded.TokenInfo.HashAlgorithmId.Value == Sha256
                && decoded.VerifySignatureForData(signature, out var signer, decoded.AsSignedCms().Certificates) && Trusted(signer, decoded, certificates)) at = decoded.TokenInfo.Timestamp;
        }
        catch (CryptographicException)
        {
            // What can't be read is no token.
        }

        DoesNotFit.Unless(at is not null, "The time stamp is none of this signature by the authority whose certificate you gave.");
        return at!.Value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }

    private const string Sha256 = "2.16.840.1.101.3.4.2.1", Stamping = "1.3.6.1.5.5.7.3.8";

    /// <summary>One DER value of two bytes' length and nothing behind it, which not every reader asks for.</summary>
    private static bool Whole(byte[] token) => token is [0x30, 0x82, var high, var low, ..] && (high << 8) + low == token.Length - 4;

    private static bool Trusted(X509Certificate2 signer, Rfc3161TimestampToken token, string certificates)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.ImportFromPem(certificates);
        chain.ChainPolicy.ExtraStore.AddRange(token.AsSignedCms().Certificates);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new(Stamping));
        chain.ChainPolicy.VerificationTimeIgnored = false;
        chain.ChainPolicy.VerificationTime = token.TokenInfo.Timestamp.UtcDateTime;
        return chain.Build(signer);
    }
}

/// <summary>Evidence without the stamp that was asked for is not made: it could not be told from evidence that never was to have one.</summary>
internal sealed record NotStamped(Uri Authority, string Why) : Refusal($"No bundle was made, since the time-stamp authority {Authority.Host} did not stamp it ({Why}). Try again, or take Evidence:TimestampAuthority out.");
