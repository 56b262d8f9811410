using System.Net;

namespace ChatOpsCompliance.Server.Chat.Teams;

/// <summary>
/// What the connector's refusals mean for a message: later, gone, or never until somebody does what the cure says. The statuses and words:
/// https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages and /bots/how-to/rate-limit.
/// </summary>
internal static class TeamsErrors
{
    private const string Retry = "Then: outbox retry.", Manifest = "manifests/teams";

    public static Delivery Of(TeamsResult result, ChatPlace place, bool changes = false) => result.Status switch
    {
        HttpStatusCode.TooManyRequests => new Delivery.NotYet(result.RetryAfter!.Value),
        HttpStatusCode.PreconditionFailed or HttpStatusCode.RequestTimeout or HttpStatusCode.Conflict or >= HttpStatusCode.InternalServerError => new Delivery.Later(result.ToString()),
        // A conversation that is gone says so by its own word; everything else is the one message.
        HttpStatusCode.NotFound or HttpStatusCode.Gone when changes && result.Error != "ConversationNotFound" => new Delivery.Gone(),
        HttpStatusCode.BadRequest when changes && result.Error is "ActivityNotFoundInConversation" or "MessageNotFound" => new Delivery.Gone(),
        _ => Never(result, place),
    };

    public static Delivery.Later Unreachable(HttpRequestException e) => new($"Teams could not be reached or did not answer ({e.HttpRequestError})", TimeSpan.FromSeconds(10));

    public static Delivery NoToken(TeamsSignInException e) => e.Passing ? new Delivery.Later(e.Why, TimeSpan.FromSeconds(10)) : new Delivery.Dead(e.Why, $"{e.Cure}. {Retry}");

    private static Delivery.Dead Never(TeamsResult result, ChatPlace place) => result switch
    {
        { Error: "MessageWritesBlocked" } => new($"{place.Address} has blocked the bot ({result})", $"Ask the person to unblock it, in the chat with it: …, Unblock. {Retry}"),
        { Status: HttpStatusCode.Forbidden } when place.IsChannel => new(
            $"the bot is not in the team of the channel {place.Address} ({result})", $"Add the app to that team, as {Manifest}/README.md says. {Retry}"),
        { Status: HttpStatusCode.Forbidden } => new(
            $"the app is not installed for the account {place.Address}, or was removed ({result})",
            $"Install it for everybody by a setup policy in the Teams admin center, as {Manifest}/README.md says, or ask the person to add it. {Retry}"),
        { Status: HttpStatusCode.NotFound } when place.IsChannel => new(
            $"Teams knows no channel {place.Address} ({result})", $"Give Teams:ComplianceChannel or Teams:EmergencyChannel the id in the channel's link, decoded. {Retry}"),
        { Status: HttpStatusCode.NotFound } or { Error: "BadArgument" } => new(
            $"the account {place.Address} has left the organisation, removed the app, or was never there ({result})",
            $"If the person has left, import a people file that says so: their reviews and tasks go to others. If not, correct their chat account in it, or have the app installed for them. {Retry}"),
        { Status: HttpStatusCode.Unauthorized } => new(
            $"Teams does not take the bot's token ({result})", $"Teams:AppId and the way it signs in have to be those of the bot's registration, and Teams:TenantId its tenant; see doctor. {Retry}"),
        { Status: HttpStatusCode.RequestEntityTooLarge } or { Error: "MessageSizeTooBig" or "BadSyntax" } => new(
            $"Teams does not take the message as it was drawn ({result})", "This is a fault of ours: report it with the words in brackets. After an update: outbox retry."),
        _ => new($"Teams answered {result}", $"Look the words up at https://learn.microsoft.com/microsoftteams/platform/bots, and set right what they name. {Retry}"),
    };
}
