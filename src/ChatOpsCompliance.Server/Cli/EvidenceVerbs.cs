using System.CommandLine;
using ChatOpsCompliance.Server.Bundles;
using ChatOpsCompliance.Server.Reports;
using static ChatOpsCompliance.Server.Cli.CommandLine;

namespace ChatOpsCompliance.Server.Cli;

internal static class EvidenceVerbs
{
    public static Command Evidence() => new("evidence", "bundles of evidence for auditors") { Bundle(), Verify() };

    private static Command Bundle()
    {
        var from = new Option<string>("--from") { Description = "the first day of the period, yyyy-MM-dd, UTC", HelpName = "DAY", Required = true };
        var to = new Option<string>("--to") { Description = "the last day of the period", HelpName = "DAY", Required = true };
        var file = new Option<FileInfo>("--out") { Description = "the zip to write; nothing may be there", HelpName = "FILE.zip", Required = true };
        var command = new Command("bundle", "writes everything an auditor is to have of a period as one signed zip") { from, to, file, JsonOption };
        command.SetAction(async (parsed, ct) =>
        {
            var (request, unread) = ReportRequest.Parse(null, parsed.GetValue(from), parsed.GetValue(to));
            if (request is null)
            {
                await Error.WriteLineAsync(unread!.Sentence);
                return Usage;
            }

            await using var session = Session.Open(parsed.GetValue(SettingsOption));
            var path = parsed.GetRequiredValue(file).FullName;
            return await Session.Tell(
                await session.Get<MakeBundle>().Run(request, path, session.Actor, ct),
                parsed.GetValue(JsonOption),
                made => new { file = path, made.Hash, made.Size, made.From, made.To, made.LastEntry, made.LastHash, signer = session.Get<Evidence.SigningKey>().Fingerprint },
                made => $"{path}: {made.Size} bytes, SHA-256 {made.Hash}.\nSigned with {session.Get<Evidence.SigningKey>().Fingerprint}: tell the auditor this fingerprint by another way than the file, and where they find checkpoints.");
        });
        return command;
    }

    private static Command Verify()
    {
        var file = new Argument<FileInfo>("FILE.zip") { Description = "the bundle" };
        var key = new Option<string?>("--key") { Description = "the signer's fingerprint, from somebody you trust", HelpName = "FINGERPRINT" };
        var checkpoints = new Option<FileInfo?>("--checkpoints") { Description = "checkpoints kept outside the database, one JSON line each", HelpName = "FILE" };
        var authority = new Option<FileInfo?>("--tsa-certificate") { Description = "certificates of the time-stamp authority, PEM, from somebody you trust", HelpName = "FILE.pem" };
        var command = new Command("verify", "says whether a bundle fits together, what that proves and what not; needs no server, database, network or settings") { file, key, checkpoints, authority, JsonOption };
        command.SetAction(async (parsed, ct) =>
        {
            var kept = parsed.GetValue(checkpoints);
            var elsewhere = new FromElsewhere(parsed.GetValue(key), kept is null ? [] : await File.ReadAllBytesAsync(kept.FullName, ct), parsed.GetValue(authority) is { } pem ? await File.ReadAllTextAsync(pem.FullName, ct) : null);
            var verdict = VerifyBundle.Of(parsed.GetRequiredValue(file).FullName, elsewhere);
            await Out.WriteLineAsync(parsed.GetValue(JsonOption) ? Session.ToJson(verdict) : verdict.ToString());
            return verdict.Fits ? Success : Refused;
        });
        return command;
    }
}
