using System.CommandLine;
using ChatOpsCompliance.Server.Storage;
using static ChatOpsCompliance.Server.Cli.CommandLine;

namespace ChatOpsCompliance.Server.Cli;

internal static class MigrateVerb
{
    public static Command Migrate()
    {
        var command = new Command("migrate", "brings the database up to date; --dry-run lists what is pending") { DryRunOption, JsonOption };
        command.SetAction(async (parsed, _) =>
        {
            await using var session = Session.Open(parsed.GetValue(SettingsOption), migrate: false);
            var migrator = session.Get<Migrator>();
            var pending = migrator.Pending();
            var dry = parsed.GetValue(DryRunOption);
            if (!dry) migrator.Migrate();
            if (parsed.GetValue(JsonOption)) await Out.WriteLineAsync(Session.ToJson(new { pending, migrated = !dry }));
            else if (pending.Count == 0) await Out.WriteLineAsync("The database is up to date.");
            else await Out.WriteLineAsync($"{(dry ? "Pending" : "Ran")}:\n{string.Join('\n', pending.Select(p => "  " + p))}");
            return Success;
        });
        return command;
    }
}
