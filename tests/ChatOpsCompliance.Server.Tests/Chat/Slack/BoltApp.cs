using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;

namespace ChatOpsCompliance.Server.Tests.Chat.Slack;

/// <summary>The app of <c>tests/peers/bolt-app.cjs</c>, made with Slack's own SDK, beside our fake of Slack.</summary>
internal sealed class BoltApp : IAsyncDisposable
{
    private readonly Process node;
    private readonly ConcurrentQueue<string> log = [];
    private readonly Channel<JsonElement> said = Channel.CreateUnbounded<JsonElement>();

    private BoltApp(Process node) => this.node = node;

    public static async Task<BoltApp> Start(FakeSlack slack, bool socket)
    {
        Peers.Npm("@slack/bolt/package.json");
        var start = new ProcessStartInfo(Peers.Node, ["bolt-app.cjs"]) { WorkingDirectory = Peers.Folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false };
        (start.Environment["API_URL"], start.Environment["BOT_TOKEN"]) = (slack.ApiAddress.ToString(), FakeSlack.BotToken);
        if (socket) start.Environment["APP_TOKEN"] = FakeSlack.AppToken;
        else start.Environment["SIGNING_SECRET"] = FakeSlack.SigningSecret;
        var app = new BoltApp(Process.Start(start)!);
        app.node.OutputDataReceived += (_, line) => app.Heard(line.Data);
        app.node.ErrorDataReceived += (_, line) => app.log.Enqueue(line.Data ?? "");
        app.node.BeginOutputReadLine();
        app.node.BeginErrorReadLine();
        var ready = await app.Says("ready");
        if (!socket) slack.Door.App = new($"http://127.0.0.1:{ready.GetProperty("port").GetInt32()}");
        return app;
    }

    /// <summary>Waits until it says this; anything else that it says meanwhile is wrong.</summary>
    public async Task<JsonElement> Says(string what)
    {
        var next = await said.Reader.ReadAsync(new CancellationTokenSource(Time.Patience).Token);
        return next.GetProperty("what").GetString() == what ? next : throw new InvalidOperationException($"Instead of {what}: {next}\n{string.Join('\n', log)}");
    }

    public async ValueTask DisposeAsync()
    {
        node.StandardInput.Close();
        if (!node.WaitForExit(TimeSpan.FromSeconds(5))) node.Kill();
        await node.WaitForExitAsync();
        node.Dispose();
    }

    private void Heard(string? line)
    {
        if (line is { Length: > 0 }) said.Writer.TryWrite(line[0] == '{' ? JsonDocument.Parse(line).RootElement : JsonSerializer.SerializeToElement(new { what = "error", message = line }));
    }
}
