using System.CommandLine;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Server.Reports;
using static ChatOpsCompliance.Server.Cli.CommandLine;

namespace ChatOpsCompliance.Server.Cli;

internal static class ReportVerb
{
    public static Command Report()
    {
        var name = new Argument<string>("NAME") { Description = "a report of the catalogue, or 'list'" };
        var format = new Option<string>("--format") { Description = string.Join(" or ", ReportFormats.All.Keys), DefaultValueFactory = _ => "csv" };
        var campaign = new Option<string?>("--campaign") { Description = "the campaign's id" };
        var file = new Option<FileInfo?>("--out") { Description = "the file to write (default: standard output)" };
        format.AcceptOnlyFromAmong([.. ReportFormats.All.Keys]);
        var command = new Command("report", "writes a report; 'report list' names them all") { name, format, campaign, file };
        command.SetAction(async (parsed, ct) =>
        {
            if (parsed.GetRequiredValue(name) == "list")
            {
                foreach (var (known, report) in Reports.Reports.All) await Out.WriteLineAsync($"{known}  {report.About}");
                return Success;
            }

            if (!Reports.Reports.All.TryGetValue(parsed.GetRequiredValue(name), out var asked)) return await Session.Tell<ReportTable>(new ReportUnknown(parsed.GetRequiredValue(name)), false, t => t, _ => "");
            await using var session = Session.Open(parsed.GetValue(SettingsOption));
            Id<Campaign>? id = Id<Campaign>.TryParse(parsed.GetValue(campaign), out var read) ? read : null;
            var (table, no) = await session.Database.Read(r => asked.Make(r, new(id)), ct);
            if (table is null) return await Session.Tell<ReportTable>(no!, false, t => t, _ => "");
            var (bytes, tooMany) = ReportFormats.Write(parsed.GetRequiredValue(format), table);
            if (bytes is null) return await Session.Tell<ReportTable>(tooMany!, false, t => t, _ => "");
            if (parsed.GetValue(file) is { } target)
            {
                await File.WriteAllBytesAsync(target.FullName, bytes, ct);
                await Error.WriteLineAsync($"{table.Rows.Count} rows in {target.FullName}");
            }
            else
            {
                await using var output = System.Console.OpenStandardOutput();
                await output.WriteAsync(bytes, ct);
            }

            return Success;
        });
        return command;
    }
}
