using System.Text.Json.Nodes;

namespace ChatOpsCompliance.Server.Tests.Chat.Slack;

/// <summary>A modal or a home tab as it stands before a person: what was sent, and what they filled in since.</summary>
internal sealed class FakeView(FakeSlack slack, JsonObject sent, string id, string root, string? previous)
{
    public string Id => id;

    public string Root => root;

    public string Hash { get; private set; } = slack.NextTs();

    public JsonObject Sent { get; private set; } = sent;

    public JsonArray Blocks { get; private set; } = slack.Named(sent["blocks"]);

    public FilledIn Filled { get; } = new();

    public string? ExternalId => Sent["external_id"]?.GetValue<string>();

    public void Replace(JsonObject view)
    {
        (Sent, Blocks, Hash) = (view, slack.Named(view["blocks"]), slack.NextTs());
        Filled.Follow(Blocks);
    }

    /// <summary>As it rides in an interaction.</summary>
    public JsonObject Wire()
    {
        var wire = (JsonObject)Sent.DeepClone();
        (wire["id"], wire["team_id"], wire["app_id"], wire["bot_id"], wire["hash"]) = (id, FakeSlack.Team, FakeSlack.App, "B0BOT", Hash);
        (wire["root_view_id"], wire["previous_view_id"], wire["app_installed_team_id"]) = (root, previous, FakeSlack.Team);
        foreach (var name in new[] { "private_metadata", "callback_id", "external_id" }) wire[name] ??= "";
        foreach (var name in new[] { "clear_on_close", "notify_on_close" }) wire[name] ??= false;
        (wire["blocks"], wire["state"]) = (Blocks.DeepClone(), new JsonObject { ["values"] = Filled.Values(Blocks) });
        return wire;
    }
}
