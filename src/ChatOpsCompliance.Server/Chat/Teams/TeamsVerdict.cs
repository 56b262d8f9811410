namespace ChatOpsCompliance.Server.Chat.Teams;

/// <summary>What <see cref="TeamsTokens"/> makes of a request.</summary>
/// <param name="Status">200, 401 (not proved), 403 (proved, but for another channel or service address), 503 (the keys can't be read).</param>
/// <param name="Why">For a log line: holds nothing of what was sent.</param>
internal readonly record struct TeamsVerdict(int Status, string? Why)
{
    public static readonly TeamsVerdict Good = new(200, null);
}
