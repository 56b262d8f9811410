using System.CommandLine;
using ChatOpsCompliance.Server.Configuration;
using static ChatOpsCompliance.Server.Cli.CommandLine;

namespace ChatOpsCompliance.Server.Cli;

internal static class RunVerb
{
    public static Command Run()
    {
        var command = new Command("run", "the service (default); refuses to start on an invalid configuration");
        command.SetAction((parsed, ct) => Serve(parsed.GetValue(SettingsOption), ct));
        return command;
    }

    public static async Task<int> Serve(string? settingsFile, CancellationToken ct)
    {
        var (settings, configuration) = SettingsFile.Load(settingsFile);
        if (settings.SigningKey is null) throw new InvalidSettingsException(settingsFile ?? SettingsFile.Default, ["Evidence:SigningKey: is missing: an ECDSA P-256 private key in PEM, that signs the audit log's checkpoints (openssl ecparam -name prime256v1 -genkey -noout)"]);
        if (settings.DemoFolder is not null) throw new InvalidSettingsException(settingsFile ?? SettingsFile.Default, ["Demo:Folder: is for the demo verb only; remove it to run the service"]);
        await using var app = Service.Build(settings, configuration);
        await app.RunAsync(ct);
        return Success;
    }
}
