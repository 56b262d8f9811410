using ChatOpsCompliance.Chat;

namespace ChatOpsCompliance.Server.Chat.Local;

/// <summary>A message as the workspace has it now. Posted once, then drawn anew any number of times; never removed.</summary>
/// <param name="Key">The sender's id of the effect; a second post under it finds this message.</param>
/// <param name="Revision">1 as posted, one more at each update.</param>
/// <param name="Version">The workspace's count of changes when this one was made; grows over all messages.</param>
public sealed record LocalMessage(string Id, ChatPlace Place, string Key, DateTimeOffset PostedAt, Card Card, int Revision, long Version)
{
    public bool Changed => Revision > 1;
}
