namespace ChatOpsCompliance.AccessReviews;

/// <summary>What helps to decide on an item and is not what is reviewed: what the access means, since when and how it is there, who passed it on. Unknown is null.</summary>
public sealed record ItemDetails
{
    public static readonly ItemDetails None = new();

    /// <summary>The entitlement in plain words.</summary>
    public string? Title { get; init; }

    public string? Allows { get; init; }

    public DateTimeOffset? GrantedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The group or role path it comes by.</summary>
    public string? GrantedVia { get; init; }

    public string? RequestRef { get; init; }

    /// <summary>Who had the item before, by name; null for its first reviewer.</summary>
    public string? GivenBy { get; init; }

    public ReassignCause? GivenBecause { get; init; }

    public string? GivenWords { get; init; }
}
