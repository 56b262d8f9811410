namespace ChatOpsCompliance.Server.Chat.Teams;

/// <summary>We get no token for calls to Teams. Holds no secret.</summary>
internal sealed class TeamsSignInException(string why, string cure, bool passing = false) : Exception($"No token for Teams: {why}. {cure}")
{
    public string Why => why;

    /// <summary>What somebody has to do, and where.</summary>
    public string Cure => cure;

    /// <summary>It may pass by itself: the directory does not answer just now.</summary>
    public bool Passing => passing;
}
