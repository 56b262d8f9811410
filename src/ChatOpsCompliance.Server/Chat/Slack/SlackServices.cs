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
        services.AddSingleton(s => new SendHeadroom(SlackSettings.Platform, s.GetRequiredService<SlackApi>().Left));
        services.AddSingleton<IChatPlatform, SlackPlatform>();
        // Without the right to a file Slack answers with the way to its sign-in page, which is no evidence of anything.
        services.AddHttpClient<SlackFiles>(c => c.Timeout = TimeSpan.FromSeconds(20))
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
            .RemoveAllLoggers();
        services.AddSingleton<SlackPeople>().AddSingleton<SlackReplies>().AddSingleton<DeliveriesSeen>().AddSingleton<DrawAtOnce>().AddSingleton<SlackDesk>();
        AddTransport(services, settings);
    }

    /// <summary>What <c>doctor</c> needs, and nothing that runs.</summary>
    public static void AddSlackDoctor(this IServiceCollection services, SlackSettings settings)
    {
        services.AddSingleton(settings);
        AddDirectCall(services);
        services.AddSingleton<SlackDoctor>().AddSingleton<ExamineChat>(s => s.GetRequiredService<SlackDoctor>().Examine);
    }

    public static void MapSlack(this WebApplication app) => app.Services.GetService<SlackEndpoints>()?.Map(app);

    private static void AddTransport(IServiceCollection services, SlackSettings settings)
    {
        services.AddSingleton<SlackHandler>(s => s.GetRequiredService<SlackDesk>().Handle);
        services.AddSingleton<SlackReception>();
        // Before the socket, so that it stops after it.
        services.AddSingleton<Afterwards>().AddHostedService(s => s.GetRequiredService<Afterwards>());
        if (settings.Socket)
        {
            AddDirectCall(services);
            services.AddSingleton<SlackSocket.Patience>().AddHostedService<SlackSocket>();
        }
        else services.AddSingleton(s => new SlackSignature(settings.SigningSecret!, s.GetRequiredService<TimeProvider>())).AddSingleton<SlackReplays>().AddSingleton(s => new RefusalLog("/slack", s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<RefusalLog>>())).AddSingleton<SlackEndpoints>();
    }

    private static void AddDirectCall(IServiceCollection services)
    {
        services.AddHttpClient(nameof(SlackDirectCall), c => c.Timeout = TimeSpan.FromSeconds(10))
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
            .RemoveAllLoggers();
        services.AddSingleton<SlackDirectCall>();
    }
}
