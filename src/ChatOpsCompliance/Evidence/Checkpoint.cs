using System.Globalization;
using System.Text;

namespace ChatOpsCompliance.Evidence;

/// <summary>
/// What the ledger was at one moment, signed, and kept where whoever can write the database can't: anybody holding an earlier checkpoint
/// can see that a row was altered or the tail cut.
/// </summary>
/// <param name="Hash">The hash of row <paramref name="Seq"/>, lower-case hex.</param>
/// <param name="Count">How many rows there were.</param>
/// <param name="At">UTC, as in the ledger.</param>
/// <param name="Key">The signing key's fingerprint: SHA-256 of its public key (SubjectPublicKeyInfo), lower-case hex.</param>
/// <param name="Signature">ECDSA P-256 over SHA-256 of <see cref="Signed"/>, IEEE P1363, base64.</param>
public sealed record Checkpoint(long Seq, string Hash, long Count, string At, string Key, string Signature)
{
    /// <summary>The exact bytes that are signed.</summary>
    public byte[] Signed() => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"chatops-compliance checkpoint v1\nseq {Seq}\nhash {Hash}\ncount {Count}\nat {At}\nkey {Key}\n"));
}
