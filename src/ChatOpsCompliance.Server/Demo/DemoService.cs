using System.Globalization;
using System.Net;
using System.Text.Json;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Configuration;
using ChatOpsCompliance.Server.Deployments;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Demo;

/// <summary>The demo: the real service over SQLite in one folder, with Local chat, a seeded company, on loopback only.</summary>
public static class DemoService
{
    private const string DatabaseFile = "compliance.db";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <param name="more">What the caller puts in place of ours: another clock, no schedules.</param>
    public static async Task<WebApplication> Build(string folder, int port, bool fresh, CancellationToken ct, Action<IServiceCollection>? more = null)
    {
        using (Only(folder))
        {
            if (fresh) Clear(folder);
        }

        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, SettingsFile.Default);
        var key = Path.Combine(folder, "signing-key.pem");
        if (!File.Exists(key)) await File.WriteAllTextAsync(key, SigningKey.NewPem(), ct);
        if (!File.Exists(file)) await File.WriteAllTextAsync(file, Configuration(folder), ct);
        var (settings, configuration) = SettingsFile.Load(file, [new("Public:BaseUrl", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"))]);
        var app = Service.Build(settings, configuration, builder =>
        {
            builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, port));
            builder.AddLocalChat(Path.Combine(folder, "chat.jsonl"));
            builder.Services.AddSingleton<DemoCompany>();
            more?.Invoke(builder.Services);
        });
        app.MapGet("/", () => Results.Redirect("/chat"));
        var tour = Tour.Map(app, folder, (by, stop) => Push(app, by, stop));
        app.MapLocalChat((by, stop) => Push(app, by, stop), tour.Strip);
        if ((await app.Services.GetRequiredService<Database>().Read(PeopleStore.Everybody, ct)).Count == 0)
        {
            await app.Services.GetRequiredService<DemoCompany>().Fill(folder, ct);
            await app.Services.GetRequiredService<SignCheckpoint>().WhenThereAreFacts(ct);
        }

        var only = Only(folder);
        app.Lifetime.ApplicationStopped.Register(() => only?.Dispose());
        return app;
    }

    /// <summary>Moves the clock ahead and asks at once what the schedules would have asked meanwhile.</summary>
    private static async Task Push(WebApplication app, TimeSpan by, CancellationToken ct)
    {
        ((DemoClock)app.Services.GetRequiredService<TimeProvider>()).Push(by);
        await app.Services.GetRequiredService<Database>().InTransaction<Done>(
            new Actor(null, "demo"),
            tx =>
            {
                tx.Happened(new ClockPushed(by.TotalHours));
                return Task.FromResult<Result<Done>>(Done.It);
            },
            ct: ct);
        await app.Services.GetRequiredService<NoticeDepartures>().Run(ct);
        await app.Services.GetRequiredService<LeaverWatch>().Run(null, ct);
        await app.Services.GetRequiredService<TendRemovals>().Run(ct);
        await app.Services.GetRequiredService<DailyPlaces>().Find(ct);
        await app.Services.GetRequiredService<ReconcileDeployments>().Run(ct);
        await app.Services.GetRequiredService<ReadProtection>().Run(ct);
        await app.Services.GetRequiredService<TendActions>().Run(ct);
        await app.Services.GetRequiredService<AskExtracts>().Run(ct);
        await app.Services.GetRequiredService<LaunchDue>().Run(ct);
        await app.Services.GetRequiredService<SignCheckpoint>().WhenThereAreFacts(ct);
        await app.Services.GetRequiredService<OutboxPump>().Drain(ct);
    }

    /// <summary>One demo at a time in a folder; null where there is none yet.</summary>
    private static FileStream? Only(string folder)
    {
        if (!Directory.Exists(folder)) return null;
        try
        {
            return new(Path.Combine(folder, "running"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new InvalidSettingsException(folder, ["a demo is running here; stop it first"]);
        }
    }

    /// <summary>Only what a demo made: a folder that is something else is left alone.</summary>
    private static void Clear(string folder)
    {
        if (!Directory.Exists(folder)) return;
        if (!File.Exists(Path.Combine(folder, DatabaseFile)) && Directory.EnumerateFileSystemEntries(folder).Any(e => Path.GetFileName(e) != "running"))
            throw new InvalidSettingsException(folder, ["the folder is not empty and holds no demo; --fresh does not delete what it did not make"]);
        Directory.Delete(folder, recursive: true);
    }

    private static string Configuration(string folder) => JsonSerializer.Serialize(
        new
        {
            Demo = new { Folder = folder },
            Storage = new { Provider = "Sqlite", ConnectionString = $"Data Source={Path.Combine(folder, DatabaseFile)};Default Timeout=10" },
            Evidence = new { SigningKey__File = Path.Combine(folder, "signing-key.pem"), CheckpointFile = Path.Combine(folder, "checkpoints.jsonl") },
            Chat = new { Platform = "local", Workspace = "demo", ComplianceChannel = "compliance" },
            Console = new { Roles = new { compliance = "grace@lumen.example", executive = "erik@lumen.example", auditor = "vera@lumen.example" } },
            Systems = new
            {
                github = new { Title = "GitHub", Owner = "omar@lumen.example", Classification = "confidential" },
                aws = new { Title = "AWS", Owner = "aiko@lumen.example", Classification = "restricted" },
            },
            Reviews = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                [DemoCompany.Review] = Review("Quarterly access review", "all"),
                ["production-access"] = Review("Quarterly review of production access", "environment:production", new()
                {
                    ["SecondStage"] = "system-owner",
                    ["Roles"] = "privileged",
                    ["Attestations"] = new Dictionary<string, object>(StringComparer.Ordinal)
                    {
                        ["break-glass"] = new { Statement = "The break-glass account was opened once in this quarter to see that it works, and its secret was changed after it.", By = "aiko@lumen.example" },
                    },
                }),
                ["pipeline-access"] = Review("Quarterly review of pipeline access", "entitlement:*deploy* entitlement:*admin* entitlement:*owner*", new() { ["Reviewer"] = "system-owner", ["SecondStage"] = "grace@lumen.example" }),
                ["after-a-move"] = Review("Access after a move", "all", new() { ["Launch"] = "move", ["DurationDays"] = "7" }),
            },
        },
        Indented);

    private static Dictionary<string, object> Review(string title, string scope, Dictionary<string, object>? more = null) => new(more ?? [], StringComparer.Ordinal)
    {
        ["Title"] = title,
        ["Scope"] = scope,
        ["TimeZone"] = "Europe/Berlin",
        ["Owner"] = "grace@lumen.example",
        ["Fallback"] = "carla@lumen.example",
    };
}
