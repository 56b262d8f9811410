using System.Diagnostics;
using System.Text.Json;

namespace ChatOpsCompliance.Server.Tests.Chat.Teams;

/// <summary>How the Agents Playground is started: its file of people and places, its port.</summary>
internal static class AgentsPlaygroundProgram
{
    /// <summary>It wants one who uses it and exactly so many others.</summary>
    private const int Others = 5;

    /// <summary>Asked for before anything is started that would be left behind.</summary>
    public static string Script => Peers.Npm("@microsoft/m365agentsplayground/cli.js");

    /// <param name="folder">Where it keeps its file and its log.</param>
    /// <param name="way">To us and back to it.</param>
    public static async Task<(Process Running, int Port)> Start(string folder, Uri way, IReadOnlyList<(string ObjectId, string Name, string Email)> inIt)
    {
        var config = Path.Combine(folder, "playground.yml"); // JSON is YAML
        await File.WriteAllTextAsync(config, Configuration(inIt));
        var start = new ProcessStartInfo(Peers.Node, [Script, "-e", new Uri(way, "/api/messages").ToString(), "-c", "msteams", "-p", FreePort(), "--service-url", new Uri(way, "/_connector").ToString(), "--disable-telemetry"])
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
