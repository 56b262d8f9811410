using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using ChatOpsCompliance.Access;

namespace ChatOpsCompliance.AccessReviews;

/// <summary>Whether signs of hasty reviewing are told: not at all, of a campaign as a whole, or of each reviewer. Agreed before the launch, and kept with the campaign.</summary>
public enum Signals
{
    Off,
    Campaign,
    Person,
}

/// <summary>Where signals are agreed to, three of a reviewer's items are picked at random: keeping one of them asks for a sentence.</summary>
public static class RandomKeeps
{
    public const int Each = 3;

    public static readonly Flag Flag = new(FlagKind.Picked, "picked at random: keeping it asks for a sentence");

    /// <summary>The smallest are picked. The snapshot's number is the seed: nobody knows it before the extract is in, and a launch gone on with picks the same.</summary>
    public static ulong Rank(long snapshot, string system, GrantKey grant) =>
        BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{snapshot}\0{system}\0{grant.Account}\0{grant.Entitlement}\0{grant.Environment}"))));

    internal static Refusal? Check(ReviewItem item, Choice choice) =>
        choice is { Decision: Decision.Keep, Words: null } && item.Flags.Any(f => f.Kind == FlagKind.Picked) ? new SentenceNeeded() : null;
}

public sealed record SentenceNeeded() : Refusal("This one was picked at random: choose “Keep: other reason” and write in a sentence why it stays.");
