namespace ChatOpsCompliance.AccessReviews;

/// <summary>What an item of a campaign asks about.</summary>
public enum ItemKind
{
    /// <summary>Does this account still need this access?</summary>
    Grant,

    /// <summary>Who should have this entitlement, and does it allow what it should? Asked of its owner.</summary>
    RoleDefinition,

    /// <summary>Is this statement true, and what shows it?</summary>
    Attestation,

    /// <summary>Should everybody in the roster have this? One item for all who do; whoever does not match the roster is an item of their own.</summary>
    Rule,
}
