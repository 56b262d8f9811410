using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;

namespace ChatOpsCompliance.Server.Chat;

/// <summary>Somebody pressed a button or submitted a form, and the platform has proved which account it was.</summary>
/// <param name="VerifiedEmail">Lower case; set only when the platform vouches for it. Helps the first match of an account, never a later one.</param>
/// <param name="Delivery">The same for every repeat of this one click.</param>
public sealed record Click(ChatAccount Account, string? VerifiedEmail, Verb Verb, Values Values, string Delivery);
