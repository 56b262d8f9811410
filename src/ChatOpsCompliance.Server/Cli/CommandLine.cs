using System.CommandLine;
using System.Data.Common;
using System.Globalization;
using System.Net.Sockets;
using ChatOpsCompliance.Server.Configuration;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Cli;

/// <summary>The verbs. Exit codes: 0 done; 1 refused, or the check failed; 2 wrong usage or configuration; 3 something it depends on is unavailable.</summary>
public static class CommandLine
{
    public const int Success = 0, Refused = 1, Usage = 2, Unavailable = 3;

    internal static readonly Option<string?> SettingsOption = new("--settings") { Description = "the settings file (default: appsettings.json here, if there is one)", Recursive = true, HelpName = "FILE" };

    internal static readonly Option<bool> JsonOption = new("--json") { Description = "print JSON" };

    internal static readonly Option<bool> DryRunOption = new("--dry-run") { Description = "say what would happen and change nothing" };

    public static async Task<int> Run(string[] args)
    {
        // One way to write dates and numbers, whatever machine it runs on: they stand in files and in the audit log.
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var root = new RootCommand("Access reviews, emergency changes and audit evidence for SOC 2, in chat.")
        {
            SettingsOption,
            RunVerb.Run(),
            DemoVerb.Demo(),
            MigrateVerb.Migrate(),
            DoctorVerb.Doctor(),
            ImportVerbs.Import(),
            CampaignVerbs.Campaign(),
            ReportVerb.Report(),
            ReadVerb.Read(),
            LedgerVerbs.Ledger(),
            EvidenceVerbs.Evidence(),
            OutboxVerbs.Outbox(),
            BackupVerb.Backup(),
            KeyVerbs.Keys(),
        };
        root.SetAction((parsed, ct) => RunVerb.Serve(parsed.GetValue(SettingsOption), ct));
        var result = root.Parse(args);
        if (result.Errors.Count > 0)
        {
            foreach (var error in result.Errors) await Error.WriteLineAsync(error.Message);
            await Error.WriteLineAsync("chatops-compliance --help lists the verbs; each has its own --help.");
            return Usage;
        }

        return await Guarded(() => result.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }));
    }

    internal static TextWriter Out => System.Console.Out;

    internal static TextWriter Error => System.Console.Error;

    /// <summary>Errors say what is wrong and what to do, not where in our code it was noticed.</summary>
    private static async Task<int> Guarded(Func<Task<int>> act)
    {
        try
        {
            return await act();
        }
        catch (InvalidSettingsException e)
        {
            await Error.WriteLineAsync(e.Message);
            return Usage;
        }
        catch (FileNotFoundException e)
        {
            await Error.WriteLineAsync(e.Message);
            return Usage;
        }
        catch (Exception e) when (e is DbException or SocketException or IOException or UnusableDatabaseException)
        {
            await Error.WriteLineAsync($"Not done; nothing was changed. {e.Message}");
            return Unavailable;
        }
    }
}
