using ChatOpsCompliance.People;

namespace ChatOpsCompliance.Server.Chat;

/// <param name="Email">Lower case; null when the platform does not vouch for one.</param>
/// <param name="No">Why this account may not act, whoever is behind it.</param>
public sealed record ChatMember(ChatAccount Account, string? Email, Refusal? No);
