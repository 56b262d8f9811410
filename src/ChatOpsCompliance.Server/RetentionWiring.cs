using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Configuration;
using ChatOpsCompliance.Server.Retention;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server;

/// <summary>The part of <see cref="Composition"/> that is letting go of what is old, and what stops it.</summary>
internal static class RetentionWiring
{
    public static ChatRoutes RouteRetention(this ChatRoutes routes) => routes
        .Show(HoldEvidence.Open, HoldEvidence.Ask)
        .On(HoldEvidence.Place, HoldEvidence.Run)
        .Show(HoldEvidence.Look, HoldEvidence.AskLift)
        .On(HoldEvidence.Lift, HoldEvidence.RunLift)
        .Show(EraseLeaver.Open, EraseLeaver.Ask)
        .On(EraseLeaver.Erase, EraseLeaver.Run);

    public static IServiceCollection AddRetention(this IServiceCollection services, Settings settings) =>
        services.AddSingleton(s => new LetGo(s.GetRequiredService<Database>(), settings.RetentionMonths));
}
