using System.Text.Json.Nodes;

namespace ChatOpsCompliance.Server.Tests.Chat.Teams;

/// <summary>Teams as a person's client has it: our fake of it, or Microsoft's Agents Playground.</summary>
internal interface ITeams
{
    /// <summary>Every message this person can see, as everybody sees it; oldest first.</summary>
    Task<IReadOnlyList<TeamsMessage>> Messages(string user);

    /// <summary>Runs an <c>Action.Execute</c> of a card, its data complete.</summary>
    /// <param name="automatic">The client's own doing: a refresh.</param>
    /// <returns>The card that this person is shown in its place.</returns>
    Task<JsonObject> Execute(string user, TeamsMessage message, JsonObject action, bool automatic = false);

    /// <summary>Writes to the bot: in their own chat with it, or elsewhere, mentioning it.</summary>
    Task Write(string user, string text, string? conversation = null);

    /// <summary>Looks again after whatever happens, until there is something to see.</summary>
    Task<T> Until<T>(Func<Task<T?>> look, Func<string> inVain)
        where T : class;
}

/// <summary>A message in a conversation, by whomever.</summary>
/// <param name="Conversation">With its thread in a channel.</param>
/// <param name="Edits">How often it was changed.</param>
/// <param name="Card">Null when it is of words alone.</param>
internal sealed record TeamsMessage(string Conversation, string Id, int Edits, string Text, JsonObject? Card)
{
    public string Address => $"{Conversation}/{Id}";
}
