using System.Globalization;
using System.Net;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Configuration;
using ChatOpsCompliance.Server.Deployments;
using ChatOpsCompliance.Server.EmergencyChanges;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Demo;

/// <summary>The demo: the real service over SQLite in one folder, with Local chat, a seeded company, on loopback only.</summary>
public static class DemoService
{
    private const string DatabaseFile = "compliance.db";

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
        if (!File.Exists(file)) await File.WriteAllTextAsync(file, DemoSettings.Text(folder, DatabaseFile), ct);
        var (settings, configuration) = SettingsFile.Load(file, [new("Public:BaseUrl", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"))]);
        var forge = new DemoForge(folder);
        forge.Fill();
        var app = Service.Build(settings, configuration, builder =>
        {
            builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, port));
            builder.AddLocalChat(Path.Combine(folder, "chat.jsonl"));
            builder.Services.AddSingleton<DemoCompany>().AddSingleton(forge).AddSingleton(forge.AsChangeSource());
            more?.Invoke(builder.Services);
        });
        app.MapGet("/", () => Results.Redirect("/chat"));
        var tour = Tour.Map(app, folder, (by, stop) => Push(app, by, stop));
        app.MapLocalChat((by, stop) => Push(app, by, stop), tour.Strip);
        if ((await app.Services.GetRequiredService<Database>().Read(PeopleStore.Everybody, ct)).Count == 0)
        {
            await app.Services.GetRequiredService<DemoCompany>().Fill(folder, ct);
            await app.Services.GetRequiredService<ReconcileDeployments>().Run(ct); // the source is watched from now on
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
        await app.Services.GetRequiredService<TendChanges>().Run(ct);
        await app.Services.GetRequiredService<TendGate>().Run(ct);
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
}
