using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ChatOpsCompliance.Server.Configuration;
using ChatOpsCompliance.Server.Tests.Sources.GitHub;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Startup;

/// <summary>Every fault is named at once, with its key; nothing starts on a configuration that has one.</summary>
public sealed class AnInvalidConfiguration : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("settings-").FullName;

    [Fact]
    public void Names_every_fault_at_once()
    {
        var file = Written("""
            {
              "Storage": { "Provider": "Oracle", "Conection": "x" },
              "Evidence": { "SigningKey": "not a key" },
              "Systems": { "GitHub": { "Owner": "nobody" } },
              "Reviews": { "q": { "Scope": "system:aws", "Cron": "9 9", "TimeZone": "Mars/Olympus", "DurationDays": "0", "Owner": "a@b.c" } },
              "Extra": {}
            }
            """);

        var faults = Assert.Throws<InvalidSettingsException>(() => SettingsFile.Load(file)).Faults;

        Assert.Equal(
            [
                "Evidence:SigningKey: is no ECDSA P-256 private key in PEM (make one: openssl ecparam -name prime256v1 -genkey -noout)",
                "Extra: is no known section",
                "Reviews:q:Cron: '9 9' does not have five fields (minute hour day month weekday)",
                "Reviews:q:DurationDays: '0' is not a number from 1 to 90",
                "Reviews:q:Fallback: is missing: the e-mail of who reviews when nobody else can",
                "Reviews:q:Scope: there is no system aws under Systems",
                "Reviews:q:TimeZone: 'Mars/Olympus' is no known time zone",
                "Storage:Conection: is no known setting",
                "Storage:Provider: 'Oracle' is not one of Sqlite, SqlServer",
                "Systems:GitHub: names are lower-case letters, digits and hyphens",
                "Systems:GitHub:Owner: 'nobody' is no e-mail address",
            ],
            faults);
    }

    [Fact]
    public void Of_Teams_is_named_too()
    {
        var file = Written("""
            { "Teams": { "AppId": "the bot", "AppPassword": "x", "ManagedIdentity": "system", "Authority": "http://sign-in.example", "AllowUnauthenticated": "true", "OtherTenants": "fabrikam" } }
            """);

        Assert.Equal(
            [
                "Teams:AllowUnauthenticated: is for a stand-in on this machine: Teams:ServiceUrl has to be there too",
                "Teams:AppId: 'the bot' is no application id, such as 00000000-0000-0000-0000-000000000000",
                "Teams:Authority: 'http://sign-in.example' is no https address (http only on this machine)",
                "Teams:ComplianceChannel: is missing: the id of the compliance team's channel, such as 19:…@thread.tacv2",
                "Teams:OtherTenants: 'fabrikam' is no tenant id",
                "Teams:TenantId: is missing: the directory (tenant) id of the organisation",
            ],
            Assert.Throws<InvalidSettingsException>(() => SettingsFile.Load(file)).Faults);
        Assert.Contains(
            "Teams: says several ways to sign in: leave one of AppPassword, CertificateThumbprint and ManagedIdentity",
            Assert.Throws<InvalidSettingsException>(() => SettingsFile.Load(Written("""{ "Teams": { "AppPassword": "x", "ManagedIdentity": "system" } }"""))).Faults);
        Assert.Contains("Teams: says no way to sign in: AppPassword, CertificateThumbprint or ManagedIdentity", Assert.Throws<InvalidSettingsException>(() => SettingsFile.Load(Written("""{ "Teams": { "Guests": "true" } }"""))).Faults);
    }

    [Fact]
    public void Of_emergency_changes_is_named_too()
    {
        var file = Written("""
            {
              "EmergencyChanges": {
                "Groups": { "on-call": "ada" },
                "Policies": {
                  "production": {
                    "Owner": "x", "Approvers": "on-call, nobody", "ApprovalsBefore": "3", "BreakGlass": "perhaps", "WindowMinutes": "481", "UsualHours": "9", "StandingRule": "yes",
                    "Baselines": "acme/app=abc", "Wrong": "1"
                  }
                },
                "ActionDays": { "Drift": "0" }
              }
            }
            """);

        var faults = Assert.Throws<InvalidSettingsException>(() => SettingsFile.Load(file)).Faults;

        const string policy = "EmergencyChanges:Policies:production";
        Assert.Equal(
            [
                "EmergencyChanges:ActionDays:Drift: '0' is not a number from 1 to 30",
                "EmergencyChanges:Groups:on-call: 'ada' is no e-mail, title:PATTERN or department:PATTERN",
                $"{policy}:ApprovalsBefore: '3' is not a number from 1 to 2",
                $"{policy}:Approvers: there is no group nobody under EmergencyChanges:Groups",
                $"{policy}:Baselines: 'acme/app=abc' is no repository and whole commit such as acme/app=0123…",
                $"{policy}:BreakGlass: 'perhaps' is not one of true, false",
                $"{policy}:Owner: 'x' is no e-mail address",
                $"{policy}:Repositories: is missing: which repositories it covers, such as 'acme/*'",
                $"{policy}:StandingRule: 'yes' is not one of none, pull-request",
                $"{policy}:TimeZone: is missing: an IANA or Windows time zone such as Europe/Berlin",
                $"{policy}:UsualHours: '9' is no pair of hours such as 9-17",
                $"{policy}:WindowMinutes: '481' is not a number from 5 to 480",
                $"{policy}:Wrong: is no known setting",
            ],
            faults);
    }

    [Fact]
    public void Of_controls_is_named_too()
    {
        var file = Written("""
            {
              "Controls": {
                "access": { "Criteria": "CC6.2, SOC", "Owner": "grace", "Frequency": "often", "Systems": "nowhere", "EvidencedBy": "review:none, hope, review, leavers, extracts, extracts", "Wrong": "1" },
                "changes": { "Criteria": "CC8.1", "Statement": "x", "Owner": "g@example.com", "Frequency": "each", "EvidencedBy": "extracts, deployments" }
              }
            }
            """);

        var faults = Assert.Throws<InvalidSettingsException>(() => SettingsFile.Load(file)).Faults;

        Assert.Equal(
            [
                "Controls:access:Criteria: 'SOC' is no criterion such as CC6.2 or A1.2",
                "Controls:access:EvidencedBy: 'extracts' stands there twice",
                "Controls:access:EvidencedBy: 'hope' is not one of review:NAME, extracts, remediation, leavers, emergency-changes, deployments, gates",
                "Controls:access:EvidencedBy: 'review' is not one of review:NAME, extracts, remediation, leavers, emergency-changes, deployments, gates",
                "Controls:access:EvidencedBy: leavers has no schedule: its frequency is 'each'",
                "Controls:access:EvidencedBy: there is no review none under Reviews",
                "Controls:access:Frequency: 'often' is not one of each, daily, weekly, monthly, quarterly, half-yearly, yearly",
                "Controls:access:Owner: 'grace' is no e-mail address",
                "Controls:access:Statement: is missing: what the company says it does, such as 'Access is reviewed each quarter by who knows the work.'",
                "Controls:access:Systems: there is no system nowhere under Systems",
                "Controls:access:Wrong: is no known setting",
                "Controls:changes:EvidencedBy: extracts happens by the calendar: say how often (daily, weekly, monthly, quarterly, half-yearly, yearly)",
            ],
            faults);
    }

    [Fact]
    public void Of_the_GitHub_App_is_named_too_and_shows_no_secret()
    {
        var file = Written("""
            { "Gates": { "GitHub": { "AppId": "shop", "PrivateKey": "pem-with-a-secret", "WebhookSecret": "short", "ApiBaseUrl": "http://api.example.com", "System": "gitlab", "Owner": "acme" } } }
            """);

        var faults = Assert.Throws<InvalidSettingsException>(() => SettingsFile.Load(file)).Faults;

        Assert.Equal(
            [
                "Gates:GitHub:ApiBaseUrl: 'http://api.example.com' is no https address (http only on this machine)",
                "Gates:GitHub:AppId: is missing or no number: the App ID on the App's settings page",
                "Gates:GitHub:Owner: is no known setting",
                "Gates:GitHub:PrivateKey: is no RSA private key in PEM of 2048 bits or more",
                "Gates:GitHub:System: there is no system gitlab under Systems, so nobody would be known behind a GitHub account",
                "Gates:GitHub:WebhookSecret: is missing or shorter than 16 characters: without it nothing proves that a webhook comes from GitHub",
            ],
            faults);
    }

    [Fact]
    public void Of_other_gates_is_named_too()
    {
        var file = Written("""
            {
              "Gates": {
                "AzureDevOps": { "Hosts": "https://dev.azure.com/acme, http://dev.azure.com/acme" },
                "OpenId": {
                  "actions": { "Issuer": "https://token.actions.githubusercontent.com", "RepositoryOwnerId": "acme" },
                  "twice": { "Issuer": "https://token.actions.githubusercontent.com", "Audience": "us", "RepositoryOwnerId": "7", "Metadata": "ftp://example.com" }
                }
              }
            }
            """);

        var faults = Assert.Throws<InvalidSettingsException>(() => SettingsFile.Load(file)).Faults;

        Assert.Equal(
            [
                "Gates:AzureDevOps:Hosts: 'http://dev.azure.com/acme' is no https address (http only on this machine)",
                "Gates:OpenId: https://token.actions.githubusercontent.com is the issuer of actions and twice: name it once",
                "Gates:OpenId:actions:Audience: is missing: the audience that pipelines ask their token for; best the address of this service",
                "Gates:OpenId:actions:RepositoryOwnerId: 'acme' is no number",
                "Gates:OpenId:twice:Metadata: 'ftp://example.com' is no https address (http only on this machine)",
            ],
            faults);
    }

    [Theory]
    [InlineData("{ \"Storage\": ", "line")]
    [InlineData("[]", "")]
    public void That_is_no_JSON_object_is_refused(string text, string says)
    {
        var refused = Assert.Throws<InvalidSettingsException>(() => SettingsFile.Load(Written(text)));

        Assert.Contains(says, refused.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void That_is_not_there_is_refused_by_name() =>
        Assert.Contains("nowhere.json", Assert.Throws<InvalidSettingsException>(() => SettingsFile.Load(Path.Combine(folder, "nowhere.json"))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_secret_comes_from_a_file_and_a_missing_file_is_named()
    {
        File.WriteAllText(Path.Combine(folder, "key.pem"), ChatOpsCompliance.Server.Evidence.SigningKey.NewPem());
        var good = Written($$"""{ "Evidence": { "SigningKey__File": "{{Path.Combine(folder, "key.pem")}}" } }""");
        var (settings, _) = SettingsFile.Load(good);
        Assert.StartsWith("-----BEGIN PRIVATE KEY-----", settings.SigningKey, StringComparison.Ordinal);

        var bad = Written("""{ "Evidence": { "SigningKey__File": "/nowhere/key.pem" } }""");
        Assert.Contains("/nowhere/key.pem", Assert.Throws<InvalidSettingsException>(() => SettingsFile.Load(bad)).Faults[0], StringComparison.Ordinal);
    }

    [Fact]
    public void The_template_shows_every_key_there_is_and_no_other()
    {
        var template = Path.Combine(Repository(), "appsettings.template.json");
        var configuration = new ConfigurationBuilder().AddJsonFile(template).Build();
        foreach (var (secret, _) in configuration.AsEnumerable().Where(p => p.Key.EndsWith("__File", StringComparison.Ordinal)).ToList())
        {
            configuration[secret] = null;
            configuration[secret.Replace("__File", "", StringComparison.Ordinal)] = secret.EndsWith("PrivateKey__File", StringComparison.Ordinal) ? FakeGitHub.PrivateKey : ChatOpsCompliance.Server.Evidence.SigningKey.NewPem();
        }

        var topLevel = configuration.GetChildren().Select(c => c.Key).ToList();
        var (_, faults, known) = Settings.Read(configuration, topLevel);

        Assert.Equal(["Teams: is configured beside Slack: the bot lives in one of them"], faults);
        foreach (var left in new[] { "Teams", "Slack" })
        {
            var one = new ConfigurationBuilder().AddInMemoryCollection(configuration.AsEnumerable().Where(p => !p.Key.StartsWith(left, StringComparison.Ordinal))).Build();
            Assert.Empty(Settings.Read(one, topLevel).Faults);
        }

        var shown = Keys(JsonNode.Parse(File.ReadAllText(template), documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip })!.AsObject(), "").Select(k => k.Replace("__File", "", StringComparison.Ordinal));
        Assert.Equal(known.Where(k => k != "Demo:Folder").Append("Public:BaseUrl").Select(AnyName).Distinct().Order(StringComparer.Ordinal), shown.Select(AnyName).Distinct().Order(StringComparer.Ordinal));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static IEnumerable<string> Keys(JsonObject node, string prefix) => node.SelectMany(p => p.Value is JsonObject child ? Keys(child, $"{prefix}{p.Key}:") : [prefix + p.Key]);

    /// <summary>What may be there several times, under names of one's own, is shown whole at least once.</summary>
    private static string AnyName(string key) => Regex.Replace(key, "(?<=^(Systems|Reviews|Controls|Gates:OpenId|Reviews:[^:]+:Attestations):)[^:]+", "*", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    private static string Repository()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "ChatOpsCompliance.sln"))) at = at.Parent;
        return at!.FullName;
    }

    private string Written(string json)
    {
        var path = Path.Combine(folder, Guid.NewGuid().ToString("N") + ".json");
        File.WriteAllText(path, json);
        return path;
    }
}
