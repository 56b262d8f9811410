using ChatOpsCompliance.Server.Configuration;

namespace ChatOpsCompliance.Server.Chat.Slack;

/// <summary>Puts Slack into the service.</summary>
public static class SlackServices
{
    public static void AddSlack(this IServiceCollection services, SlackSettings settings)
    {
        services.AddSingleton(settings);
        services.AddHttpClient<SlackApi>();
        services.AddHttpClient<SlackFiles>();
        services.AddSingleton<SlackPeople>().AddSingleton<SlackReplies>().AddSingleton<SlackEventsSeen>().AddSingleton<DrawAtOnce>().AddSingleton<SlackDesk>();
    }

    public static void MapSlack(this WebApplication app)
    {
        if (app.Services.GetService<SlackSettings>() is null) return;
    }
}
