using ChatOpsCompliance.Access;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Configuration;

/// <summary>The whole configuration, checked. <c>appsettings.template.json</c> shows every key.</summary>
public sealed record Settings
{
    public required Engine Engine { get; init; }

    public required string ConnectionString { get; init; }

    /// <summary>PEM; null when none is configured, and then no checkpoint can be signed.</summary>
    public required string? SigningKey { get; init; }

    public required string? CheckpointFile { get; init; }

    /// <summary>For how long evidence is kept; null for ever.</summary>
    public int? RetentionMonths { get; init; }

    /// <summary>Where bundles that are made in the console are kept; null when none are made there.</summary>
    public string? BundleFolder { get; init; }

    /// <summary>Who stamps bundles (RFC 3161); null when nobody does.</summary>
    public Uri? TimestampAuthority { get; init; }

    public required Uri PublicBaseUrl { get; init; }

    /// <summary>Where metrics and health are heard besides; null when metrics want a key instead.</summary>
    public int? ManagementPort { get; init; }

    public required ChatHome Home { get; init; }

    /// <summary>Null when Slack is not configured.</summary>
    public SlackSettings? Slack { get; init; }

    /// <summary>Null when Teams is not configured.</summary>
    public TeamsSettings? Teams { get; init; }

    /// <summary>Null when no GitHub App is configured.</summary>
    public GitHubSettings? GitHub { get; init; }

    /// <summary>Null when no organisation of Azure DevOps is configured.</summary>
    public AzureDevOpsSettings? AzureDevOps { get; init; }

    /// <summary>Whose tokens prove which pipeline asks.</summary>
    public IReadOnlyList<OpenIdSettings> OpenId { get; init; } = [];

    public ChatOpsCompliance.People.WorkingHours WorkingHours { get; init; } = ChatOpsCompliance.People.WorkingHours.Usual;

    /// <summary>Who has which role: e-mails, and values of the provider's role claim.</summary>
    public required IReadOnlyDictionary<string, IReadOnlySet<string>> Roles { get; init; }

    public LimitSettings Limits { get; init; } = new(0, 0, 0);

    /// <summary>How people sign in to the console; null when they can't.</summary>
    public ConsoleSettings? Console { get; init; }

    public required IReadOnlyList<SystemDefinition> Systems { get; init; }

    /// <summary>Entitlements that nobody may have together.</summary>
    public IReadOnlyList<Conflict> Conflicts { get; init; } = [];

    public required IReadOnlyList<ReviewDefinition> Reviews { get; init; }

    /// <summary>What the company says it does, and by what that is shown.</summary>
    public IReadOnlyList<ChatOpsCompliance.Controls.Control> Controls { get; init; } = [];

    /// <summary>Who approves emergency changes, and where.</summary>
    public EmergencySettings Emergencies { get; init; } = EmergencySettings.None;

    /// <summary>Set only in a demo's own configuration: where its files are.</summary>
    public required string? DemoFolder { get; init; }

    private static readonly string[] Sections = ["Storage", "Evidence", "Public", "Chat", "Slack", "Teams", "Gates", "Console", "Limits", "Systems", "Conflicts", "Reviews", "Controls", "EmergencyChanges", "Management", "Demo"];

    private static readonly string[] Foreign = ["Logging", "AllowedHosts", "Kestrel", "Urls"];

    /// <summary>Reads and checks everything; every fault is named at once.</summary>
    /// <param name="topLevel">The top-level keys of the settings file, to find unknown ones.</param>
    public static (Settings? Settings, IReadOnlyList<string> Faults, IReadOnlySet<string> Known) Read(IConfiguration configuration, IEnumerable<string> topLevel)
    {
        var reader = new SettingsReader(configuration);
        var systems = reader.Names("Systems").Select(name => System(reader, $"Systems:{name}", name)).ToList();
        var (slack, teams) = (SlackOf(reader), TeamsSettings.Read(reader));
        var (emergencies, reviews) = (EmergencySettings.Read(reader), new ReviewSettings(reader, systems).All());
        var publicBaseUrl = Url(reader);
        var settings = new Settings
        {
            Engine = reader.OneOf("Storage:Provider", "Sqlite", "Sqlite", "SqlServer").Equals("SqlServer", StringComparison.OrdinalIgnoreCase) ? Engine.SqlServer : Engine.Sqlite,
            ConnectionString = reader.Text("Storage:ConnectionString") ?? "Data Source=compliance.db",
            SigningKey = EvidenceSettings.Key(reader),
            CheckpointFile = reader.Text("Evidence:CheckpointFile"),
            RetentionMonths = EvidenceSettings.Retained(reader),
            BundleFolder = reader.Text("Evidence:BundleFolder"),
            TimestampAuthority = Web(reader, "Evidence:TimestampAuthority", reader.Text("Evidence:TimestampAuthority")), // most answer on plain http: what they say is signed
            PublicBaseUrl = publicBaseUrl,
            ManagementPort = reader.Int("Management:Port", 0, 1, 65535) is > 0 and var port ? port : null,
            Slack = slack,
            Teams = teams,
            GitHub = GitHubSettings.Read(reader, [.. systems.Select(s => s.Name)]),
            AzureDevOps = AzureDevOpsSettings.Read(reader),
            OpenId = OpenIdSettings.Read(reader),
            Home = HomeOf(reader, slack, teams, emergencies.Policies.Count > 0),
            Emergencies = emergencies,
            WorkingHours = Hours(reader),
            Roles = People.RoleBook.Names.ToDictionary(r => r, r => ConsoleSettings.Holders(reader, r), StringComparer.Ordinal),
            Console = ConsoleSettings.Read(reader, publicBaseUrl),
            Limits = LimitSettings.Read(reader),
            Systems = systems,
            Conflicts = [.. reader.Names("Conflicts").Select(name => Conflicting(reader, name, systems)).OfType<Conflict>()],
            Reviews = reviews,
            Controls = new ControlSettings(reader, systems, [.. reviews.Select(r => r.Name)], [GitHubSettings.Source, AzureDevOpsSettings.Source]).All(),
            DemoFolder = reader.Text("Demo:Folder"),
        };
        if (settings.Engine == Engine.SqlServer && configuration["Storage:ConnectionString"] is null or "") reader.Fault("Storage:ConnectionString", "is missing: SQL Server needs one");
        reader.FindUnknown(Sections, topLevel, Foreign);
        return (reader.Faults.Count == 0 ? settings : null, [.. reader.Faults.Order(StringComparer.Ordinal)], reader.Known);
    }

