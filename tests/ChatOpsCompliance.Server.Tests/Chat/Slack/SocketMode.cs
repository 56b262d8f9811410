using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ChatOpsCompliance.Server.Chat.Slack;
using ChatOpsCompliance.Server.Tests.Faults;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Chat.Slack;

/// <summary>The other transport: connections that come and go, envelopes that are acknowledged once they are answered.</summary>
public sealed partial class SocketMode : IAsyncLifetime
{
    private static readonly SlackSocket.Patience AtOnce = new() { First = TimeSpan.FromMilliseconds(1), Between = TimeSpan.Zero };

    private readonly SlackHandler nothing = (_, _) => Task.FromResult(SlackAnswer.Empty);
    private SocketModeServer slack = null!;

    public async ValueTask InitializeAsync() => slack = await SocketModeServer.Start();

    [Fact]
    public async Task An_envelope_is_acknowledged_with_the_answer_riding_in_it()
    {
        await using var host = await Run((_, _) => Task.FromResult(new SlackAnswer(new JsonObject { ["response_action"] = "clear" })));
        var line = await slack.Next();

        await line.Bring("e1", "interactive", """{"type":"view_submission","team":{"id":"T0LUMEN"},"trigger_id":"1.2"}""");
        var ack = await line.Ack();

        Assert.Equal("""{"envelope_id":"e1","payload":{"response_action":"clear"}}""", ack.ToJsonString());
        Assert.Equal((SlackRequestKind.Interactive, "1.2"), (host.Handled.Single().Kind, host.Handled.Single().Payload.GetProperty("trigger_id").GetString()));
        Assert.Equal("Bearer xapp-test", slack.Tokens.Single());
    }

    [Fact]
    public async Task Commands_and_events_come_too_and_an_answer_rides_only_where_it_may()
    {
        await using var host = await Run((_, _) => Task.FromResult(new SlackAnswer(new JsonObject { ["text"] = "hello" })));
        var line = await slack.Next();

        await line.Bring("e1", "slash_commands", """{"command":"/review","text":"status","team_id":"T0LUMEN","trigger_id":"1.2"}""");
        Assert.Equal("hello", (await line.Ack())["payload"]!["text"]!.GetValue<string>());
        await line.Bring("e2", "events_api", SignedPost.Event("Ev7"), accepts: false);
        Assert.Equal("""{"envelope_id":"e2"}""", (await line.Ack()).ToJsonString());

        Assert.Equal(["/review", "Ev7"], host.Handled.Select(r => r.Kind == SlackRequestKind.EventsApi ? r.Delivery : r.Payload.GetProperty("command").GetString()));
    }

    [Fact]
    public async Task Nothing_is_acknowledged_before_it_is_answered_nor_when_it_failed()
    {
        var (begun, recorded) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var host = await Run(async (request, ct) =>
        {
            if (request.Delivery == "Ev1") throw new InvalidOperationException("no disk");
            begun.SetResult();
            await recorded.Task.WaitAsync(ct);
            return SlackAnswer.Empty;
        });
        var line = await slack.Next();

        await line.Bring("e1", "events_api", SignedPost.Event("Ev1"));
        await line.Bring("e2", "events_api", SignedPost.Event("Ev2"));
        await begun.Task;
        Assert.Empty(slack.Acknowledged);
        recorded.SetResult();

        Assert.Equal("e2", (await line.Ack())["envelope_id"]!.GetValue<string>());
        Assert.DoesNotContain("e1", slack.Acknowledged.Keys);
    }

    [Fact]
    public async Task What_is_of_another_workspace_or_makes_no_sense_is_acknowledged_and_that_is_all()
    {
        await using var host = await Run(nothing);
        var line = await slack.Next();

        await line.Bring("e1", "events_api", SignedPost.Event("Ev1", "T0OTHER"));
        await line.Bring("e2", "interactive", "[]");
        await line.Send("not json");
        await line.Send("""{"type":"something new"}""");
        await line.Bring("e3", "interactive", """{"team":{"id":"T0LUMEN"}}""");

        Assert.Equal(["e1", "e2", "e3"], new[] { await Id(line), await Id(line), await Id(line) }.Order());
        Assert.Single(host.Handled);
    }

    [Theory]
    [InlineData("warning")]
    [InlineData("refresh_requested")]
    public async Task Warned_of_its_end_it_opens_the_next_first_and_serves_the_old_to_the_last(string reason)
    {
        await using var host = await Run(nothing);
        var first = await slack.Next();

        await first.Warn(reason);
        var second = await slack.Next();
        Assert.False(first.Over.IsCompleted);
        await first.Bring("e1", "events_api", SignedPost.Event("Ev1"));
        Assert.Equal("e1", await Id(first));
        await second.Bring("e2", "events_api", SignedPost.Event("Ev2"));
        Assert.Equal("e2", await Id(second));
        await first.Hang();
        await first.Over;

        Assert.False(second.Over.IsCompleted);
        Assert.Equal(2, slack.Opened);
    }

