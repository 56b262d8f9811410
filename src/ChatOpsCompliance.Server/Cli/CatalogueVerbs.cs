using System.CommandLine;
using ChatOpsCompliance.Server.Access;
using static ChatOpsCompliance.Server.Cli.CommandLine;

namespace ChatOpsCompliance.Server.Cli;

/// <summary>What the entitlements of a system mean, and who is behind its accounts.</summary>
internal static class CatalogueVerbs
{
    public static Command Entitlements() => Make(
        "entitlements",
        "titles, meaning, owners, birthright: the whole catalogue of a system",
        "entitlement,title,allows,owner_email,privileged,birthright as CSV",
        "entitlement",
        import => import.Entitlements);

    public static Command Accounts() => Make(
        "accounts",
        "which person is behind which account of a system; counts before the e-mail in an extract",
        "account,person_email as CSV",
        "account",
        import => import.Accounts);

    private delegate Task<Result<CatalogueSummary>> Take(string system, string path, Actor actor, bool dryRun, CancellationToken ct);

    private static Command Make(string name, string does, string columns, string thing, Func<ImportCatalogue, Take> take)
    {
        var file = new Argument<FileInfo>("FILE") { Description = columns };
        var system = new Option<string>("--system") { Description = "a system of the configuration", Required = true };
        var command = new Command(name, does) { file, system, DryRunOption, JsonOption };
        command.SetAction(async (parsed, ct) =>
        {
            var path = ImportVerbs.Existing(parsed.GetRequiredValue(file));
            await using var session = Session.Open(parsed.GetValue(SettingsOption));
            var dry = parsed.GetValue(DryRunOption);
            var result = await take(session.Get<ImportCatalogue>())(parsed.GetRequiredValue(system), path, session.Actor, dry, ct);
            return await Session.Tell(result, parsed.GetValue(JsonOption), s => s, s =>
                $"{(dry ? "Would import" : "Imported")} {s.Count} {thing}{(s.Count == 1 ? "" : "s")} of {s.System}: {s.Added} new, {s.Changed} changed, {s.Removed} gone.{ImportVerbs.Unknown(s.UnknownColumns)}{string.Concat(s.Notes.Select(n => $"\n  {n}"))}");
        });
        return command;
    }
}
