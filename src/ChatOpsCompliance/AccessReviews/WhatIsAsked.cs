using ChatOpsCompliance.Access;
using ChatOpsCompliance.People;

namespace ChatOpsCompliance.AccessReviews;

/// <summary>Of which entitlements a review asks their owners who should have them and what they allow.</summary>
public enum RoleDefinitions
{
    None,
    Privileged,
    All,
}

/// <summary>A statement that somebody answers for in a review: a drill was held, a vendor assessed.</summary>
/// <param name="By">E-mail, lower case, of who says that it is so and what shows it.</param>
public sealed record Attestation(string Name, string Statement, string By);

/// <summary>Access that everybody of the roster has by being there is reviewed as one rule; only who does not match the roster is an item.</summary>
public static class Birthright
{
    /// <summary>Whether this holder is one of those the rule is about: a human account of somebody active.</summary>
    public static bool Fits(Grant grant, Entitlement? entitlement, Person? holder) =>
        entitlement?.Birthright == true && grant.AccountType == AccountType.Human && holder is { Active: true };

    public static string Statement(int matching, int others) => others == 0
        ? $"All {matching} accounts that have this belong to somebody active in the roster."
        : $"{matching} of {matching + others} accounts that have this belong to somebody active in the roster. Each of the other {others} is an item of its own.";
}

/// <summary>What a role is, as its owner is asked about it.</summary>
public static class RoleDefinition
{
    public static string Statement(string name, Entitlement? entitlement, int holders) =>
        $"{entitlement?.Title ?? name}. {(entitlement is { Allows.Length: > 0 } known ? $"It allows: {known.Allows.TrimEnd('.')}." : "Nobody has written down what it allows.")} {(holders == 1 ? "1 account has it" : $"{holders} accounts have it")}.";

    /// <summary>What deserves a look before it is called right.</summary>
    public static IReadOnlyList<Flag> Flags(Entitlement? entitlement, bool? privileged) =>
    [
        .. privileged == true ? (Flag[])[new(FlagKind.Privileged, "privileged access")] : [],
        .. entitlement?.OwnerEmail is null ? (Flag[])[new(FlagKind.NoOwner, "nobody is named as the owner of this role")] : [],
    ];
}
