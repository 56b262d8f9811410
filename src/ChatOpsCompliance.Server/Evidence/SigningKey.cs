using System.Security.Cryptography;
using ChatOpsCompliance.Evidence;

namespace ChatOpsCompliance.Server.Evidence;

/// <summary>The ECDSA P-256 key that signs checkpoints. Lives outside the database, or it would prove nothing.</summary>
public sealed class SigningKey : IDisposable
{
    private readonly ECDsa key;

    private SigningKey(ECDsa key)
    {
        this.key = key;
        PublicKey = key.ExportSubjectPublicKeyInfoPem();
        Fingerprint = FingerprintOf(key);
    }

    /// <summary>SHA-256 of the public key (SubjectPublicKeyInfo), lower-case hex.</summary>
    public string Fingerprint { get; }

    /// <summary>PEM; hand it out with the fingerprint.</summary>
    public string PublicKey { get; }

    /// <summary>Reads a PEM private key.</summary>
    /// <exception cref="ArgumentException">It is not one, or not on curve P-256.</exception>
    public static SigningKey FromPem(string pem)
    {
        var read = ECDsa.Create();
        try
        {
            read.ImportFromPem(pem);
            if (read.KeySize != 256) throw new ArgumentException("the key must be on curve P-256 (prime256v1)");
            return new(read);
        }
        catch
        {
            read.Dispose();
            throw;
        }
    }

    /// <summary>A new key as PEM (PKCS#8).</summary>
    public static string NewPem()
    {
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return made.ExportPkcs8PrivateKeyPem();
    }

    public Checkpoint Sign(long seq, string hash, DateTimeOffset at)
    {
        var unsigned = new Checkpoint(seq, hash, seq, LedgerEntry.Time(at), Fingerprint, "");
        lock (key)
            return unsigned with { Signature = Convert.ToBase64String(key.SignData(unsigned.Signed(), HashAlgorithmName.SHA256)) };
    }

    public bool Signed(Checkpoint checkpoint)
    {
        Span<byte> signature = stackalloc byte[64];
        if (checkpoint.Key != Fingerprint || !Convert.TryFromBase64String(checkpoint.Signature, signature, out var length)) return false;
        lock (key) return key.VerifyData(checkpoint.Signed(), signature[..length], HashAlgorithmName.SHA256);
    }

    /// <summary>ECDSA over a SHA-256, IEEE P1363, 64 bytes.</summary>
    public byte[] SignHash(byte[] sha256)
    {
        lock (key) return key.SignHash(sha256);
    }

    public void Dispose() => key.Dispose();

    private static string FingerprintOf(ECDsa key) => Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));
}
