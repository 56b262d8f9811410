namespace ChatOpsCompliance.Server.Api;

/// <summary>What a key is for, as whoever holds it may ask. What it does not speak for, or read, is empty.</summary>
internal sealed record KeyShape(string Name, string System, string Repositories, string Environments, string Reads, DateOnly? FirstDay, DateOnly? LastDay, DateTimeOffset ExpiresAt)
{
    public static KeyShape Of(ApiKey key) => new(key.Name, key.System, key.Repositories, key.Environments, key.Reads, key.FirstDay, key.LastDay, key.ExpiresAt);
}
