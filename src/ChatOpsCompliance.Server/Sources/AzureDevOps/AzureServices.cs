using ChatOpsCompliance.Server.Configuration;

namespace ChatOpsCompliance.Server.Sources.AzureDevOps;

/// <summary>Puts Azure DevOps into the service.</summary>
internal static class AzureServices
{
    public static IServiceCollection AddAzureDevOps(this IServiceCollection services, AzureDevOpsSettings settings)
    {
        services.AddSingleton(settings).AddSingleton<AzureChecks>();
        services.AddHttpClient(nameof(AzureAnswer), c => c.Timeout = TimeSpan.FromSeconds(20))
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(5), PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
            .RemoveAllLoggers();
        return services.AddSingleton(s => new AzureAnswer(settings, s.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(AzureAnswer))).AsChangeSource());
    }

    public static void MapAzureDevOps(this WebApplication app) => app.Services.GetService<AzureChecks>()?.Map(app);
}
