using System.CommandLine;
using ChatOpsCompliance.Server.Storage;
using static ChatOpsCompliance.Server.Cli.CommandLine;

namespace ChatOpsCompliance.Server.Cli;

internal static class BackupVerb
{
    public static Command Backup()
    {
        var file = new Argument<string>("FILE") { Description = "where the copy goes; nothing may be there" };
        var command = new Command("backup", "a whole copy of the SQLite database at one instant, while the service works") { file, DryRunOption, JsonOption };
        command.SetAction(async (parsed, ct) =>
        {
            await using var session = Session.Open(parsed.GetValue(SettingsOption), migrate: false);
            var dry = parsed.GetValue(DryRunOption);
            var result = await session.Get<Backup>().Make(parsed.GetRequiredValue(file), session.Actor, dry, ct);
            return await Session.Tell(result, parsed.GetValue(JsonOption), b => b, b => dry ? $"Would write {b.Path}." : $"{b.Path}: {b.Bytes} bytes, the audit log up to entry {b.Head}. Keep it apart from the signing key and from the checkpoints.");
        });
        return command;
    }
}
