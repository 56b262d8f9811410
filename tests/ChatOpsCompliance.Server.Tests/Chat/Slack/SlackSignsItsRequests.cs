using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using ChatOpsCompliance.Server.Chat.Slack;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Chat.Slack;

/// <summary>The signed HTTP transport: what is let in, what is answered, and what a failure says.</summary>
public sealed class SlackSignsItsRequests : IAsyncLifetime
{
    private readonly TaskCompletionSource<string> followed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SlackHost host = null!;
    private HttpClient http = null!;
    private SlackHandler? answer;

    public async ValueTask InitializeAsync()
    {
        host = await SlackHost.Run((request, ct) => answer is null ? Task.FromResult(SlackAnswer.Empty) : answer(request, ct));
        http = new() { BaseAddress = host.Address };
    }

    [Fact]
    public void As_its_documentation_shows()
    {
        const string body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1531420618));
        var signature = new SlackSignature("8f742231b10e8888abcd99yyyzzz85a5", clock);
        const string signed = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";

        Assert.Null(signature.FaultOf("1531420618", signed));
        Assert.True(signature.Signs("1531420618", signed, new(Encoding.UTF8.GetBytes(body))));
        Assert.False(signature.Signs("1531420618", signed, new(Encoding.UTF8.GetBytes(body + "&"))));
        Assert.False(signature.Signs("1531420619", signed, new(Encoding.UTF8.GetBytes(body))));
    }

    [Theory]
    [InlineData(-300, true)]
    [InlineData(-301, false)]
    [InlineData(300, true)]
    [InlineData(301, false)]
    public async Task No_more_than_five_minutes_ago_or_ahead(int seconds, bool good)
    {
        var (status, _, _) = await SignedPost.Of("events", SignedPost.Event("Ev1"), host.Clock.GetUtcNow().AddSeconds(seconds)).Send(http);

        Assert.Equal(good ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, status);
        Assert.Equal(good ? 1 : 0, host.Handled.Count);
    }

    [Fact]
    public async Task Once_each_and_not_twice()
    {
        var post = SignedPost.Of("events", SignedPost.Event("Ev1"), host.Clock.GetUtcNow());
        var head = $"POST /slack/events HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {post.Body.Length}\r\nX-Slack-Request-Timestamp: {post.Timestamp}\r\nX-Slack-Signature: {post.Signature}\r\n";

        Assert.StartsWith("HTTP/1.1 401", await Raw($"{head}X-Slack-Signature: {post.Signature}\r\n\r\n{post.Body}"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 401", await Raw($"{head}X-Slack-Request-Timestamp: {post.Timestamp}\r\n\r\n{post.Body}"), StringComparison.Ordinal);
        Assert.Empty(host.Handled);
        Assert.StartsWith("HTTP/1.1 200", await Raw($"{head}\r\n{post.Body}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_larger_than_any_of_Slacks_is_not_read()
    {
        var (at, largest) = (host.Clock.GetUtcNow(), Padded(SlackEndpoints.LargestBody));
        var chunked = SignedPost.Of("events", Padded(SlackEndpoints.LargestBody + 1), at);

        Assert.Equal(HttpStatusCode.OK, (await SignedPost.Of("events", largest, at).Send(http)).Status);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await chunked.Send(http)).Status);
        Assert.StartsWith("HTTP/1.1 413", await Raw($"POST /slack/events HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\nX-Slack-Request-Timestamp: {chunked.Timestamp}\r\nX-Slack-Signature: {chunked.Signature}\r\n\r\n{chunked.Body.Length:X}\r\n{chunked.Body}\r\n0\r\n\r\n"), StringComparison.Ordinal);
        Assert.Single(host.Handled);

        static string Padded(int bytes) => SignedPost.Event("Ev1", text: new('x', bytes - SignedPost.Event("Ev1", text: "").Length));
    }

    [Fact]
    public async Task Each_kind_becomes_the_request_that_Socket_Mode_would_bring()
    {
        var at = host.Clock.GetUtcNow();
        foreach (var (route, body) in new[] { ("events", SignedPost.Event("Ev1")), ("interactions", SignedPost.Interaction("1.2.3")), ("commands", SignedPost.Command("4.5.6", "my reviews & more")) })
            Assert.Equal((HttpStatusCode.OK, ""), await Sent(SignedPost.Of(route, body, at)));

        var (happened, pressed, written) = (host.Handled.ToArray()[0], host.Handled.ToArray()[1], host.Handled.ToArray()[2]);
        Assert.Equal((SlackRequestKind.EventsApi, "Ev1", "hello"), (happened.Kind, happened.Delivery, happened.Payload.GetProperty("event").GetProperty("text").GetString()));
        Assert.Equal((SlackRequestKind.Interactive, "1.2.3"), (pressed.Kind, pressed.Payload.GetProperty("trigger_id").GetString()));
        Assert.Equal((SlackRequestKind.SlashCommands, "/review", "my reviews & more"), (written.Kind, written.Payload.GetProperty("command").GetString(), written.Payload.GetProperty("text").GetString()));
        Assert.All([pressed, written], r => Assert.Matches("^[0-9a-f]{64}$", r.Delivery));
    }

    [Theory]
    [InlineData("a+b %2B %26 %3d", "a b + & =")]
    [InlineData("100% 5%zz %", "100% 5%zz %")]
    [InlineData("%E8%AF%AD %F0%9F%99%82 \u8BED", "语 🙂 语")]
    public async Task Whatever_is_written_in_a_form_arrives_as_written(string encoded, string written)
    {
        var body = "%7B%22type%22:%22x%22,%22team%22:%7B%22id%22:%22T0LUMEN%22%7D,%22said%22:%22" + encoded + "%22%7D";

        foreach (var form in (string[])[$"payload={body}", $"first=1&payload={body}"])
            Assert.Equal(HttpStatusCode.OK, (await SignedPost.Of("interactions", form, host.Clock.GetUtcNow()).Send(http)).Status);

        Assert.All(host.Handled, r => Assert.Equal(written, r.Payload.GetProperty("said").GetString()));
        Assert.Single(host.Handled.Select(r => r.Delivery).Distinct()); // the same click, however it is encoded
    }

    [Fact]
    public async Task A_repeat_of_Slacks_is_the_same_delivery_and_the_very_same_bytes_are_refused()
    {
        var first = SignedPost.Of("events", SignedPost.Event("Ev1"), host.Clock.GetUtcNow());
        Assert.Equal(HttpStatusCode.OK, (await first.Send(http)).Status);
        host.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(HttpStatusCode.OK, (await SignedPost.Of("events", first.Body, host.Clock.GetUtcNow()).Send(http)).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await first.Send(http)).Status);

        Assert.Equal(["Ev1", "Ev1"], host.Handled.Select(r => r.Delivery));
    }

    [Fact]
    public async Task A_failure_is_an_error_and_may_be_sent_again()
    {
        var post = SignedPost.Of("interactions", SignedPost.Interaction("1.2.3"), host.Clock.GetUtcNow());
        answer = (_, _) => throw new InvalidOperationException("could not be written: Mia said something private");
        var (failed, said, _) = await post.Send(http);
        answer = null;

        Assert.Equal((HttpStatusCode.InternalServerError, ""), (failed, said));
        Assert.Equal(HttpStatusCode.OK, (await post.Send(http)).Status);
        Assert.Contains(host.Log.All, l => l.Contains("InvalidOperationException", StringComparison.Ordinal));
        Assert.DoesNotContain(host.Log.All, l => l.Contains("private", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_answer_rides_back_and_what_follows_begins_when_it_is_out()
    {
        var released = new TaskCompletionSource();
        answer = (request, _) => Task.FromResult(new SlackAnswer(new JsonObject { ["response_action"] = "clear" }, async ct =>
        {
            await released.Task.WaitAsync(ct);
            followed.SetResult(request.Delivery);
        }));

        var (status, body, type) = await SignedPost.Of("interactions", SignedPost.Interaction("1.2.3"), host.Clock.GetUtcNow()).Send(http);

        Assert.Equal((HttpStatusCode.OK, """{"response_action":"clear"}""", "application/json; charset=utf-8"), (status, body, type));
        Assert.False(followed.Task.IsCompleted);
        released.SetResult();
        Assert.Equal(host.Handled.Single().Delivery, await followed.Task);
    }

    [Fact]
    public async Task What_has_begun_is_finished_before_the_service_stops()
    {
        var released = new TaskCompletionSource();
        using var afterwards = new Server.Chat.Afterwards(host.Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<Server.Chat.Afterwards>.Instance);
        afterwards.Begin(_ => released.Task, "Ev1");

        var stopping = afterwards.StopAsync(TestContext.Current.CancellationToken);

        Assert.False(stopping.IsCompleted);
        released.SetResult();
        await stopping;
    }

    [Fact]
    public async Task What_follows_may_fail_and_is_told_to_the_log_without_what_was_written()
    {
        answer = (_, _) => Task.FromResult(new SlackAnswer(null, _ => throw new HttpRequestException("https://hooks.example/secret")));
        await SignedPost.Of("interactions", SignedPost.Interaction("1.2.3"), host.Clock.GetUtcNow()).Send(http);
        await host.Stop();

        Assert.Contains(host.Log.All, l => l.Contains("HttpRequestException", StringComparison.Ordinal));
        Assert.DoesNotContain(host.Log.All, l => l.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Its_address_is_verified_by_a_challenge_and_notices_need_no_act()
    {
        var at = host.Clock.GetUtcNow();

        Assert.Equal((HttpStatusCode.OK, "3eZbrw1a"), await Sent(SignedPost.Of("events", """{"token":"x","challenge":"3eZbrw1a","type":"url_verification"}""", at)));
        Assert.Equal((HttpStatusCode.OK, ""), await Sent(SignedPost.Of("events", """{"token":"x","team_id":"T0LUMEN","type":"app_rate_limited"}""", at)));
        Assert.Equal((HttpStatusCode.OK, ""), await Sent(SignedPost.Of("commands", "ssl_check=1&token=x", at)));
        Assert.Empty(host.Handled);
    }

    [Theory]
    [InlineData("events", """{"type":"event_callback","team_id":"T0LUMEN"}""")]
    [InlineData("events", """{"type":7}""")]
    [InlineData("events", "[]")]
    [InlineData("events", "not json")]
    [InlineData("events", "")]
    [InlineData("events", """{"type":"url_verification"}""")]
    [InlineData("interactions", "payload=")]
    [InlineData("interactions", "payload=%7B%7D&payload=%7B%7D")]
    [InlineData("interactions", "other=1")]
    [InlineData("interactions", "payload=%5B1%5D")]
    [InlineData("commands", "text=x")]
    [InlineData("commands", "command=%2Freview&team_id=T0LUMEN&team_id=T0OTHER")]
    public async Task What_makes_no_sense_is_refused_even_if_signed(string route, string body)
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await SignedPost.Of(route, body, host.Clock.GetUtcNow()).Send(http)).Status);
        Assert.Empty(host.Handled);
    }

    [Fact]
    public async Task Another_workspace_is_refused()
    {
        var at = host.Clock.GetUtcNow();
        foreach (var (route, body) in new[] { ("events", SignedPost.Event("Ev1", "T0OTHER")), ("interactions", SignedPost.Interaction("1.2.3", "T0OTHER")), ("commands", SignedPost.Command("4.5.6", team: "T0OTHER")) })
            Assert.Equal(HttpStatusCode.Forbidden, (await SignedPost.Of(route, body, at).Send(http)).Status);
        Assert.Empty(host.Handled);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await host.DisposeAsync();
    }

    private async Task<(HttpStatusCode Status, string Body)> Sent(SignedPost post)
    {
        var (status, body, _) = await post.Send(http);
        return (status, body);
    }

    private async Task<string> Raw(string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, host.Address.Port, TestContext.Current.CancellationToken);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
