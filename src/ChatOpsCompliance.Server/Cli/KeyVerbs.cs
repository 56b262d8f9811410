using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using ChatOpsCompliance.Server.Api;
using static ChatOpsCompliance.Server.Cli.CommandLine;

namespace ChatOpsCompliance.Server.Cli;

/// <summary>Keys of scripts. The secret is printed once, at its making, and is nowhere else.</summary>
internal static partial class KeyVerbs
{
    private static readonly Argument<string> Name = Named();

    private static readonly Option<int> Days = Within("--expires-days", "how many days it is valid, 1 to 730", 365, 1, 730);

    public static Command Keys() => new("keys", "keys of scripts, until a date: for the extracts of one system, for the gate questions and deployments of some repositories, or for reading") { List(), Create(), Rotate(), Revoke() };

    private static Command List()
    {
        var command = new Command("list", "every key, without its secret") { JsonOption };
        command.SetAction(async (parsed, ct) =>
        {
            await using var session = Session.Open(parsed.GetValue(SettingsOption));
            var (keys, now) = await session.Database.Read(async read => (await ApiKeyStore.All(read), read.Now), ct);
            if (parsed.GetValue(JsonOption)) await Out.WriteLineAsync(Session.ToJson(keys.Select(k => new { k.Id, k.Name, k.System, k.Repositories, k.Environments, k.Reads, k.FirstDay, k.LastDay, k.CreatedAt, k.ExpiresAt, k.RevokedAt, k.LastUsedAt, valid = k.ValidAt(now) })));
            else if (keys.Count == 0) await Out.WriteLineAsync("No key yet; 'keys create' makes one.");
            else foreach (var k in keys) await Out.WriteLineAsync($"{k.Name}  {k.Scope}  {k.Id}  made {k.CreatedAt:yyyy-MM-dd}, {State(k, now)}, {(k.LastUsedAt is { } used ? $"last used {used:yyyy-MM-dd HH:mm} UTC" : "never used")}");
            return Success;
        });
        return command;
    }

    private static Command Create()
    {
        var system = new Option<string?>("--system") { Description = "the system whose extracts it may hand in" };
        var repositories = new Option<string?>("--repositories") { Description = "a pipeline's: the repositories it speaks for, such as 'acme/*,shop/web'" };
        var environments = new Option<string?>("--environments") { Description = "a pipeline's: the environments it speaks for, such as production" };
        var reads = new Option<string?>("--reads") { Description = $"a reading key's: the role whose sight it has ({string.Join(", ", KeyReads.Roles)})", HelpName = "ROLE" };
        var (from, to) = (Day("--from", "an auditor's: the first day of what is audited, yyyy-MM-dd, UTC"), Day("--to", "an auditor's: its last day"));
        var command = new Command("create", "makes a key and prints it, this once") { Name, system, repositories, environments, reads, from, to, Days, DryRunOption, JsonOption };
        command.Validators.Add(given =>
        {
            var (s, r, e, l) = (given.GetValue(system) is not null, given.GetValue(repositories) is not null, given.GetValue(environments) is not null, given.GetValue(reads) is not null);
            if (r != e || new[] { s, r, l }.Count(one => one) != 1) given.AddError("Give either --system, or --repositories and --environments, or --reads.");
        });
        command.SetAction(async (parsed, ct) =>
        {
            await using var session = Session.Open(parsed.GetValue(SettingsOption));
            var dry = parsed.GetValue(DryRunOption);
            var (scope, no) = parsed.GetValue(reads) is { } role
                ? KeyReads.Of(role, parsed.GetValue(from), parsed.GetValue(to)).Then<KeyScope>(r => KeyScope.Reading(r))
                : parsed.GetValue(system) is { } one ? KeyScope.OfSystem(one) : KeyScope.OfPipelines(parsed.GetRequiredValue(repositories)!, parsed.GetRequiredValue(environments)!);
            var result = scope is null ? no! : await session.Get<MakeKeys>().Create(parsed.GetRequiredValue(Name), scope, parsed.GetValue(Days), session.Actor, dry, ct);
            return await Tell(parsed, result, dry, "");
        });
        return command;
    }

