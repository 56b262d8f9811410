using System.Diagnostics;
using System.Net;
using System.Text;
using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.Server;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.Api;
using ChatOpsCompliance.Server.Configuration;
using ChatOpsCompliance.Server.Demo;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Sources;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatOpsCompliance.Benchmarks;

/// <summary>The whole service in a process of its own, with a key for pipelines; one repository whose pull requests pass, one where somebody has to approve. Ends with its input.</summary>
internal sealed class GateServer : IAsyncDisposable
{
    /// <summary>Where each run waits for an approval, and where its pull request is one.</summary>
    public const string ByApproval = "acme/app", ByPullRequest = "open/app";

    private readonly Process process;
    private readonly string key;
    private int runs;

    private GateServer(Process process, Uri address, string key) => (this.process, Address, this.key) = (process, address, key);

    public Uri Address { get; }

    public static async Task<GateServer> Start()
    {
        var started = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["none", "--child-gate"]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false })!;
        var line = await started.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The service did not start.");
        return new(started, new(line.Split(' ')[0]), line.Split(' ')[1]);
    }

    /// <summary>Asks what the key may speak for: the key is looked up and nothing else is done.</summary>
    public ClickSide OnlyVerifies(int connections, int requests) => Side("the key verified, nothing else", connections, requests, () => Request("GET", "/api/v1/key", null));

    public ClickSide NewQuestions(int connections, int requests) => Side("a new run asks, and has to wait", connections, requests, () => Ask(ByApproval, ++runs));

    public ClickSide Repeats(int connections, int requests, int run, string repository, string name) => Side(name, connections, requests, () => Ask(repository, run));

    public byte[] Ask(string repository, int run) => Request("POST", "/api/v1/gates/decisions", Question(repository, run));

    /// <summary>Asks until the answer is yes: the pull request is read after the first question.</summary>
    public async Task LetThrough(string repository, int run)
    {
        using var http = new HttpClient { BaseAddress = Address, DefaultRequestHeaders = { Authorization = new("Bearer", key) } };
        for (var tries = 0; tries < 10_000; tries++)
        {
            using var question = new StringContent(Question(repository, run), Encoding.UTF8, "application/json");
            using var answer = await http.PostAsync("/api/v1/gates/decisions", question);
            if ((await answer.Content.ReadAsStringAsync()).Contains("\"approved\"", StringComparison.Ordinal)) return;
        }

        throw new InvalidOperationException("The gate lets nobody through.");
    }

    private static string Question(string repository, int run) => FormattableString.Invariant($$"""
        {"repository":"{{repository}}","environment":"production","commit":"{{new string('a', 40)}}","run_url":"https://code.example.com/{{repository}}/actions/runs/{{run}}","requested_by":"ada"}
        """);

    /// <summary>The process that serves.</summary>
    public static async Task Serve()
    {
        var folder = Directory.CreateTempSubdirectory("gate-").FullName;
        var values = new Dictionary<string, string?>
        {
            ["Storage:ConnectionString"] = $"Data Source={Path.Combine(folder, "compliance.db")};Default Timeout=10",
            ["Evidence:SigningKey"] = SigningKey.NewPem(),
            ["Evidence:CheckpointFile"] = Path.Combine(folder, "checkpoints.jsonl"),
            ["Chat:Platform"] = "local",
            ["Chat:Workspace"] = "demo",
            ["Systems:code:Owner"] = "mia@example.com",
            ["EmergencyChanges:Groups:leads"] = "mia@example.com",
        };
        foreach (var (name, repositories, rule) in new[] { ("approval", "acme/*", "none"), ("pull-request", "open/*", "pull-request") })
            foreach (var (setting, value) in new[] { ("Owner", "mia@example.com"), ("Repositories", repositories), ("Approvers", "leads"), ("TimeZone", "Europe/Berlin"), ("StandingRule", rule) })
                values[$"EmergencyChanges:Policies:{name}:{setting}"] = value;
        var (settings, configuration) = SettingsFile.Load(null, values);
        var app = Service.Build(settings, configuration, builder =>
        {
            builder.Logging.SetMinimumLevel(LogLevel.None);
            builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
            builder.AddLocalChat(journal: null);
            builder.Services.AddSingleton(Source);
        });
        await Settle(app.Services, folder);
        await app.StartAsync();
        var scope = KeyScope.OfPipelines("acme/*, open/*", "production").Value;
        Console.WriteLine($"{app.Urls.Single()} {(await app.Services.GetRequiredService<MakeKeys>().Create("bench", scope, 30, Actor.Service, dryRun: false)).Value.Text}");
        await Console.In.ReadToEndAsync();
        await app.StopAsync();
        Directory.Delete(folder, recursive: true);
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>Every pull request there is in order.</summary>
    private static ChangeSource Source => new()
    {
        Name = "code",
        System = "code",
        Keeps = _ => true,
        PullRequest = (_, _, _) => Task.FromResult(new PullRequestFacts(7, "https://code.example.com/open/app/pull/7", Merged: true) { Authors = ["ada"], Reviews = [new("mia", Approved: true, OfHead: true)], Checks = [new("build", Green: true)] }),
    };

    private static async Task Settle(IServiceProvider services, string folder)
    {
        var (people, accounts) = (Path.Combine(folder, "people.csv"), Path.Combine(folder, "accounts.csv"));
        await File.WriteAllLinesAsync(people, ["person_id,name,email,manager_email,active,time_zone,title,department", "P1,Mia Keller,mia@example.com,,true,Europe/Berlin,Manager,Product", "P2,Ada Novak,ada@example.com,mia@example.com,true,Europe/Prague,Engineer,Product"]);
        await File.WriteAllLinesAsync(accounts, ["account,person_email", "ada,ada@example.com", "mia,mia@example.com"]);
        _ = (await services.GetRequiredService<ImportPeople>().Run(people, Actor.Service, null, dryRun: false)).Value;
        _ = (await services.GetRequiredService<ImportCatalogue>().Accounts("code", accounts, Actor.Service, dryRun: false)).Value;
    }

    private ClickSide Side(string name, int connections, int requests, Func<byte[]> next) => new(name, connections, Cpu, () => (Address, [.. Enumerable.Range(0, requests).Select(_ => next())]));

    private byte[] Request(string method, string path, string? body)
    {
        var content = body is null ? "" : $"Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n";
        return Encoding.UTF8.GetBytes($"{method} {path} HTTP/1.1\r\nHost: {Address.Authority}\r\nAuthorization: Bearer {key}\r\n{content}\r\n{body}");
    }

    private TimeSpan Cpu()
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }
}
