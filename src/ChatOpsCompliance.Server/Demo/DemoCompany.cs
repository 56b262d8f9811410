using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Sources.Csv;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Demo;

/// <summary>
/// The demo's company: a roster and two systems, taken in through the same doors as a real one, and a review launched. Its files lie in the
/// demo's folder, to be looked at and changed. Times in them are written <c>@-120d</c>: that many days before the demo was made.
/// </summary>
public sealed partial class DemoCompany(ImportPeople people, ImportAccess access, ImportCatalogue catalogue, LaunchCampaign launch, EngageAuditors auditors, Database database, TimeProvider clock)
{
    public const string Review = "quarterly-access", Method = "admin export, all members and roles";

    private static readonly Actor Founder = new(null, "demo");

    /// <exception cref="InvalidOperationException">The demo's own files were refused: a bug.</exception>
    public async Task Fill(string folder, CancellationToken ct)
    {
        var company = Path.Combine(folder, "company");
        Directory.CreateDirectory(company);
        var now = clock.GetUtcNow();
        foreach (var name in (string[])["people.csv", "github.csv", "aws.csv", "github-after.csv", "github-entitlements.csv", "aws-entitlements.csv", "github-accounts.csv"]) await File.WriteAllTextAsync(Path.Combine(company, name), Text(name, now), ct);
        _ = (await people.Run(Path.Combine(company, "people.csv"), Founder, null, dryRun: false, ct)).Value;
        foreach (var system in (string[])["github", "aws"]) _ = (await catalogue.Entitlements(system, Path.Combine(company, $"{system}-entitlements.csv"), Founder, dryRun: false, ct)).Value;
        _ = (await catalogue.Accounts("github", Path.Combine(company, "github-accounts.csv"), Founder, dryRun: false, ct)).Value;
        await Import("github", Path.Combine(company, "github.csv"), now.AddHours(-2), ct);
        await Import("aws", Path.Combine(company, "aws.csv"), now.AddHours(-3), ct);
        _ = (await launch.Run(Review, null, Founder, ct: ct)).Value;
        var (from, until) = (new DateOnly(now.Year, 1, 1), DateOnly.FromDateTime(now.UtcDateTime).AddDays(300));
        _ = (await database.InTransaction<AuditorInvited>(Founder, async tx => await auditors.Engage(tx, "Vera Lindqvist", "vera@lumen.example", from, from.AddYears(1).AddDays(-1), until, (await PeopleStore.ByEmail(tx, "grace@lumen.example"))!.Id), ct: ct)).Value;
    }

    private async Task Import(string system, string path, DateTimeOffset extractedAt, CancellationToken ct)
    {
        var rows = (await File.ReadAllLinesAsync(path, ct)).Length - 1;
        var facts = new ChatOpsCompliance.Access.ExtractFacts(extractedAt, system == "github" ? "omar@lumen.example" : "aiko@lumen.example", Method, rows);
        _ = (await access.Run(new(system, facts, new CsvAccessSource(path), path), Founder, ct: ct)).Value;
    }

    private static string Text(string name, DateTimeOffset now)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream($"ChatOpsCompliance.Server.Demo.Company.{name}")!);
        return DaysAgo().Replace(reader.ReadToEnd(), m => LedgerEntry.Time(now.AddDays(-int.Parse(m.Groups["days"].Value, CultureInfo.InvariantCulture))));
    }

    [GeneratedRegex("@-(?<days>[0-9]+)d", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DaysAgo();
}
