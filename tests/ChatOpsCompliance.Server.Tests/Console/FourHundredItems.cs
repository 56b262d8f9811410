using System.Globalization;
using System.Text.Json.Nodes;
using ChatOpsCompliance.Access;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Demo;
using ChatOpsCompliance.Server.Sources.Csv;

namespace ChatOpsCompliance.Server.Tests.Console;

/// <summary>
/// The demo with one more review, in which Mia has 400 items: four people, a hundred repositories each; 20 are flagged (no multi-factor sign-in, unused
/// or privileged), some have no known last use.
/// </summary>
internal static class FourHundredItems
{
    public const int All = 400, Flagged = 20;

    private static readonly string[] Holders = ["ada", "noah", "lena", "tom"];

    public static async Task<Id<Campaign>> Launch(ConsoleHost host)
    {
        await host.Restart(settings =>
        {
            var json = JsonNode.Parse(settings)!;
            var review = json["Reviews"]![DemoCompany.Review]!.DeepClone();
            review["Title"] = "Repository review";
            review["Scope"] = "system:github";
            json["Reviews"]!["repositories"] = review;
            return json.ToJsonString();
        });
        var file = Path.Combine(host.Folder, "github-400.csv");
        await File.WriteAllLinesAsync(file, Grants(host.Clock.GetUtcNow()).Prepend("account,account_type,person_email,owner_email,entitlement,environment,privileged,mfa,granted_at,last_used_at,expires_at"));
        var facts = new ExtractFacts(host.Clock.GetUtcNow().AddMinutes(-5), "omar@lumen.example", DemoCompany.Method, All);
        _ = (await host.Get<ImportAccess>().Run(new("github", facts, new CsvAccessSource(file), file) { LookedAt = "a test" }, Actor.Shell("test"))).Value;
        return (await host.Get<LaunchCampaign>().Run("repositories", null, Actor.Shell("test"))).Value.Campaign!.Value;
    }

    private static IEnumerable<string> Grants(DateTimeOffset now)
    {
        var people = Holders;
        for (var i = 0; i < All; i++)
        {
            var (who, repository) = (people[i % people.Length], $"service-{(i / people.Length) + 1:000}");
            var (privileged, mfa, used) = i switch
            {
                < 8 => ("true", "true", Days(3)),
                < 14 => ("false", "true", Days(200)),
                < Flagged => ("false", "false", Days(5)),
                _ => ("false", "true", i % 7 == 0 ? "" : Days(i % 60)),
            };
            yield return $"{who},human,{who}@lumen.example,,{repository}: {(privileged == "true" ? "admin" : "write")},,{privileged},{mfa},{Days(300)},{used},";
        }

        string Days(int ago) => now.AddDays(-ago).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }
}
