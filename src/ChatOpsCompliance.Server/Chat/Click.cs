using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;

namespace ChatOpsCompliance.Server.Chat;

/// <summary>Somebody pressed a button or submitted a form, and the platform has proved which account it was.</summary>
/// <param name="VerifiedEmail">Lower case; set only when the platform vouches for it. Helps the first match of an account, never a later one.</param>
/// <param name="Delivery">The same for every repeat of this one click.</param>
public sealed record Click(ChatAccount Account, string? VerifiedEmail, Verb Verb, Values Values, string Delivery)
{
    /// <summary>The platform's own reason why this account may do nothing, whoever is behind it: a guest, a bot, somebody of another workspace.</summary>
    public Refusal? Unfit { get; init; }
}
