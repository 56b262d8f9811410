using System.Text.Json.Nodes;
using ChatOpsCompliance.Chat;

namespace ChatOpsCompliance.Server.Chat.Teams;

/// <summary>A message's activity: everything in its one card, since some clients show text and card as two messages; what notifications say stands in its summary.</summary>
internal static class TeamsMessage
{
    public const string CardType = "application/vnd.microsoft.card.adaptive";

    private const int Summary = 500;

    public static JsonObject Of(Card card, string? key) => Of(card.Summary, TeamsCards.Of(card, key));

    public static JsonObject Of(string summary, JsonObject card) => new()
    {
        ["type"] = "message",
        ["summary"] = TeamsText.Plain(TeamsText.Cut(summary, Summary)),
        ["attachments"] = new JsonArray(new JsonObject { ["contentType"] = CardType, ["content"] = card }),
    };
}

/// <summary>How a message's card is drawn once more: travels with the card, and is not trusted when it comes back.</summary>
internal static class TeamsKey
{
    /// <summary>A form's own message, which is not drawn again.</summary>
    public const string Form = "f";

    private const string MessageMark = "m:", WordsMark = "w:";

    public static string OfMessage(string id) => MessageMark + id;

    /// <summary>The answer to written words.</summary>
    public static string OfWords(string words) => WordsMark + words;

    public static Id<StandingMessage>? Message(string? key) =>
        key?.StartsWith(MessageMark, StringComparison.Ordinal) == true && Id<StandingMessage>.TryParse(key[MessageMark.Length..], out var id) ? id : null;

    public static string? Words(string? key) => key?.StartsWith(WordsMark, StringComparison.Ordinal) == true ? key[WordsMark.Length..] : null;
}
