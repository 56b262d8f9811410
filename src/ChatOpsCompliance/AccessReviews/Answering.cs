namespace ChatOpsCompliance.AccessReviews;

/// <summary>What is asked of a role, a rule or a statement is answered, not kept or revoked: it is right as it is, or it is not and somebody says how it should be.</summary>
public static class Answering
{
    /// <summary>What an answer that it is not right modifies it to: the words say it, and words stand beside the chain.</summary>
    public const string AsWritten = "as written";

    /// <summary>What is said by pressing the button. Its version is the signature's.</summary>
    public const string Signature = "I answer for this, and what I say here is so to the best of my knowledge.";

    public static Choice Right(Words? why) => new(Decision.Keep, why is null ? null : Reason.Other, why);

    public static Choice NotRight(Words? how) => new(Decision.Modify, Reason.Other, how, AsWritten);

    public static Choice NotMine(Words? whose) => new(Decision.NotMyPerson, null, whose);

    /// <summary>What is missing from an answer; null for a grant, which is decided on.</summary>
    internal static Refusal? Check(ReviewItem item, Choice choice) => item.Kind switch
    {
        ItemKind.Grant => null,
        _ when choice.Decision == Decision.Revoke => new NothingToRevoke(),
        ItemKind.Attestation when choice is { Decision: Decision.Keep, Words: null } => new EvidenceNeeded(),
        _ when choice is { Decision: Decision.Modify, Words: null } => new HowNeeded(item.Kind),
        _ when choice is { Decision: Decision.Keep, Words: null } && item.Flagged => new WhyRightNeeded(),
        _ => null,
    };
}

public sealed record NothingToRevoke() : Refusal("Nobody's access is revoked here. If it is not right, say how it should be.");

public sealed record EvidenceNeeded() : Refusal("Write what shows it: when, by whom, where it is written down.");

public sealed record HowNeeded(ItemKind Of) : Refusal(Of == ItemKind.Attestation ? "Write what has to be done until it is so." : "Write how it should be.");

public sealed record WhyRightNeeded() : Refusal("It is flagged: write why it is right as it is.");
