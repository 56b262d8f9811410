using System.CommandLine;
using System.Text.Json;
using ChatOpsCompliance.Server.Api;
using ChatOpsCompliance.Server.EmergencyChanges;
using static ChatOpsCompliance.Server.Cli.CommandLine;

namespace ChatOpsCompliance.Server.Cli;

/// <summary>The reads of the API from the shell: the same parameters, the same JSON, without a server or a key.</summary>
internal static class ReadVerb
{
    private static readonly JsonSerializerOptions Indented = new(ApiJson.Options) { WriteIndented = true };

    public static Command Read()
    {
        var command = new Command("read", "what GET /api/v1/… answers, as JSON: campaigns, items, remediations, emergency-changes, deployments, reports, coverage");
        foreach (var read in new ApiReads(new PolicyBook([])).All) command.Add(One(read));
        return command;
    }

    public static string ToJson(object shape) => JsonSerializer.Serialize(shape, Indented);

    private static Command One(ApiRead read)
    {
        var one = new Argument<string>(read.One?.ToUpperInvariant() ?? "ONE");
        var options = read.Fields.Select(f => new Option<string?>($"--{f.Name}") { Description = $"{f.About}{(f.Values is { } values ? $" ({string.Join(", ", values)})" : "")}", HelpName = "VALUE", Required = f.Required }).ToList();
        var command = new Command(read.Verb, read.About);
        if (read.One is not null) command.Add(one);
        foreach (var option in options) command.Add(option);
        command.Add(JsonOption);
        command.SetAction(async (parsed, ct) =>
        {
            var given = read.Fields.Zip(options, (field, option) => (field.Name, Value: parsed.GetValue(option))).Where(g => g.Value is not null).ToDictionary(g => g.Name, g => g.Value!, StringComparer.Ordinal);
            await using var session = Session.Open(parsed.GetValue(SettingsOption));
            var known = session.Get<ApiReads>().All.Single(r => r.Path == read.Path);
            var answer = await session.Database.Read(r => known.Ask(r, ReadCaller.Shell, given, read.One is not null ? parsed.GetRequiredValue(one) : ""), ct);
            return await Tell(answer, ct);
        });
        return command;
    }

    private static async Task<int> Tell(ReadAnswer answer, CancellationToken ct)
    {
        if (answer.No is { } no)
        {
            await Error.WriteLineAsync(no.Detail);
            return no.Status == StatusCodes.Status400BadRequest ? Usage : Refused;
        }

        if (answer.File is { } file)
        {
            await using var output = System.Console.OpenStandardOutput();
            await using (file) await file.CopyToAsync(output, ct);
        }
        else
        {
            await Out.WriteLineAsync(ToJson(answer.Body!));
        }

        return Success;
    }
}
