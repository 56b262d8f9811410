namespace ChatOpsCompliance.Server.Console;

/// <summary>The compliance console.</summary>
public static class ConsoleEndpoints
{
    public static IServiceCollection AddComplianceConsole(this IServiceCollection services) => services;

    public static WebApplication MapComplianceConsole(this WebApplication app) => app;
}
