using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.People;

namespace ChatOpsCompliance.Server;

/// <summary>The part of <see cref="Composition"/> that is who comes in.</summary>
internal static class PeopleWiring
{
    public static ChatRoutes RoutePeople(this ChatRoutes routes, IServiceProvider services)
    {
        var engage = services.GetRequiredService<EngageAuditors>();
        return routes
            .Show(AuditorVerbs.Open, EngageAuditors.Ask)
            .On(AuditorVerbs.Invite, engage.Invite)
            .Show(AuditorVerbs.Leave, EngageAuditors.AskEnd)
            .On(AuditorVerbs.End, EngageAuditors.End);
    }

    public static IServiceCollection AddPeople(this IServiceCollection services) => services.AddSingleton<EngageAuditors>();
}
