using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ChatOpsCompliance.Server.Chat.Slack;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace ChatOpsCompliance.Server.Tests.Chat.Slack;

/// <summary><c>manifests/slack/manifest.yaml</c> against what the program calls, answers and maps: exactly that, no more and no less.</summary>
public sealed partial class TheManifestIsWhatTheAppDoes
{
    private static readonly string Folder = Path.Combine(Checkout.Root, "manifests", "slack");

    private readonly JsonNode manifest = Json(Document());

    [Fact]
    public void It_asks_for_the_scopes_that_are_used_and_says_why()
    {
        var said = File.ReadAllLines(Path.Combine(Folder, "manifest.yaml")).Select(l => Scope().Match(l)).Where(m => m.Success).Select(m => m.Groups["scope"].Value);

        Assert.Equal(SlackScopes.OfBot, Words("oauth_config", "scopes", "bot"));
        Assert.Equal(SlackScopes.OfBot, said);
        Assert.Equal(["bot"], manifest["oauth_config"]!["scopes"]!.AsObject().Select(s => s.Key)); // nothing in a user's name
    }

    [Fact]
    public void The_scopes_are_those_of_every_method_that_is_called()
    {
        var called = Checkout.Code("src/ChatOpsCompliance.Server/Chat/Slack")
            .Where(f => !f.Path.EndsWith("/SlackScopes.cs", StringComparison.Ordinal) && !f.Path.EndsWith("/SlackPace.cs", StringComparison.Ordinal)) // what is allowed, and how often
            .SelectMany(f => Method().Matches(string.Join('\n', f.Lines)))
            .Select(m => m.Groups["method"].Value)
            .Distinct();

        Assert.Equal(SlackScopes.OfMethods.Keys.Order(StringComparer.Ordinal), called.Order(StringComparer.Ordinal));
        Assert.All(SlackScopes.OfBot, s => Assert.NotEmpty(SlackScopes.WhatFor(s)));
    }

    [Fact]
    public void It_subscribes_to_the_events_that_are_answered()
    {
        var desk = File.ReadAllText(Path.Combine(Checkout.Root, "src/ChatOpsCompliance.Server/Chat/Slack/SlackDesk.cs"));

        Assert.Equal(SlackScopes.OfEvents.Keys.Order(StringComparer.Ordinal), Words("settings", "event_subscriptions", "bot_events").Order(StringComparer.Ordinal));
        Assert.All(SlackScopes.OfEvents.Keys, e => Assert.Contains($"\"{e.Split('.')[0]}\" when", desk, StringComparison.Ordinal));
    }

    [Fact]
    public void Its_commands_are_the_ones_that_are_known() =>
        Assert.Equal(SlackDesk.Commands.Keys.Order(StringComparer.Ordinal), Commands().Select(c => (string)c["command"]!).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Its_addresses_are_the_routes()
    {
        string[] addresses = [(string)manifest["settings"]!["event_subscriptions"]!["request_url"]!, (string)manifest["settings"]!["interactivity"]!["request_url"]!, .. Commands().Select(c => (string)c["url"]!)];
        await using var host = await SlackHost.Run();

        Assert.Single(addresses.Select(a => new Uri(a).Host).Distinct());
        Assert.All(addresses, a => Assert.Equal("https", new Uri(a).Scheme));
        Assert.Equal(host.Routes("/slack").Order(StringComparer.Ordinal), addresses.Select(a => new Uri(a).AbsolutePath).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Socket_Mode_has_no_way_in()
    {
        await using var slack = await SocketModeServer.Start();
        await using var host = await SlackHost.Run(settings: [("Slack:Mode", "Socket"), ("Slack:AppToken", "xapp-test"), ("Slack:ApiBaseUrl", $"{slack.Address}api/")]);
        using var http = new HttpClient { BaseAddress = host.Address };

        Assert.Empty(host.Routes("/slack"));
        Assert.Equal(HttpStatusCode.NotFound, (await SignedPost.Of("events", SignedPost.Event("Ev1"), host.Clock.GetUtcNow()).Send(http)).Status);
    }

    [Fact]
    public async Task It_has_the_shape_that_Slack_takes()
    {
        var types = new SlackTypes();
        types.Add("apps.manifest.validate", new JsonObject { ["manifest"] = manifest.DeepClone() });

        Assert.Equal("", await types.Check());
    }

    [Fact]
    public void The_readme_names_the_settings_there_are()
    {
        var template = File.ReadAllText(Path.Combine(Checkout.Root, "appsettings.template.json"));
        var named = Setting().Matches(File.ReadAllText(Path.Combine(Folder, "README.md"))).Select(m => m.Groups["name"].Value).Distinct().ToList();

        Assert.Contains("SigningSecret", named);
        Assert.All(named, n => Assert.Matches($"\"{n}(__File)?\"", template));
    }

    private IEnumerable<JsonNode> Commands() => manifest["features"]!["slash_commands"]!.AsArray().Select(c => c!);

    private List<string> Words(params ReadOnlySpan<string> path)
    {
        var at = manifest;
        foreach (var name in path) at = at[name]!;
        return [.. at.AsArray().Select(w => (string)w!)];
    }

    private static YamlNode Document()
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(Path.Combine(Folder, "manifest.yaml"))));
        return yaml.Documents.Single().RootNode;
    }

    private static JsonNode Json(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(c => KeyValuePair.Create(((YamlScalarNode)c.Key).Value!, (JsonNode?)Json(c.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Json)]),
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: "true" or "false" } scalar => scalar.Value == "true",
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain } scalar when int.TryParse(scalar.Value, System.Globalization.CultureInfo.InvariantCulture, out var number) => number,
        YamlScalarNode scalar => scalar.Value!,
        _ => throw new InvalidDataException($"{node.NodeType} has no place in a manifest."),
    };

    [GeneratedRegex(@"^ +- (?<scope>[a-z.]+(:[a-z.]+)*) # to |^ +- (?<scope>commands) # for ", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Scope();

    [GeneratedRegex("\"(?<method>(apps|auth|chat|conversations|files|users|views|reactions|pins|team|usergroups|bots|dialog|oauth|search|reminders|bookmarks|canvases)(\\.(?!slack)[a-z][A-Za-z]+)+)\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Method();

    [GeneratedRegex("\"(?<name>[A-Z][A-Za-z]+?)(__File)?\":|`Slack:(?<name>[A-Za-z]+)`|`\"(?<name>[A-Z][A-Za-z]+?)(__File)?\"`", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Setting();
}
