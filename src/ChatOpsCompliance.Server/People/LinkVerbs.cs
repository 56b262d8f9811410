using ChatOpsCompliance.Chat;

namespace ChatOpsCompliance.Server.People;

/// <summary>What administrators do about linked accounts.</summary>
public static class LinkVerbs
{
    public static readonly Verb Move = new("link.move"), Ask = new("link.ask"), Look = new("link.look"), Confirm = new("link.confirm"), Decline = new("link.decline");

    public const string Platform = "platform", Workspace = "workspace", User = "user", To = "to", Why = "why", Which = "move";

    public static Values Of(ChatOpsCompliance.People.ChatAccount account) => new() { [Platform] = account.Platform, [Workspace] = account.Workspace, [User] = account.User };
}
