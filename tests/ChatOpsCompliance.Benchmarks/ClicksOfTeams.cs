using System.Globalization;
using System.Text;
using System.Text.Json;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Chat.Teams;
using ChatOpsCompliance.Server.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpsCompliance.Benchmarks;

/// <summary>The request that Teams sends when a reviewer presses Keep on a card; against the Bot Framework SDK, <c>botbuilder</c>.</summary>
internal sealed class ClicksOfTeams : ClickKind
{
    public const string Tenant = "7d9c1a52-8e44-4b7b-a0c9-3f6a4e0d2b11", UserPrefix = "29:1v";

    private const string AppId = "5a1d1f3c-2f7e-4f0e-9c53-0d1b7c6a9e10";

    private readonly Uri serviceUrl, metadata, authority;
    private readonly string authorization;

    public ClicksOfTeams(TeamsStandIn teams)
        : this(teams.ServiceUrl, teams.Issuer.Metadata, teams.Entra.Authority, teams.Issuer.Authorization(AppId, teams.ServiceUrl.ToString()))
    {
    }

    private ClicksOfTeams(Uri serviceUrl, Uri metadata, Uri authority, string authorization) =>
        (this.serviceUrl, this.metadata, this.authority, this.authorization) = (serviceUrl, metadata, authority, authorization);

    public override string Name => TeamsSettings.Platform;

    public override string Workspace => Tenant;

    public override string UserInSql => "printf('00000000-0000-4000-8000-%012d', cast(substr(roster_key, 2) as integer))";

    public override string PeerName => "botbuilder + better-sqlite3";

    public override string PeerScript => "botbuilder.cjs";

    public override string PeerPackage => "botbuilder";

    public override IReadOnlyList<string> PeerArguments => [AppId, Tenant, metadata.ToString()];

    public override string Told => $"{serviceUrl} {metadata} {authority}";

    public static ClicksOfTeams Of(string told) => told.Split(' ') is [var service, var keys, var tokens] ? new(new(service), new(keys), new(tokens), "") : throw new ArgumentException("Three addresses are wanted.", nameof(told));

    public static string ObjectIdOf(int reviewer) => FormattableString.Invariant($"00000000-0000-4000-8000-{reviewer:D12}");

    public override Settings In(Settings settings) => settings with
    {
        Teams = new()
        {
            AppId = AppId,
            AppPassword = "a client secret",
            CertificateThumbprint = null,
            ManagedIdentity = null,
            TenantId = Tenant,
            OpenIdMetadata = metadata,
            Authority = authority,
            ServiceUrl = serviceUrl,
            AllowUnauthenticated = false,
            Guests = false,
            OtherTenants = new HashSet<string>(),
        },
        Home = new ChatHome(Name, Tenant, "19:bench@thread.tacv2"),
    };

    public override void Add(IServiceCollection services, Settings settings, bool onlyVerifies) => services.AddTeams(settings.Teams!);

    public override void Map(WebApplication app) => app.MapTeams();

    /// <summary>That somebody is typing is proved like anything else, and then nothing is done.</summary>
    public override byte[] Request(ClickedCompany company, Uri address, int item, bool acts)
    {
        var reviewer = ((item - 1) % company.Reviewers) + 1;
        var number = item.ToString(CultureInfo.InvariantCulture);
        var button = new Button(ReviewVerbs.Decide, "Keep", new Values { [ReviewVerbs.Campaign] = company.Campaign, [ReviewVerbs.Item] = number, [ReviewVerbs.Option] = "keep" });
        var body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            type = acts ? "invoke" : "typing",
            name = "adaptiveCard/action",
            id = $"f:{Guid.NewGuid()}",
            timestamp = DateTimeOffset.UtcNow,
            localTimestamp = DateTimeOffset.UtcNow,
            channelId = "msteams",
            serviceUrl = serviceUrl.ToString(),
            from = new { id = FormattableString.Invariant($"{UserPrefix}{reviewer}"), name = FormattableString.Invariant($"Reviewer {reviewer}"), aadObjectId = ObjectIdOf(reviewer) },
            conversation = new { conversationType = "personal", tenantId = Tenant, id = FormattableString.Invariant($"a:1v{reviewer}") },
            recipient = new { id = $"28:{AppId}", name = "Compliance" },
            entities = new[] { new { type = "clientInfo", locale = "en-US", country = "US", platform = "Web", timezone = "Europe/Berlin" } },
            channelData = new { tenant = new { id = Tenant }, source = new { name = "message" } },
            replyToId = "1772442000000",
            value = new { action = new { type = "Action.Execute", title = "Keep", verb = button.Verb.ToString(), data = TeamsValues.Data(button, hidden: null, key: null) }, trigger = "manual" },
            locale = "en-US",
        });
        var head = $"POST /api/messages HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: {authorization}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: {body.Length}\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }
}
