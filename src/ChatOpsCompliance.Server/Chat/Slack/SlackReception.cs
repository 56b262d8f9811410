using ChatOpsCompliance.Server.Configuration;

namespace ChatOpsCompliance.Server.Chat.Slack;

/// <summary>What both transports do with a request that is proved to be Slack's.</summary>
public sealed class SlackReception(SlackHandler handle, SlackSettings settings, TimeProvider clock, ILogger<SlackReception> log)
{
    /// <summary>Far beyond Slack's 3 seconds: what has begun is finished even when Slack no longer waits, since its messages show it later.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>One installation serves one workspace; an app's other workspaces are not ours to answer.</summary>
    public bool Serves(SlackRequest request)
    {
        if (request.Team == settings.Workspace) return true;
        log.LogWarning("A request of workspace {Team} was refused: Slack:Workspace is {Workspace}", request.Team, settings.Workspace);
        return false;
    }

    /// <summary>The answer, or null when it failed: then nothing may be acknowledged.</summary>
    public async Task<SlackAnswer?> Answer(SlackRequest request)
    {
        try
        {
            using var patience = new CancellationTokenSource(Longest, clock);
            return await handle(request, patience.Token);
        }
        // Whatever it was, Slack must not be told that it is done.
        catch (Exception e)
        {
            // Not the message: it may quote what somebody wrote.
            log.LogError("A request ({Kind}, {Delivery}) failed and was not acknowledged: {Error}\n{Where}", request.Kind, request.Delivery, e.GetType().Name, e.StackTrace);
            return null;
        }
    }
}
