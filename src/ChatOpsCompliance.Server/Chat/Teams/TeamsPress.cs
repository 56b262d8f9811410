using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Web;

namespace ChatOpsCompliance.Server.Chat.Teams;

/// <summary>A pressed button, as it came back. Nothing in it is trusted.</summary>
/// <param name="Values">Hidden, typed, and the button's own above them.</param>
/// <param name="Shown">The form it stands in, as typed; null for a card, and where there was no room to send the form along.</param>
/// <param name="Key">The outbox key of the message it stands in.</param>
internal sealed record TeamsPress(Verb Verb, Values Values, ShownForm? Shown, string? Key);
