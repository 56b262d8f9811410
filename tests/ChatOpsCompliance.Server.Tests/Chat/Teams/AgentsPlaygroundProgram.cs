using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ChatOpsCompliance.Server.Tests.Chat.Teams;

/// <summary>How the Agents Playground is started: its file of people and places, its port, and the way from it to us.</summary>
internal static class AgentsPlaygroundProgram
{
    /// <summary>It wants one who uses it and exactly so many others.</summary>
    private const int Others = 5;

    /// <summary>Asked for before anything is started that would be left behind.</summary>
    public static string Script => Peers.Npm("@microsoft/m365agentsplayground/cli.js");

    /// <param name="folder">Where it keeps its file and its log.</param>
    public static async Task<(Process Running, int Port)> Start(string folder, Uri app, IReadOnlyList<(string ObjectId, string Name, string Email)> inIt)
    {
        var config = Path.Combine(folder, "playground.yml"); // JSON is YAML
        await File.WriteAllTextAsync(config, Configuration(inIt));
        var start = new ProcessStartInfo(Peers.Node, [Script, "-e", new Uri(app, "/api/messages").ToString(), "-c", "msteams", "-p", FreePort(), "--disable-telemetry"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = folder,
        };
        (start.Environment["TEAMSAPPTESTER_BROWSER"], start.Environment["M365_AGENTS_PLAYGROUND_CONFIG_PATH"], start.Environment["M365_AGENTS_PLAYGROUND_LOGFILE"]) = ("none", config, Path.Combine(folder, "log.txt"));
        var process = Process.Start(start)!;
        _ = process.StandardError.ReadToEndAsync();
        const string says = "Listening on ";
        string? line;
        do line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The Agents Playground did not start."); while (!line.StartsWith(says, StringComparison.Ordinal));
        _ = process.StandardOutput.ReadToEndAsync();
        return (process, int.Parse(line[says.Length..], System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>It is told our address before we have one; and whatever it sends can be looked at.</summary>
    public static WebApplication Relay(Func<Uri?> app, Action<JsonObject> comes, Action answered)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var relay = builder.Build();
        relay.Urls.Add("http://127.0.0.1:0");
        var http = new HttpClient();
        relay.Lifetime.ApplicationStopped.Register(http.Dispose);
        relay.MapPost("/api/messages", async (HttpContext context) =>
        {
            var activity = (JsonObject)(await JsonNode.ParseAsync(context.Request.Body))!;
            comes(activity);
            using var answer = await http.PostAsJsonAsync(new Uri(app() ?? throw new InvalidOperationException("The service has no address yet."), "/api/messages"), activity);
            (context.Response.StatusCode, context.Response.ContentType) = ((int)answer.StatusCode, answer.Content.Headers.ContentType?.ToString());
            await answer.Content.CopyToAsync(context.Response.Body);
            answered();
        });
        return relay;
    }

    private static string Configuration(IReadOnlyList<(string ObjectId, string Name, string Email)> inIt)
    {
        var all = inIt.Concat(Enumerable.Range(inIt.Count, Math.Max(0, Others + 1 - inIt.Count)).Select(n => (ObjectId: $"00000000-0000-4000-8000-00000000000{n}", Name: $"Nobody {n}", Email: $"nobody{n}@example.com")));
        var users = all.Select(p => new { id = p.ObjectId, name = p.Name, userPrincipleName = p.Email, aadObjectId = p.ObjectId, givenName = p.Name.Split(' ')[0], surname = p.Name.Split(' ')[^1], email = p.Email }).ToList();
        return JsonSerializer.Serialize(new
        {
            version = "0.1.1",
            tenantId = FakeTeams.Tenant,
            bot = new { id = FakeTeams.Bot, name = FakeTeams.BotName },
            currentUser = users[0],
            users = users[1..],
            personalChat = new { id = $"a:1{users[0].id}" },
            groupChat = new { id = AgentsPlayground.Group, name = "Group" },
            team = new { id = FakeTeams.Team, name = FakeTeams.TeamName, aadGroupId = "00000000-0000-4000-8000-0000000000ff", channels = new[] { new { id = AgentsPlayground.Channel, name = "Compliance" } } },
        });
    }

    private static string FreePort()
    {
        using var probe = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        probe.Start();
        return ((System.Net.IPEndPoint)probe.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
