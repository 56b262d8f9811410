namespace ChatOpsCompliance.Server.Chat.Slack;

/// <summary>The handlers behind both transports: from what Slack sent to a click, and from the reply to what Slack shows.</summary>
public sealed class SlackDesk
{
    public Task<SlackAnswer> Handle(SlackRequest request, CancellationToken ct) => throw new NotSupportedException($"Not yet: {request.Kind}");
}
