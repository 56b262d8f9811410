namespace ChatOpsCompliance.Access;

/// <summary>Who stands behind an account. A service account has an owner, a shared one several people.</summary>
public enum AccountType
{
    Human,
    Service,
    Shared,
}

/// <summary>
/// One grant as its source tells it: account × entitlement × environment. What the source did not say is null, and null is never
/// shown or counted as false. Times are UTC.
/// </summary>
public sealed record Grant
{
    public required string Account { get; init; }

    public required AccountType AccountType { get; init; }

    public string? PersonEmail { get; init; }

    public string? OwnerEmail { get; init; }

    public required string Entitlement { get; init; }

    public string Environment { get; init; } = "";

    public bool? Privileged { get; init; }

    public bool? Mfa { get; init; }

    public bool? Active { get; init; }

    public DateTimeOffset? GrantedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>True when the source says that it was never used; otherwise nothing is known beyond <see cref="LastUsedAt"/>.</summary>
    public bool NeverUsed { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? KeyCreatedAt { get; init; }

    public string? GrantedVia { get; init; }

    public string? RequestRef { get; init; }

    public GrantKey Key => new(Account, Entitlement, Environment);
}

/// <summary>What makes a grant the same grant in two snapshots of one system.</summary>
public readonly record struct GrantKey(string Account, string Entitlement, string Environment);