    private static Command Rotate()
    {
        var overlap = Within("--overlap-hours", "how long the old key stays valid, 0 to 720", 24, 0, 720);
        var command = new Command("rotate", "makes a new key of the name and ends the old one after an overlap") { Name, overlap, Days, DryRunOption, JsonOption };
        command.SetAction(async (parsed, ct) =>
        {
            await using var session = Session.Open(parsed.GetValue(SettingsOption));
            var (dry, hours) = (parsed.GetValue(DryRunOption), parsed.GetValue(overlap));
            var result = await session.Get<MakeKeys>().Rotate(parsed.GetRequiredValue(Name), TimeSpan.FromHours(hours), parsed.GetValue(Days), session.Actor, dry, ct);
            return await Tell(parsed, result, dry, hours == 0 ? " The old one is not valid any more." : $" The old one is valid for {hours} more hours.");
        });
        return command;
    }

    private static Command Revoke()
    {
        var command = new Command("revoke", "ends every key of the name at once") { Name, DryRunOption, JsonOption };
        command.SetAction(async (parsed, ct) =>
        {
            await using var session = Session.Open(parsed.GetValue(SettingsOption));
            var dry = parsed.GetValue(DryRunOption);
            var result = await session.Get<MakeKeys>().Revoke(parsed.GetRequiredValue(Name), session.Actor, dry, ct);
            return await Session.Tell(result, parsed.GetValue(JsonOption), n => dry ? new { wouldRevoke = n } : (object)new { revoked = n }, n => $"{(dry ? "Would revoke" : "Revoked")} {n} {(n == 1 ? "key" : "keys")} of the name.");
        });
        return command;
    }

    private static Task<int> Tell(ParseResult parsed, Result<NewKey> result, bool dry, string more) => Session.Tell(result, parsed.GetValue(JsonOption), k => new { k.Text, k.Id, k.Name, k.Scope.System, k.Scope.Repositories, k.Scope.Environments, k.Scope.Reads, k.ExpiresAt }, k => dry
        ? $"Would make a key {k.Name} for {k.Scope}, valid until {k.ExpiresAt:yyyy-MM-dd}."
        : $"{k.Text}\nThis is the key {k.Name} for {k.Scope}, valid until {k.ExpiresAt:yyyy-MM-dd}. It is shown this once and kept nowhere; put it where the script reads it.{more}");

    private static string State(ApiKey key, DateTimeOffset now) =>
        key.RevokedAt is { } revoked ? $"revoked {revoked:yyyy-MM-dd}" : key.ValidAt(now) ? $"valid until {key.ExpiresAt:yyyy-MM-dd HH:mm} UTC" : $"expired {key.ExpiresAt:yyyy-MM-dd}";

    private static Argument<string> Named()
    {
        var name = new Argument<string>("NAME") { Description = "lower-case letters, digits and hyphens, such as github-nightly" };
        name.Validators.Add(given =>
        {
            if (!NameForm().IsMatch(given.GetValueOrDefault<string>())) given.AddError("NAME has lower-case letters, digits and hyphens only, at most 100.");
        });
        return name;
    }

    private static Option<DateOnly?> Day(string name, string what) => new(name)
    {
        Description = what,
        HelpName = "DAY",
        CustomParser = given =>
        {
            if (DateOnly.TryParseExact(given.Tokens[0].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
            given.AddError($"{name} is a date like 2026-01-31.");
            return null;
        },
    };

    private static Option<int> Within(string name, string what, int otherwise, int least, int most)
    {
        var option = new Option<int>(name) { Description = what, DefaultValueFactory = _ => otherwise };
        option.Validators.Add(given =>
        {
            if (given.GetValue(option) is var n && (n < least || n > most)) given.AddError($"{name} is a number from {least} to {most}.");
        });
        return option;
    }

    [GeneratedRegex("^[a-z0-9-]{1,100}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex NameForm();
}
