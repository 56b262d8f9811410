using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.Api;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Chat.Slack;
using ChatOpsCompliance.Server.Chat.Teams;
using ChatOpsCompliance.Server.Configuration;
using ChatOpsCompliance.Server.Console;
using ChatOpsCompliance.Server.Controls;
using ChatOpsCompliance.Server.Operations;
using ChatOpsCompliance.Server.Schedule;
using ChatOpsCompliance.Server.Sources.AzureDevOps;
using ChatOpsCompliance.Server.Sources.GitHub;
using ChatOpsCompliance.Server.Storage;
using Microsoft.Data.Sqlite;
using Quartz;

namespace ChatOpsCompliance.Server;

/// <summary>The service as a web application: what <c>run</c>, <c>demo</c> and the tests start.</summary>
public static class Service
{
    /// <summary>As collectors of metrics and traces know it.</summary>
    public const string Name = "chatops-compliance";

    /// <summary>Migrates the database, then builds the application with everything mapped.</summary>
    /// <param name="more">What the caller adds: chat platforms, another clock.</param>
    public static WebApplication Build(Settings settings, IConfiguration configuration, Action<WebApplicationBuilder>? more = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = typeof(Service).Assembly.GetName().Name });
        builder.Configuration.AddConfiguration(configuration);
        builder.Logging.AddFilter("Quartz", LogLevel.Warning).AddFilter("Microsoft", LogLevel.Warning);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Services.AddProblemDetails();
        builder.Services.AddCompliance(settings);
        builder.Services.AddSingleton<OutboxPump>().AddHostedService(s => s.GetRequiredService<OutboxPump>());
        builder.Services.AddHostedService(s => s.GetRequiredService<ReadUploads>());
        builder.Services.AddHostedService<RecordControls>();
        builder.Services.AddApi(settings);
        builder.AddOperations(settings);
        builder.Services.AddRateLimits(settings.Limits).AddComplianceConsole(settings);
        if (settings.Slack is { } slack) builder.Services.AddSlack(slack);
        if (settings.Teams is { } teams) builder.Services.AddTeams(teams);
        AddSchedules(builder.Services, settings);
        more?.Invoke(builder);

        var app = builder.Build();
        app.Services.GetRequiredService<Migrator>().Migrate();
        app.MapOperations(settings);
        app.MapApi();
        app.MapComplianceConsole();
        app.UseRateLimits(); // after the sign-in, since what somebody sends is counted by who they are
        app.MapSlack();
        app.MapTeams();
        app.MapGitHub();
        app.MapAzureDevOps();
        return app;
    }

    private static void AddSchedules(IServiceCollection services, Settings settings)
    {
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(o => o.InstanceName = "compliance");
            quartz.UsePersistentStore(store =>
            {
                if (settings.Engine == Engine.SqlServer)
                {
                    store.UseSqlServer(settings.ConnectionString);
                    store.UseClustering(c => c.CheckinMisfireThreshold = TimeSpan.FromSeconds(20));
                    store.ConfigureStore(o => o.SelectWithLockSql = "UPDATE {0}LOCKS SET LOCK_NAME = LOCK_NAME OUTPUT inserted.LOCK_NAME WHERE SCHED_NAME = @schedulerName AND LOCK_NAME = @lockName");
                }
                else
                {
                    // A file of its own: in the same one its polling would cost clicks their latency.
                    var file = new SqliteConnectionStringBuilder(settings.ConnectionString);
                    file.DataSource = Path.ChangeExtension(file.DataSource, ".schedule.db");
                    store.UseSqlite(file.ToString());
                    store.ProvisionSchema();
                }

                store.UseSystemTextJsonSerializer();
            });
            Jobs.Schedule(quartz, new(settings.Reviews), signs: settings.SigningKey is not null);
        });
        services.AddQuartzHostedService(o => o.AwaitApplicationStarted = true);
    }
}
