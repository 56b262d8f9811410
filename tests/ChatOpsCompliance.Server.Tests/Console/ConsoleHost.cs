using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Configuration;
using ChatOpsCompliance.Server.Demo;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;
using ChatOpsCompliance.Server.Tests.Stories;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Console;

/// <summary>The demo on a port of its own: 16 people, two systems, one launched review of 26 items that Grace owns.</summary>
public sealed class ConsoleHost : IAsyncLifetime
{
    /// <summary>A Monday on which the demo is made, in the middle of the working day of most.</summary>
    private static readonly DateTimeOffset Made = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    private readonly TimeProvider time = Time.From(Made);
    private WebApplication? app;

    internal string Folder { get; } = Path.Combine(Path.GetTempPath(), $"console-{Guid.NewGuid():N}");

    internal Uri Address => new(app!.Urls.Single());

    internal T Get<T>()
        where T : notnull => app!.Services.GetRequiredService<T>();

    internal DemoClock Clock => (DemoClock)Get<TimeProvider>();

    /// <summary>The one campaign of the demo.</summary>
    internal Campaign Campaign { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        app = await DemoService.Build(Folder, port: 0, fresh: false, CancellationToken.None, services =>
        {
            services.AddSingleton<TimeProvider>(new DemoClock(Folder, time));
            services.NoSchedules();
            services.AddLogging(l => l.ClearProviders().AddProvider(new LogToTest()));
        });
        await app.StartAsync();
        Campaign = (await Read(CampaignStore.All)).Single();
    }

    /// <summary>Stops it, changes its settings, starts it again over the same folder.</summary>
    internal async Task Restart(Func<string, string>? settings = null)
    {
        await Stop();
        var file = Path.Combine(Folder, SettingsFile.Default);
        if (settings is not null) await File.WriteAllTextAsync(file, settings(await File.ReadAllTextAsync(file)));
        await InitializeAsync();
    }

    internal Task<T> Read<T>(Func<Read, Task<T>> work) => Get<Database>().Read(work);

    internal async Task<Person> Person(string name) => (await Read(PeopleStore.Everybody)).Single(p => p.Name.StartsWith(name, StringComparison.Ordinal));

    internal async Task<ConsoleVisitor> Visit(string? name = null)
    {
        var visitor = new ConsoleVisitor(Address);
        if (name is not null) await visitor.SignIn(name);
        return visitor;
    }

    /// <summary>A newer roster comes in.</summary>
    internal async Task Roster(Func<string, string> change)
    {
        var file = Path.Combine(Folder, "newer.csv");
        await File.WriteAllTextAsync(file, change(await File.ReadAllTextAsync(Path.Combine(Folder, "company", "people.csv"))));
        _ = (await Get<ImportPeople>().Run(file, Actor.Shell("test"), "a test", dryRun: false)).Value;
    }

    /// <summary>What somebody with the database's file could do.</summary>
    internal void Tamper(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(Folder, "compliance.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        SqliteConnection.ClearAllPools();
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Disposing alone would leave the schedules running.</summary>
    private async Task Stop()
    {
        if (app is null) return;
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