    [Fact]
    public async Task An_envelope_whose_acknowledgement_was_lost_acts_once()
    {
        await using var host = await Run(answer: null);
        var untouched = await host.State();
        var first = await slack.Next();
        await first.Bring("e1", "events_api", SignedPost.Event("Ev1"));
        await Id(first);
        var acted = await host.State();
        first.Break(); // and with it, as far as Slack knows, the acknowledgement

        var second = await slack.Next();
        await second.Bring("e1", "events_api", SignedPost.Event("Ev1"));
        await Id(second);

        Assert.Equal(untouched.Deliveries + 1, acted.Deliveries);
        Assert.Equal(acted, await host.State());
        Assert.Equal(2, host.Handled.Count);
    }

    [Fact]
    public async Task Of_a_thousand_envelopes_none_is_lost_or_acts_twice_while_connections_break()
    {
        var (count, random) = (Costly.Count(1000), Costly.Random());
        await using var host = await Run(answer: null);
        var untouched = await host.State();
        var line = await slack.Next();

        for (var sent = 0; sent < count || slack.Acknowledged.Count < count;)
        {
            // As Slack does: what was not acknowledged comes again, on whatever line there is.
            var due = Enumerable.Range(0, Math.Min(count, sent + 20)).Where(n => !slack.Acknowledged.ContainsKey($"e{n}")).ToList();
            foreach (var n in due) await line.Bring($"e{n}", "events_api", SignedPost.Event($"Ev{n}"));
            sent = Math.Min(count, sent + 20);
            switch (random.Next(4))
            {
                case 0:
                    line.Break();
                    line = await slack.Next();
                    break;
                case 1:
                    await line.Warn();
                    var old = line;
                    line = await slack.Next();
                    await old.Hang();
                    break;
                default:
                    if (due.Count > 0) await line.Ack();
                    break;
            }
        }

        Assert.Equal(count, slack.Acknowledged.Count);
        var acted = await host.State();
        Assert.Equal((untouched.Seq + count, untouched.Deliveries + count), (acted.Seq, acted.Deliveries));
    }

    [Fact]
    public async Task Openings_that_fail_are_repeated_later_and_later_and_when_Slack_says()
    {
        slack.Refusals.Enqueue(Results.Json(new { ok = false, error = "invalid_auth" }));
        slack.Refusals.Enqueue(Results.Text("<html>", statusCode: 502));
        await using var host = await Run(nothing, new() { Handshake = TimeSpan.FromHours(1) });

        await Until(host.Clock, () => slack.Opened == 1);

        await slack.Next();
        Assert.Collection(
            Waits(host),
            w => Assert.Equal(("invalid_auth; doctor names the cure", true), (w.Why, w.Seconds is >= 0.8 and <= 1.2)),
            w => Assert.Equal((true, true), (w.Why.StartsWith("HTTP 502", StringComparison.Ordinal), w.Seconds is >= 1.6 and <= 2.4)));
    }

    [Fact]
    public async Task Told_when_to_come_again_it_waits_as_long()
    {
        slack.Refusals.Enqueue(new TooMany(45));
        await using var host = await Run(nothing, new() { Handshake = TimeSpan.FromHours(1) });

        await Until(host.Clock, () => slack.Opened == 1);

        Assert.Equal(("ratelimited", 45), Waits(host).Single());
    }

    [Fact]
    public async Task Stopping_it_finishes_what_has_begun_and_says_goodbye()
    {
        var (begun, recorded) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var host = await Run(async (_, ct) =>
        {
            begun.SetResult();
            await recorded.Task.WaitAsync(ct);
            return SlackAnswer.Empty;
        });
        var line = await slack.Next();
        await line.Bring("e1", "events_api", SignedPost.Event("Ev1"));
        await begun.Task;

        var stopping = host.Stop();
        recorded.SetResult();
        await stopping;

        await line.Over;
        Assert.Contains("e1", slack.Acknowledged.Keys);
    }

    public async ValueTask DisposeAsync() => await slack.DisposeAsync();

    private Task<SlackHost> Run(SlackHandler? answer, SlackSocket.Patience? patience = null) => SlackHost.Run(
        answer,
        services => services.AddSingleton(patience ?? AtOnce),
        ("Slack:Mode", "Socket"),
        ("Slack:AppToken", "xapp-test"),
        ("Slack:ApiBaseUrl", $"{slack.Address}api/"));

    /// <summary>What the log says of openings that failed.</summary>
    private static List<(string Why, double Seconds)> Waits(SlackHost host) =>
        [.. host.Log.All.Select(l => Wait().Match(l)).Where(m => m.Success).Select(m => (m.Groups["why"].Value, double.Parse(m.Groups["s"].Value, CultureInfo.InvariantCulture)))];

    [GeneratedRegex(@"could not be opened \((?<why>.*)\); again in (?<s>[\d.]+) s", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Wait();

    private static async Task<string> Id(SocketModeServer.Line line) => (await line.Ack())["envelope_id"]!.GetValue<string>();

    /// <summary>Pushes the clock by seconds, leaving the other side time to act on each, until it is so.</summary>
    private static async Task Until(FakeTimeProvider clock, Func<bool> so)
    {
        for (var waited = 0; !so(); waited++)
        {
            Assert.True(waited < 2000, "It has not happened in 2000 seconds.");
            await Task.Delay(10);
            clock.Advance(TimeSpan.FromMilliseconds(250));
        }
    }

    private sealed class TooMany(int seconds) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            httpContext.Response.Headers.RetryAfter = FormattableString.Invariant($"{seconds}");
            return httpContext.Response.WriteAsync("""{"ok":false,"error":"ratelimited"}""");
        }
    }
}
