using System.CommandLine;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Server.Api;
using ChatOpsCompliance.Server.Reports;
using static ChatOpsCompliance.Server.Cli.CommandLine;

namespace ChatOpsCompliance.Server.Cli;

internal static class ReportVerb
{
    public static Command Report()
    {
        var name = new Argument<string>("NAME") { Description = "a report of the catalogue, or 'list'" };
        var format = new Option<string>("--format") { Description = string.Join(", ", ReportFormats.All.Keys), DefaultValueFactory = _ => "csv" };
        var campaign = new Option<string?>("--campaign") { Description = "the campaign's id", HelpName = "ID" };
        var from = new Option<string?>("--from") { Description = "the first day of the period, yyyy-MM-dd, UTC", HelpName = "DAY" };
        var to = new Option<string?>("--to") { Description = "the last day of the period, yyyy-MM-dd, UTC", HelpName = "DAY" };
        var file = new Option<FileInfo?>("--out") { Description = "the file to write (default: standard output)" };
        format.AcceptOnlyFromAmong([.. ReportFormats.All.Keys]);
        var command = new Command("report", "writes a report; 'report list' names them all") { name, format, campaign, from, to, file, JsonOption };
        command.SetAction(async (parsed, ct) =>
        {
            if (parsed.GetRequiredValue(name) == "list") return await List(parsed.GetValue(JsonOption));
            if (!Reports.Reports.All.TryGetValue(parsed.GetRequiredValue(name), out var report)) return await Refuse(new ReportUnknown(parsed.GetRequiredValue(name)));
            var (request, unread) = ReportRequest.Parse(parsed.GetValue(campaign), parsed.GetValue(from), parsed.GetValue(to));
            if (unread is NoDay)
            {
                await Error.WriteLineAsync(unread.Sentence);
                return Usage;
            }

            if (request is null) return await Refuse(unread!);
            await using var session = Session.Open(parsed.GetValue(SettingsOption));
            var (table, no) = await session.Database.Read(r => report.Make(r, request), ct);
            if (table is null) return await Refuse(no!);
            using var made = table;
            var (written, tooMany) = ReportFormats.Write(parsed.GetValue(JsonOption) ? "json" : parsed.GetRequiredValue(format), made);
            return written is null ? await Refuse(tooMany!) : await Write(written, made, parsed.GetValue(file), ct);
        });
        return command;
    }

    private static async Task<int> List(bool json)
    {
        if (json) await Out.WriteLineAsync(ReadVerb.ToJson(ReportShape.Catalogue()));
        else foreach (var (name, report) in Reports.Reports.All) await Out.WriteLineAsync($"{name,-15} {report.About} ({Asked(report.Of)})");
        return Success;
    }

    private static string Asked(ReportOf of) => of switch { ReportOf.Campaign => "--campaign", ReportOf.Period => "--from and --to", _ => "--campaign, or --from and --to" };

    private static Task<int> Refuse(Refusal no) => Session.Tell<ReportTable>(no, false, t => t, _ => "");

    private static async Task<int> Write(Stream written, ReportTable table, FileInfo? target, CancellationToken ct)
    {
        await using var file = written;
        if (target is not null)
        {
            await using var to = target.Create();
            await file.CopyToAsync(to, ct);
            await Error.WriteLineAsync($"{table.Rows.Count} rows in {target.FullName}");
            return Success;
        }

        await using var output = System.Console.OpenStandardOutput();
        await file.CopyToAsync(output, ct);
        return Success;
    }
}
