using ChatOpsCompliance.Chat;

namespace ChatOpsCompliance.Server.People;

public static class AuditorVerbs
{
    public static readonly Verb Open = new("auditor.open"), Invite = new("auditor.invite"), Leave = new("auditor.leave"), End = new("auditor.end");

    public const string Name = "name", Email = "email", From = "from", To = "to", Until = "until", Engagement = "engagement";
}
