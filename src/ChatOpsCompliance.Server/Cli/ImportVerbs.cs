using System.CommandLine;
using ChatOpsCompliance.Access;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Sources;
using ChatOpsCompliance.Server.Sources.Csv;
using Spectre.Console;
using static ChatOpsCompliance.Server.Cli.CommandLine;

namespace ChatOpsCompliance.Server.Cli;

internal static class ImportVerbs
{
    public static Command Import() => new("import", "takes in the roster and extracts: all rows or none") { People(), Access(), CatalogueVerbs.Entitlements(), CatalogueVerbs.Accounts() };

    private static Command People()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "the full roster as CSV" };
        var why = new Option<string?>("--override") { Description = "why a roster that drops more than 5 % of the people is right; recorded" };
        var command = new Command("people", "the full roster; says who joined, left and moved") { file, why, DryRunOption, JsonOption };
        command.SetAction(async (parsed, ct) =>
        {
            var path = Existing(parsed.GetRequiredValue(file));
            await using var session = Session.Open(parsed.GetValue(SettingsOption));
            var dry = parsed.GetValue(DryRunOption);
            var result = await session.Get<ImportPeople>().Run(path, session.Actor, parsed.GetValue(why), dry, ct);
            return await Session.Tell(result, parsed.GetValue(JsonOption), s => s, s => Text(s, dry));
        });
        return command;
    }

    private static Command Access()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "the grants as CSV" };
        var system = new Option<string>("--system") { Description = "a system of the configuration", Required = true };
        var at = new Option<string>("--extracted-at") { Description = "when the source was read: ISO 8601 with offset", Required = true };
        var by = new Option<string>("--extracted-by") { Description = "who ran the extract", Required = true };
        var method = new Option<string>("--method") { Description = "the query or tool; only the same one can prove a removal later", Required = true };
        var count = new Option<int>("--source-count") { Description = "the source's own count of the rows", Required = true };
        var attach = new Option<FileInfo?>("--attach") { Description = "a file that shows the extract was made, such as a screenshot; its hash is recorded" };
        var looked = new Option<string?>("--looked-at") { Description = "why an extract with 20 % fewer rows is right; recorded" };
        var command = new Command("access", "one snapshot of a system; refused when the counts differ") { file, system, at, by, method, count, attach, looked, DryRunOption, JsonOption };
        command.SetAction(async (parsed, ct) =>
        {
            var path = Existing(parsed.GetRequiredValue(file));
            if (!IsoTime.TryParse(parsed.GetRequiredValue(at), out var extractedAt))
            {
                await Error.WriteLineAsync($"--extracted-at '{parsed.GetRequiredValue(at)}' is no ISO 8601 time with offset, such as 2026-01-31T09:00:00Z.");
                return Usage;
            }

            await using var session = Session.Open(parsed.GetValue(SettingsOption));
            var import = new AccessImport(parsed.GetRequiredValue(system), new ExtractFacts(extractedAt, parsed.GetRequiredValue(by), parsed.GetRequiredValue(method), parsed.GetRequiredValue(count)), new CsvAccessSource(path), path)
            {
                Attachment = await Hashed(parsed.GetValue(attach), ct),
                LookedAt = parsed.GetValue(looked),
                DryRun = parsed.GetValue(DryRunOption),
            };
            var json = parsed.GetValue(JsonOption);
            var result = await WithProgress(import.Facts.SourceCount, !json, progress => session.Get<ImportAccess>().Run(import, session.Actor, progress, ct));
            return await Session.Tell(result, json, s => s, s => Text(s, import.DryRun));
        });
        return command;
    }

    /// <summary>A bar on a terminal, plain lines elsewhere.</summary>
    private static async Task<T> WithProgress<T>(int total, bool show, Func<Action<int>, Task<T>> work)
    {
        if (!show) return await work(_ => { });
        if (System.Console.IsErrorRedirected)
        {
            var told = 0;
            return await work(rows =>
            {
                if (rows < told + 100_000) return;
                told = rows;
                Error.WriteLine($"{rows} of {total} rows");
            });
        }

        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Error) });
        return await console.Progress().StartAsync(async bars =>
        {
            var bar = bars.AddTask("rows", maxValue: Math.Max(1, total));
            return await work(rows => bar.Value = rows);
        });
    }

    private static async Task<string?> Hashed(FileInfo? file, CancellationToken ct)
    {
        if (file is null) return null;
        await using var stream = File.OpenRead(Existing(file));
        return $"{file.Name} sha256:{Convert.ToHexStringLower(await System.Security.Cryptography.SHA256.HashDataAsync(stream, ct))}";
    }

    internal static string Existing(FileInfo file) => file.Exists ? file.FullName : throw new FileNotFoundException($"{file.FullName} is not there.");

    private static string Text(RosterSummary s, bool dry) =>
        $"{(dry ? "Would import" : "Imported")} {s.People} people. Joined {s.Joined.Count}{Names(s.Joined)}; left {s.Left.Count}{Names(s.Left)}; moved to another manager or department {s.Moved.Count}{Names(s.Moved)}; otherwise changed {s.Changed}.{(s.Incidents > 0 ? $" Incidents opened, of people who left and still have access: {s.Incidents}." : "")}{Unknown(s.UnknownColumns)}{string.Concat(s.Notes.Select(n => $"\n  {n}"))}";

    private static string Text(SnapshotSummary s, bool dry)
    {
        var text = $"{(dry ? "Would import" : "Imported")} {s.Snapshot.Count} grants of {s.Snapshot.System}{(dry ? "" : $" as snapshot {s.Snapshot.Number}")}; the source counted {s.Snapshot.Facts.SourceCount} rows.{Unknown(s.UnknownColumns)}";
        if (s.Removals is { Verified: > 0 } or { Reopened: > 0 } or { Unconfirmed: > 0 }) text += $" It proves {s.Removals.Verified} removals; {s.Removals.Reopened} are still present or came back, and are open again.";
        if (s.Removals.Unconfirmed > 0) text += $" {s.Removals.Unconfirmed} are gone in it too, but who made it removed or held them: a second person is asked to look.";
        if (s.Incidents > 0) text += $" Incidents opened, of people who left and still have access: {s.Incidents}.";
        return s.Identical.Count == 0 ? text : $"{text}\n{string.Join('\n', s.Identical.Select(f => "  " + f))}";
    }

    private static string Names(IReadOnlyList<string> names) => names.Count == 0 ? "" : $" ({string.Join(", ", names.Take(10))}{(names.Count > 10 ? ", …" : "")})";

    internal static string Unknown(IReadOnlyList<string> columns) => columns.Count == 0 ? "" : $" Unknown columns, ignored: {string.Join(", ", columns)}.";
}
