using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Controls;

namespace ChatOpsCompliance.Server;

/// <summary>The part of <see cref="Composition"/> that is controls, their samples and tests; and what was given up on its way out.</summary>
internal static class ControlWiring
{
    public static ChatRoutes RouteControls(this ChatRoutes routes) => routes
        .Show(ControlVerbs.Sample, DrawSample.Open)
        .On(ControlVerbs.Draw, DrawSample.Run)
        .Show(ControlVerbs.Test, TestControl.Open)
        .On(ControlVerbs.Conclude, TestControl.Run)
        .Show(RetryMessages.Open, RetryMessages.Ask)
        .On(RetryMessages.Retry, RetryMessages.Run);
}
