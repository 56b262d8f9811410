using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.Server.Api;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Configuration;
using ChatOpsCompliance.Server.Deployments;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.Sources.AzureDevOps;
using ChatOpsCompliance.Server.Tests.Api;
using ChatOpsCompliance.Server.Tests.Emergencies;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Sources.AzureDevOps;

/// <summary>An environment's check asks, is acknowledged, and hears later; the token it left for that is kept no longer than it is needed.</summary>
public sealed class AzureDevOpsAtTheGate : IAsyncLifetime
{
    private static readonly Guid Project = Guid.NewGuid(), Plan = Guid.NewGuid(), Job = Guid.NewGuid(), Check = Guid.NewGuid();

    private FakeAzure azure = null!;
    private Emergency story = null!;
    private string key = "";

    public async ValueTask InitializeAsync()
    {
        azure = await FakeAzure.Start();
        story = await Emergency.Starting(("Gates:AzureDevOps:Hosts", $"https://dev.azure.com/other, {azure.Organisation}"));
        key = (await story.Workspace.Get<MakeKeys>().Create("azure", KeyScope.OfPipelines("acme/*", "production").Value, 30, Actor.Shell("root"), dryRun: false)).Value.Text;
    }

    public async ValueTask DisposeAsync()
    {
        await story.DisposeAsync();
        await azure.DisposeAsync();
    }

    [Fact]
    public async Task It_waits_for_the_approval_and_is_told()
    {
        var asked = await Ask();
        await story.Workspace.Deliver();
        Assert.Equal((200, "pending"), asked.What);
        Assert.Empty(azure.Events);

        await story.Approved();

        Assert.Equal(($"{Project}/build/{Plan}", "TaskCompleted", Check.ToString(), Job.ToString(), "succeeded"), Assert.Single(azure.Events));
        var question = (await story.Workspace.Read(read => GateStore.Latest(read, 1))).Single();
        Assert.Equal((AzureDevOpsSettings.Source, Answer.Approved, null, "https://dev.azure.com/acme/shop/_build/results?buildId=7"), (question.Source, question.Answer, question.Callback, question.RunUrl));
        var log = string.Join('\n', (await story.Workspace.Read(read => LedgerStore.Latest(read, 1000))).Select(f => f.Body + f.Actor));
        Assert.DoesNotContain(FakeAzure.Token, log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Turned_away_it_is_told_too()
    {
        await Ask(body: b => b["repository"] = "acme/app");
        await story.After(TimeSpan.FromHours(2)); // nobody approved anything

        Assert.Equal("failed", Assert.Single(azure.Events).Result);
    }

    [Fact]
    public async Task The_key_comes_as_a_password_too_but_has_to_come()
    {
        Assert.Equal(200, (await Ask(authorization: "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("gate:" + key)))).Status);
        Assert.Equal(401, (await Ask(authorization: "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("gate:" + key + "x")))).Status);
        Assert.Equal(401, (await Ask(authorization: "Basic nonsense")).Status);
        Assert.Equal(401, (await Ask(authorization: "")).Status);
        Assert.Equal((403, "other-repository"), (await Ask(body: b => b["repository"] = "other/app")).What);
    }

    [Theory]
    [InlineData("PlanUrl", "https://dev.azure.com/evil/")]
    [InlineData("PlanUrl", "https://dev.azure.com/othersider/")]
    [InlineData("PlanUrl", "https://dev.azure.com/other/../evil/")]
    [InlineData("PlanUrl", "http://169.254.169.254/")]
    [InlineData("PlanUrl", "")]
    [InlineData("HubName", "build/../../x")]
    [InlineData("ProjectId", "shop")]
    [InlineData("PlanId", "1")]
    [InlineData("JobId", "")]
    [InlineData("TaskInstanceId", "x")]
    [InlineData("AuthToken", "")]
    public async Task An_answer_goes_to_known_addresses_only(string header, string value)
    {
        var refused = await Ask(headers: h => h[header] = value);

        Assert.Equal((400, "missing-facts"), refused.What);
        Assert.Contains(header, refused.Body["errors"]!.AsObject().Select(e => e.Key));
        Assert.Empty(await story.Workspace.Read(read => GateStore.Latest(read, 9)));
    }

    [Theory]
    [InlineData(203, typeof(Delivery.Dead))]
    [InlineData(302, typeof(Delivery.Dead))]
    [InlineData(401, typeof(Delivery.Dead))]
    [InlineData(403, typeof(Delivery.Dead))]
    [InlineData(404, typeof(Delivery.Dead))]
    [InlineData(429, typeof(Delivery.Later))]
    [InlineData(500, typeof(Delivery.Later))]
    [InlineData(503, typeof(Delivery.Later))]
    [InlineData(200, typeof(Delivery.Sent))]
    public async Task What_Azure_DevOps_says_to_it(int status, Type expected)
    {
        azure.Instead = () => Results.StatusCode(status);
        await Ask();
        var question = (await story.Workspace.Read(read => GateStore.Latest(read, 1))).Single();
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });

        var delivery = await new AzureAnswer(new([azure.Organisation]), http).Send(question, TestContext.Current.CancellationToken);

        Assert.IsType(expected, delivery);
        Assert.DoesNotContain(FakeAzure.Token, delivery.ToString(), StringComparison.Ordinal);
        Assert.IsType<Delivery.Dead>(await new AzureAnswer(new([new("https://dev.azure.com/acme/")]), http).Send(question, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_token_that_has_run_out_is_not_kept()
    {
        await Ask();
        story.Workspace.Clock.Advance(TimeSpan.FromHours(49));

        await Ask(body: b => b["run_url"] = "https://dev.azure.com/acme/shop/_build/results?buildId=8");

        var questions = await story.Workspace.Read(read => GateStore.Latest(read, 9));
        Assert.Equal([true, false], questions.Select(q => q.Callback is not null));
    }

    private async Task<Answered> Ask(Action<JsonObject>? body = null, Action<Dictionary<string, string>>? headers = null, string? authorization = null)
    {
        var sent = new JsonObject { ["repository"] = Emergency.Repository, ["environment"] = Emergency.Production, ["commit"] = Emergency.Fix, ["run_url"] = "https://dev.azure.com/acme/shop/_build/results?buildId=7&view=results", ["requested_by"] = "ada" };
        body?.Invoke(sent);
        var all = new Dictionary<string, string>
        {
            ["PlanUrl"] = azure.Organisation.ToString(),
            ["ProjectId"] = Project.ToString(),
            ["HubName"] = "build",
            ["PlanId"] = Plan.ToString(),
            ["JobId"] = Job.ToString(),
            ["TimelineId"] = Guid.NewGuid().ToString(),
            ["TaskInstanceId"] = Check.ToString(),
            ["AuthToken"] = FakeAzure.Token,
            ["Authorization"] = authorization ?? $"Bearer {key}",
        };
        headers?.Invoke(all);
        using var http = new HttpClient { BaseAddress = story.Workspace.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/gates/azure-devops") { Content = JsonContent.Create(sent) };
        await request.Content.LoadIntoBufferAsync();
        foreach (var (name, value) in all) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await http.SendAsync(request);
        return new((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject());
    }
}
