using ChatOpsCompliance.Server.Configuration;

namespace ChatOpsCompliance.Server.Chat.Slack;

/// <summary>Puts Slack into the service.</summary>
public static class SlackServices
{
    public static void AddSlack(this IServiceCollection services, SlackSettings settings)
    {
        services.AddSingleton(settings);
        services.AddHttpClient(nameof(SlackApi), c => c.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(5), PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
            .RemoveAllLoggers();
        // One of them: it knows the pace.
        services.AddSingleton(s => new SlackApi(s.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(SlackApi)), settings, s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IChatPlatform, SlackPlatform>();
        services.AddHttpClient<SlackFiles>();
        services.AddSingleton<SlackPeople>().AddSingleton<SlackReplies>().AddSingleton<SlackEventsSeen>().AddSingleton<DrawAtOnce>().AddSingleton<SlackDesk>();
    }

    public static void MapSlack(this WebApplication app)
    {
        if (app.Services.GetService<SlackSettings>() is null) return;
    }
}
