using ChatOpsCompliance.Server.Configuration;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Chat.Teams;

/// <summary>Puts Teams into the service.</summary>
public static class TeamsServices
{
    /// <summary>On top of what <c>doctor</c> needs.</summary>
    public static void AddTeams(this IServiceCollection services, TeamsSettings settings)
    {
        services.AddSingleton<TeamsConversations>().AddSingleton<TeamsForms>().AddSingleton<TeamsScreens>().AddSingleton<TeamsSender>();
        services.AddSingleton(s => new TeamsFiles(Http(s), s.GetRequiredService<TakeUpload>(), s.GetRequiredService<Database>(), settings, s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => new SendHeadroom(TeamsSettings.Platform, s.GetRequiredService<TeamsApi>().Left));
        services.AddSingleton<IChatPlatform, TeamsPlatform>();
        services.AddSingleton<DrawAtOnce>().AddSingleton<DeliveriesSeen>().AddSingleton<TeamsDesk>();
        services.AddSingleton<Afterwards>().AddHostedService(s => s.GetRequiredService<Afterwards>());
        services.AddSingleton(s => new RefusalLog("/api/messages", s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<RefusalLog>>()));
        services.AddSingleton<TeamsEndpoints>();
    }

    public static void MapTeams(this WebApplication app) => app.Services.GetService<TeamsEndpoints>()?.Map(app);

    /// <summary>What speaks to Microsoft's side and what judges it, and nothing that runs.</summary>
    public static void AddTeamsDoctor(this IServiceCollection services, TeamsSettings settings)
    {
        services.AddSingleton(settings);
        services.AddHttpClient(nameof(Teams), c => c.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(5), PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
            .RemoveAllLoggers();
        services.AddTeamsIdentity(settings);
        // One of them: it knows the pace.
        services.AddSingleton(s => new TeamsApi(Http(s), s.GetRequiredService<TeamsSignIn>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<TeamsPeople>().AddSingleton<TeamsConnectors>().AddSingleton<TeamsRoster>();
        services.AddSingleton<TeamsDoctor>().AddSingleton<ExamineChat>(s => s.GetRequiredService<TeamsDoctor>().Examine);
    }

    private static HttpClient Http(IServiceProvider services) => services.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(Teams));
}
