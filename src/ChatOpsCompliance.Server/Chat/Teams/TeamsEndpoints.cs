using System.Text;
using ChatOpsCompliance.Server.Configuration;
using ChatOpsCompliance.Server.Web;

namespace ChatOpsCompliance.Server.Chat.Teams;

/// <summary>The way in: nothing is acted on before its token is proved. 200 means recorded; 5xx that nothing may have been, so that Teams tells the person or sends it again.</summary>
internal sealed class TeamsEndpoints(TeamsTokens tokens, TeamsDesk desk, Afterwards afterwards, RefusalLog refusals, TeamsSettings settings, TimeProvider clock, ILogger<TeamsEndpoints> log)
{
    /// <summary>Bytes. A card comes back at most once in an invoke, with what was typed.</summary>
    public const int LargestBody = 512 << 10;

    /// <summary>Beyond Teams' 10 seconds: what has begun is finished even when Teams no longer waits.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    public void Map(IEndpointRouteBuilder app)
    {
        var route = app.MapPost("/api/messages", (Delegate)Receive).ExcludeFromDescription();
        if (settings.AllowUnauthenticated) route.AddEndpointFilter(new LocalOnly());
    }

    private async Task<IResult> Receive(HttpContext http)
    {
        var authorization = http.Request.Headers.Authorization;
        if (!settings.AllowUnauthenticated && authorization.Count != 1) return Refused(StatusCodes.Status401Unauthorized, "it has no token");
        if (await Body(http) is not { } body) return Refused(StatusCodes.Status413PayloadTooLarge, "it is larger than Teams' are");
        var activity = TeamsBody.Read(body);
        if (await tokens.Judge(authorization, activity?.ChannelId, activity?.ServiceUrl, http.RequestAborted) is { Status: not StatusCodes.Status200OK } no) return Refused(no.Status, no.Why ?? "its token is not good");
        if (activity is null) return Refused(StatusCodes.Status400BadRequest, "it is no activity");
        return await Answer(http, activity);
    }

    private async Task<IResult> Answer(HttpContext http, TeamsActivity activity)
    {
        TeamsAnswer? answer;
        try
        {
            using var patience = new CancellationTokenSource(Longest, clock);
            answer = await desk.Handle(activity, patience.Token);
        }
        // Whatever it was, Teams must not be told that it is done.
        catch (Exception e)
        {
            // Not the message: it may quote what somebody wrote.
            log.LogError("An activity ({Type}, {Delivery}) failed and was not acknowledged: {Error}\n{Where}", activity.Type, activity.Delivery, e.GetType().Name, e.StackTrace);
            return TypedResults.StatusCode(StatusCodes.Status500InternalServerError);
        }

        if (answer is null) return TypedResults.StatusCode(StatusCodes.Status501NotImplemented);
        http.Response.OnCompleted(() =>
        {
            afterwards.Begin(answer.Afterwards, activity.Delivery);
            return Task.CompletedTask;
        });
        return answer.Body is { } reply ? TypedResults.Text(reply.ToJsonString(TeamsCards.Json), "application/json", Encoding.UTF8) : TypedResults.Ok();
    }

    /// <summary>Null when it is too large.</summary>
    private static async Task<byte[]?> Body(HttpContext http)
    {
        if (http.Request.ContentLength > LargestBody) return null;
        using var body = new MemoryStream(); // it grows with what comes, not with what was announced
        var buffer = new byte[16 << 10];
        for (int read; (read = await http.Request.Body.ReadAsync(buffer, http.RequestAborted)) > 0;)
        {
            if (body.Length + read > LargestBody) return null;
            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    private IResult Refused(int status, string why)
    {
        refusals.Note(why);
        return TypedResults.StatusCode(status);
    }
}