    private static ChatHome HomeOf(SettingsReader reader, SlackSettings? slack, TeamsSettings? teams, bool emergencies)
    {
        var (platform, workspace, compliance, emergency) = (reader.Text("Chat:Platform"), reader.Text("Chat:Workspace"), reader.Text("Chat:ComplianceChannel"), reader.Text("Chat:EmergencyChannel"));
        var ofSlack = Channels(reader, "Slack", "such as C0123ABCD", slack is not null, emergencies);
        var ofTeams = Channels(reader, "Teams", "such as 19:…@thread.tacv2", teams is not null, emergencies);
        if (slack is not null && teams is not null) reader.Fault("Teams", "is configured beside Slack: the bot lives in one of them");
        if (slack is not null) return new(SlackSettings.Platform, slack.Workspace, ofSlack.Compliance, ofSlack.Emergency);
        return teams is not null ? new(TeamsSettings.Platform, teams.TenantId, ofTeams.Compliance, ofTeams.Emergency) : new(platform ?? "none", workspace ?? "none", compliance ?? "compliance", emergency ?? "emergency");
    }

    private static (string Compliance, string Emergency) Channels(SettingsReader reader, string section, string suchAs, bool used, bool emergencies)
    {
        var (compliance, emergency) = (reader.Text($"{section}:ComplianceChannel"), reader.Text($"{section}:EmergencyChannel"));
        if (used && compliance is null) reader.Fault($"{section}:ComplianceChannel", $"is missing: the id of the compliance team's channel, {suchAs}");
        if (used && emergencies && emergency is null) reader.Fault($"{section}:EmergencyChannel", $"is missing: the id of the channel where emergency changes are approved, {suchAs}");
        return (compliance ?? "", emergency ?? "");
    }

    private static SlackSettings? SlackOf(SettingsReader reader)
    {
        var socket = reader.OneOf("Slack:Mode", "Http", "Http", "Socket").Equals("Socket", StringComparison.OrdinalIgnoreCase);
        var (token, app, secret, workspace) = (reader.Text("Slack:BotToken"), reader.Text("Slack:AppToken"), reader.Text("Slack:SigningSecret"), reader.Text("Slack:Workspace"));
        var address = reader.Text("Slack:ApiBaseUrl") ?? "https://slack.com/api/";
        if (!reader.Has("Slack")) return null;
        if (token is null) reader.Fault("Slack:BotToken", "is missing: the bot token (xoxb-…) of the app's installation");
        if (workspace is null) reader.Fault("Slack:Workspace", "is missing: the id of the workspace, such as T0123ABCD");
        if (socket && app is null) reader.Fault("Slack:AppToken", "is missing: Socket Mode needs an app-level token (xapp-…) with connections:write");
        if (!socket && secret is null) reader.Fault("Slack:SigningSecret", "is missing: without it nothing proves that a request comes from Slack");
        return new() { Socket = socket, BotToken = token ?? "", AppToken = app, SigningSecret = secret, ApiBaseUrl = reader.Address("Slack:ApiBaseUrl", address), Workspace = workspace ?? "" };
    }

    private static SystemDefinition System(SettingsReader reader, string key, string name)
    {
        var extract = reader.OneOf($"{key}:Extract", "csv", "csv", "inspection", "own").ToLowerInvariant();
        return new(
            name,
            reader.Text($"{key}:Title") ?? name,
            reader.Email($"{key}:Owner", "the e-mail of who supplies extracts and removes access"),
            reader.OneOf($"{key}:Classification", "internal", "public", "internal", "confidential", "restricted"))
        {
            ByInspection = extract == "inspection",
            IsOwn = extract == "own",
        };
    }

    private static Conflict? Conflicting(SettingsReader reader, string name, List<SystemDefinition> systems)
    {
        var conflict = Conflict.Parse(name, reader.Text($"Conflicts:{name}") ?? "", [.. systems.Select(s => s.Name)], out var fault);
        if (fault is not null) reader.Fault($"Conflicts:{name}", fault);
        return conflict;
    }

    private static ChatOpsCompliance.People.WorkingHours Hours(SettingsReader reader)
    {
        if (reader.Text("Chat:WorkingHours") is not { } text) return ChatOpsCompliance.People.WorkingHours.Usual;
        if (ChatOpsCompliance.People.WorkingHours.Parse(text) is { } hours) return hours;
        reader.Fault("Chat:WorkingHours", $"'{text}' is no pair of hours such as 9-17");
        return ChatOpsCompliance.People.WorkingHours.Usual;
    }

    private static Uri Url(SettingsReader reader) => Web(reader, "Public:BaseUrl", (reader.Text("Public:BaseUrl") ?? "http://localhost:5080").TrimEnd('/') + "/") ?? new("http://localhost");

    private static Uri? Web(SettingsReader reader, string key, string? text)
    {
        if (text is null || (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")) return text is null ? null : new(text);
        reader.Fault(key, $"'{text}' is no http or https address");
        return null;
    }
}
