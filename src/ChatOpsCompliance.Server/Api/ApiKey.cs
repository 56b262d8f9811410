using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ChatOpsCompliance.Server.Api;

/// <summary>A script's key: valid until it expires or is revoked, and only for its own system, its own repositories and environments, or for reading. Its secret is shown once and kept as a hash.</summary>
public sealed record ApiKey
{
    /// <summary>Not secret: names the key in logs, lists and facts.</summary>
    public string Id { get; init; } = "";

    public string Name { get; init; } = "";

    /// <summary>The only system it may speak for; empty for a pipeline's.</summary>
    public string System { get; init; } = "";

    /// <summary>Patterns with commas between; empty for a system's, as <see cref="Environments"/>.</summary>
    public string Repositories { get; init; } = "";

    public string Environments { get; init; } = "";

    /// <summary>The role it reads as; empty for one that speaks.</summary>
    public string Reads { get; init; } = "";

    public DateOnly? FirstDay { get; init; }

    public DateOnly? LastDay { get; init; }

    public KeyScope Scope => new(System, Repositories, Environments) { Reads = Reads.Length > 0 ? new(Reads, FirstDay, LastDay) : null };

    /// <summary>Lower-case hex of the secret's SHA-256; enough for 256 random bits.</summary>
    public string Hash { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>To the hour.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    public bool ValidAt(DateTimeOffset now) => RevokedAt is null && now < ExpiresAt;

    /// <summary>Takes as long for a wrong secret as for a right one.</summary>
    public bool Is(string secret) => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(HashOf(secret)), Encoding.ASCII.GetBytes(Hash));

    internal static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}

/// <summary>The text of a key, as a script holds it: <c>cck_ID_SECRET</c>.</summary>
public sealed record KeyText(string Id, string Secret)
{
    private const string Prefix = "cck";

    public static KeyText New() => new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6)), Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));

    public static KeyText? Parse(string text) => text.Split('_', 3) is [Prefix, { Length: > 0 } id, { Length: > 0 } secret] ? new(id, secret) : null;

    public override string ToString() => $"{Prefix}_{Id}_{Secret}";
}

/// <param name="System">Empty for a pipeline's key.</param>
public sealed record KeyCreated(string Key, string Name, string System, DateTimeOffset ExpiresAt) : Fact
{
    /// <summary>What a pipeline's key may speak for, as patterns; null for a system's, as <see cref="Environments"/>.</summary>
    public string? Repositories { get; init; }

    public string? Environments { get; init; }

    /// <summary>The role that a reading key reads as, and an auditor's period; null for one that speaks.</summary>
    public string? Reads { get; init; }

    public DateOnly? FirstDay { get; init; }

    public DateOnly? LastDay { get; init; }

    public override string Kind => "key.created";

    public override string Subject => $"key/{Key}";
}

/// <summary>A newer key took the name; the old one ends.</summary>
public sealed record KeyRotated(string Key, string Name, string By, DateTimeOffset EndsAt) : Fact
{
    public override string Kind => "key.rotated";

    public override string Subject => $"key/{Key}";
}

public sealed record KeyRevoked(string Key, string Name) : Fact
{
    public override string Kind => "key.revoked";

    public override string Subject => $"key/{Key}";
}
