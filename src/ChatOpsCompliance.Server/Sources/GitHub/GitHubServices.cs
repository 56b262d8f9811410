using ChatOpsCompliance.Server.Api;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Configuration;

namespace ChatOpsCompliance.Server.Sources.GitHub;

/// <summary>Puts GitHub into the service.</summary>
internal static class GitHubServices
{
    public static IServiceCollection AddGitHub(this IServiceCollection services, GitHubSettings settings) => services
        .AddSingleton(settings)
        .AddSingleton(s => new GitHubConnections(settings, s.GetRequiredService<TimeProvider>()))
        .AddSingleton<GitHubSource>()
        .AddSingleton(s => s.GetRequiredService<GitHubSource>().AsChangeSource())
        .AddSingleton<GitHubDoctor>()
        .AddSingleton<ExamineSource>(s => s.GetRequiredService<GitHubDoctor>().Examine)
        .AddSingleton<GitHubHearing>()
        .AddSingleton<GitHubWebhook>();

    /// <summary>Pipelines that prove themselves by their own tokens; needs no App.</summary>
    public static IServiceCollection AddActionsTokens(this IServiceCollection services, IReadOnlyList<OpenIdSettings> issuers)
    {
        services.AddIssuerClient(nameof(ActionsTokens)).AddSingleton(s => new ActionsTokens(issuers, s.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(ActionsTokens)), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ExamineSource>(s => s.GetRequiredService<ActionsTokens>().Examine);
        return services.AddSingleton<ProvePipeline>(s => s.GetRequiredService<ActionsTokens>().Prove);
    }

    public static void MapGitHub(this WebApplication app) => app.Services.GetService<GitHubWebhook>()?.Map(app);
}
