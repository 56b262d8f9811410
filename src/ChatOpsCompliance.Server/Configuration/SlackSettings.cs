namespace ChatOpsCompliance.Server.Configuration;

/// <summary>The section <c>Slack</c> of the configuration. Secrets; never written anywhere.</summary>
public sealed record SlackSettings
{
    /// <summary>Slack's own name in accounts, lanes and settings.</summary>
    public const string Platform = "slack";

    /// <summary>True for Socket Mode, where Slack needs no way in; false for signed HTTP.</summary>
    public required bool Socket { get; init; }

    /// <summary><c>xoxb-…</c></summary>
    public required string BotToken { get; init; }

    /// <summary><c>xapp-…</c>; Socket Mode only.</summary>
    public required string? AppToken { get; init; }

    /// <summary>Signed HTTP only.</summary>
    public required string? SigningSecret { get; init; }

    /// <summary>Ends with a slash.</summary>
    public required Uri ApiBaseUrl { get; init; }

    /// <summary>The id of the one workspace that is served, such as <c>T0123ABCD</c>.</summary>
    public required string Workspace { get; init; }

    public override string ToString() => $"Slack {Workspace}, {(Socket ? "Socket Mode" : "HTTP")}";
}
