using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Configuration;

namespace ChatOpsCompliance.Server.Sources.AzureDevOps;

/// <summary>Answers a waiting check by the <c>TaskCompleted</c> event, with the token that came with its question.</summary>
internal sealed class AzureAnswer(AzureDevOpsSettings settings, HttpClient http)
{
    private const string AskAgain = "Run the check again (the stage's Checks, Rerun): it comes with another token.";

    public ChangeSource AsChangeSource() => new()
    {
        Name = AzureDevOpsSettings.Source,
        System = AzureDevOpsSettings.Source,
        Keeps = _ => false, // it is asked nothing about code
        Answer = Send,
    };

    public async Task<Delivery> Send(GateQuestion question, CancellationToken ct)
    {
        if (AzureCallback.Parse(question.Callback ?? "") is not { } to) return new Delivery.Dead("the question does not say which check waits", AskAgain);
        if (!settings.Knows(to.Events)) return new Delivery.Dead("the check's address is none of Gates:AzureDevOps:Hosts any more", "Name its organisation there, then: outbox retry.");
        using var request = new HttpRequestMessage(HttpMethod.Post, to.Events)
        {
            Content = JsonContent.Create(new { name = "TaskCompleted", taskId = to.TaskInstanceId, jobId = to.JobId, result = question.Answer == Answer.Approved ? "succeeded" : "failed" }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($":{to.AuthToken}")));
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            return Of(response, to);
        }
        catch (HttpRequestException)
        {
            return new Delivery.Later("Azure DevOps can't be reached");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new Delivery.Later("Azure DevOps did not answer in time");
        }
    }

    private static Delivery Of(HttpResponseMessage response, AzureCallback to) => response.StatusCode switch
    {
        // With a page to sign in on it answers a token that it does not take.
        HttpStatusCode.NonAuthoritativeInformation or (>= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest) or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new Delivery.Dead("Azure DevOps does not take the check's token; it lives 48 hours", AskAgain),
        < HttpStatusCode.MultipleChoices => new Delivery.Sent(to.TaskInstanceId.ToString()),
        HttpStatusCode.TooManyRequests => new Delivery.Later("Azure DevOps asks for a slower pace", response.Headers.RetryAfter?.Delta ?? TimeSpan.FromMinutes(1)),
        HttpStatusCode.RequestTimeout => new Delivery.Later("Azure DevOps did not answer in time"),
        >= HttpStatusCode.InternalServerError => new Delivery.Later($"Azure DevOps answered {(int)response.StatusCode}", response.Headers.RetryAfter?.Delta),
        _ => new Delivery.Dead($"Azure DevOps answered {(int)response.StatusCode}: the check is over, or is another one by now", AskAgain),
    };
}
