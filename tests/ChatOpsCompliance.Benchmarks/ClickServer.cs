using System.Diagnostics;
using System.Globalization;
using System.Net;
using ChatOpsCompliance.Server;
using ChatOpsCompliance.Server.Tests.Faults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatOpsCompliance.Benchmarks;

/// <summary>A process that takes clicks: ours or the peer's, for one company or several, each at an address of its own. Ends with its input.</summary>
internal sealed class ClickServer : IAsyncDisposable
{
    private const string OnlyVerifies = "only-verifies";

    private static readonly string Peers = Path.Combine(Root(), "tests", "peers");

    private readonly ClickKind kind;
    private readonly Process process;
    private readonly IReadOnlyList<ClickedCompany> companies;
    private readonly List<(ClickedCompany Company, Uri Address)> places = [];
    private readonly bool acts;
    private readonly int[] pressed;
    private int rounds;

    private ClickServer(ClickKind kind, ProcessStartInfo start, TimeSpan delay, IReadOnlyList<ClickedCompany> companies, bool acts)
    {
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.UseShellExecute) = (true, true, false);
        (this.kind, this.companies, this.acts, pressed) = (kind, companies, acts, new int[companies.Count]);
        process = Process.Start(delay > TimeSpan.Zero ? FsyncProbe.Slow(start, delay) : start)!;
    }

    /// <summary>Why there is nothing to compare with, or null.</summary>
    public static string? PeerMissing(ClickKind kind) =>
        !File.Exists(Path.Combine(Peers, "node_modules", kind.PeerPackage, "package.json")) ? $"the npm packages are not installed (npm ci --ignore-scripts in {Peers})"
        : !Directory.Exists(Path.Combine(Peers, "node_modules", "better-sqlite3", "build")) ? $"better-sqlite3 is not built (npm rebuild better-sqlite3 in {Peers})" : null;

    public static async Task<ClickServer> Ours(ClickKind kind, TimeSpan delay, IReadOnlyList<ClickedCompany> companies, bool onlyVerifies = false)
    {
        var what = string.Join('|', [kind.Name, kind.Told, onlyVerifies ? OnlyVerifies : "", .. companies.Select(c => c.Folder)]);
        var server = new ClickServer(kind, new(Environment.ProcessPath!, ["none", "--child-clicks", what]), delay, companies, acts: !onlyVerifies);
        foreach (var company in companies) server.places.Add((company, new(await server.Line())));
        if (!onlyVerifies) await Task.WhenAll(server.places.Select((_, place) => server.Meet(place)));
        return server;
    }

    public static async Task<ClickServer> Peer(ClickKind kind, TimeSpan delay, ClickedCompany company)
    {
        var server = new ClickServer(kind, new("node", [Path.Combine(Peers, "clicks-bench", kind.PeerScript), company.Database, .. kind.PeerArguments]), delay, [company], acts: true);
        server.places.Add((company, new($"http://127.0.0.1:{await server.Line()}")));
        await server.Meet(0);
        return server;
    }

    /// <summary>So many clicks a round; each round at the next company, and at the last one from then on.</summary>
    public ClickSide Clicks(string name, int connections, int clicks) => new(name, connections, Cpu, () =>
    {
        var place = Math.Min(rounds++, places.Count - 1);
        return (places[place].Address, Next(place, clicks));
    });

    /// <summary>As a service that has run for a while: compiled for speed, which takes thousands of clicks. Several companies: at the first of them, which is then done with.</summary>
    public async Task Warm(int connections, int clicks)
    {
        await ClickSide.Send(places[0].Address, connections, Next(0, clicks));
        if (places.Count > 1) rounds++;
    }

    /// <summary>Everything that was pressed is recorded.</summary>
    public void Check()
    {
        for (var place = 0; place < companies.Count; place++)
            if (acts && companies[place].Decided is var decided && decided != pressed[place]) throw new InvalidOperationException($"{pressed[place]} clicks, {decided} decisions.");
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>What the process is when it is ours.</summary>
    public static async Task Serve(string what)
    {
        var parts = what.Split('|');
        var (kind, apps) = (ClickKind.Of(parts[0], parts[1]), new List<WebApplication>());
        foreach (var folder in parts[3..])
        {
            var bench = await FaultBench.Empty(folder: folder);
            var settings = kind.In(bench.Settings);
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.SetMinimumLevel(LogLevel.Warning);
            builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
            builder.Services.AddCompliance(settings);
            kind.Add(builder.Services, settings, onlyVerifies: parts[2] == OnlyVerifies);
            var app = builder.Build();
            kind.Map(app);
            await app.StartAsync();
            Console.WriteLine(app.Urls.Single());
            apps.Add(app);
        }

        await Console.In.ReadToEndAsync();
        foreach (var app in apps) await app.StopAsync();
    }

    /// <summary>The first click of each reviewer, one after another: who they are is asked of the platform, at its pace, and remembered.</summary>
    private async Task Meet(int place)
    {
        foreach (var request in Next(place, places[place].Company.Reviewers)) await ClickSide.Send(places[place].Address, 1, [request]);
    }

    private List<byte[]> Next(int place, int clicks)
    {
        var first = pressed[place] + 1;
        pressed[place] += clicks;
        return [.. Enumerable.Range(first, clicks).Select(item => kind.Request(places[place].Company, places[place].Address, item, acts))];
    }

    private TimeSpan Cpu()
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }

    private async Task<string> Line() => await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The process ended with {process.ExitCode}."));

    private static string Root()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "ChatOpsCompliance.sln"))) at = at.Parent;
        return at?.FullName ?? throw new DirectoryNotFoundException($"No ChatOpsCompliance.sln above {AppContext.BaseDirectory}.");
    }
}
