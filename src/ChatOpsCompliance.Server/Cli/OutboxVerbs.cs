using System.CommandLine;
using ChatOpsCompliance.Server.Chat;
using static ChatOpsCompliance.Server.Cli.CommandLine;

namespace ChatOpsCompliance.Server.Cli;

internal static class OutboxVerbs
{
    public static Command Outbox() => new("outbox", "messages on their way out") { List(), Retry() };

    private static Command List()
    {
        var command = new Command("list", "what waits, and dead letters with their cure") { JsonOption };
        command.SetAction(async (parsed, ct) =>
        {
            await using var session = Session.Open(parsed.GetValue(SettingsOption));
            var entries = await session.Database.Read(read => OutboxStore.Open(read, 1000), ct);
            if (parsed.GetValue(JsonOption)) await Out.WriteLineAsync(Session.ToJson(entries));
            else if (entries.Count == 0) await Out.WriteLineAsync("Nothing waits and nothing is dead.");
            else foreach (var e in entries) await Out.WriteLineAsync($"{e.Number}  {e.Status}  {e.Lane}  {e.Effect} {e.Subject}  {e.Attempts} attempts, due {e.DueAt:u}{(e.Error is null ? "" : $"  {e.Error}")}{(e.Cure is null ? "" : $"  Cure: {e.Cure}")}");
            return Success;
        });
        return command;
    }

    private static Command Retry()
    {
        var command = new Command("retry", "tries every dead letter again") { DryRunOption, JsonOption };
        command.SetAction(async (parsed, ct) =>
        {
            await using var session = Session.Open(parsed.GetValue(SettingsOption));
            if (parsed.GetValue(DryRunOption))
            {
                var dead = await session.Database.Read(MessagesStore.GivenUp, ct);
                return await Session.Tell<int>(dead, parsed.GetValue(JsonOption), n => new { wouldRetry = n }, n => $"Would retry {n}.");
            }

            var result = await session.Database.InTransaction<int>(
                session.Actor,
                async tx => await RetryMessages.All(tx),
                ct: ct);
            return await Session.Tell(result, parsed.GetValue(JsonOption), n => new { retried = n }, n => $"Retrying {n}.");
        });
        return command;
    }
}
