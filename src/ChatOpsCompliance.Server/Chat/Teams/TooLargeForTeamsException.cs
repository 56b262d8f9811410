namespace ChatOpsCompliance.Server.Chat.Teams;

/// <summary>A form that a card on Teams has no room for; the console has.</summary>
public sealed class TooLargeForTeamsException(string what) : Exception($"Teams has no room for {what}.");
