using System.CommandLine;
using System.Text.Json;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Server.Evidence;
using static ChatOpsCompliance.Server.Cli.CommandLine;

namespace ChatOpsCompliance.Server.Cli;

internal static class LedgerVerbs
{
    public static Command Ledger() => new("ledger", "the audit log") { Verify() };

    private static Command Verify()
    {
        var since = new Option<long>("--since") { Description = "the first row to walk (default: 1)", DefaultValueFactory = _ => 1 };
        since.Validators.Add(given =>
        {
            if (given.GetValue(since) < 1) given.AddError("--since is the number of a row; the first is 1.");
        });
        var file = new Option<FileInfo?>("--checkpoints") { Description = "checkpoints kept outside the database, one JSON line each" };
        var command = new Command("verify", "walks the chain, the texts beside it and the signed checkpoints; names the first row that does not fit") { since, file, JsonOption };
        command.SetAction(async (parsed, ct) =>
        {
            var outside = new List<Checkpoint>();
            if (parsed.GetValue(file) is { } kept)
            {
                if (!kept.Exists) throw new FileNotFoundException($"{kept.FullName} is not there.");
                var number = 0;
                foreach (var line in await File.ReadAllLinesAsync(kept.FullName, ct))
                {
                    number++;
                    if (string.IsNullOrWhiteSpace(line)) continue;
                    if (Read(line) is { } checkpoint)
                    {
                        outside.Add(checkpoint);
                    }
                    else
                    {
                        await Error.WriteLineAsync($"{kept.Name}, line {number}: this is no checkpoint.");
                        return Usage;
                    }
                }
            }

            await using var session = Session.Open(parsed.GetValue(SettingsOption), migrate: false);
            var verdict = await session.Get<VerifyLedger>().Run(parsed.GetValue(since), outside, ct);
            await Out.WriteLineAsync(parsed.GetValue(JsonOption) ? Session.ToJson(verdict) : Text(verdict));
            return verdict.Whole ? Success : Refused;
        });
        return command;
    }

    private static Checkpoint? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<Checkpoint>(line, SignCheckpoint.Line) is { Hash.Length: 64, Signature.Length: > 0 } c ? c : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Text(LedgerVerdict v) => string.Join('\n', new[]
    {
        v.Fault is null
            ? $"Whole: {v.Rows} rows, head {v.Head}; {v.Texts} texts beside it ({v.Erased} erased);{(v.SnapshotsLetGo == 0 ? "" : $" the rows of {v.SnapshotsLetGo} old extracts were let go;")} {v.CheckpointsInside} checkpoints inside, {v.CheckpointsOutside} from outside."
            : $"NOT WHOLE. {v.Fault}",
    }.Concat(v.Unproven.Select(u => "  Not proven: " + u)));
}
