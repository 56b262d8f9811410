using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Sources.Own;

namespace ChatOpsCompliance.Server;

/// <summary>The part of <see cref="Composition"/> that is who comes in.</summary>
internal static class PeopleWiring
{
    public static ChatRoutes RoutePeople(this ChatRoutes routes, IServiceProvider services)
    {
        var (engage, move) = (services.GetRequiredService<EngageAuditors>(), services.GetRequiredService<MoveAccount>());
        return routes
            .Show(AuditorVerbs.Open, EngageAuditors.Ask)
            .On(AuditorVerbs.Invite, engage.Invite)
            .Show(AuditorVerbs.Leave, EngageAuditors.AskEnd)
            .On(AuditorVerbs.End, EngageAuditors.End)
            .Show(LinkVerbs.Move, MoveAccount.Open)
            .On(LinkVerbs.Ask, move.Ask)
            .Show(LinkVerbs.Look, MoveAccount.Look)
            .On(LinkVerbs.Confirm, move.Confirm)
            .On(LinkVerbs.Decline, MoveAccount.Decline);
    }

    public static IServiceCollection AddPeople(this IServiceCollection services) => services.AddSingleton<EngageAuditors>().AddSingleton<MoveAccount>().AddSingleton<ReadOwn>();
}
