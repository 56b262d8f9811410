using ChatOpsCompliance.Server.Configuration;

namespace ChatOpsCompliance.Server.Chat.Teams;

/// <summary>How the Bot Framework proves itself to us, and we to it: the two that fetch from Microsoft's own addresses and from nowhere else.</summary>
internal static class TeamsIdentity
{
    public static IServiceCollection AddTeamsIdentity(this IServiceCollection services, TeamsSettings settings)
    {
        Client(services, nameof(TeamsTokens));
        Client(services, nameof(TeamsSignIn)).AddHttpMessageHandler(() => new TeamsAuthorityHere(settings));
        // One of each: what they fetched serves everybody.
        return services
            .AddSingleton(s => new TeamsTokens(settings, s.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(TeamsTokens)), s.GetRequiredService<TimeProvider>()))
            .AddSingleton(s => new TeamsSignIn(settings, s.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(TeamsSignIn)), s.GetRequiredService<TimeProvider>()));
    }

    private static IHttpClientBuilder Client(IServiceCollection services, string name) => services
        .AddHttpClient(name, c => (c.Timeout, c.MaxResponseContentBufferSize) = (TimeSpan.FromSeconds(5), 1 << 20))
        .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        .RemoveAllLoggers();
}
