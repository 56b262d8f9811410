using System.Text.Json;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Chat.Slack;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Chat.Slack;

/// <summary>Each of Slack's words for what is wrong, and what becomes of the message.</summary>
public sealed class WhatSlacksRefusalsNeed
{
    private static readonly ChatPlace Channel = new("slack", "T1", "C1", IsChannel: true), Person = new("slack", "T1", "U1", IsChannel: false);

    [Theory]
    [InlineData("not_in_channel", "In that channel: /invite the bot")]
    [InlineData("channel_not_found", "Give Slack:ComplianceChannel the id of a channel")]
    [InlineData("is_archived", "Restore it, or name another in Slack:ComplianceChannel")]
    [InlineData("restricted_action", "Ask a workspace owner to let the app post to C1")]
    [InlineData("restricted_action_read_only_channel", "Ask a workspace owner to let the app post to C1")]
    [InlineData("ekm_access_denied", "Ask a workspace owner")]
    [InlineData("invalid_auth", "give Slack:BotToken the new token and restart")]
    [InlineData("token_revoked", "give Slack:BotToken the new token and restart")]
    [InlineData("account_inactive", "Install the app into the workspace again")]
    [InlineData("missing_scope", "Add chat:write to the app's bot token scopes (manifests/slack/manifest.yaml")]
    [InlineData("edit_window_closed", "let messages be edited at any time")]
    [InlineData("msg_too_long", "a fault of ours")]
    [InlineData("msg_blocks_too_long", "a fault of ours")]
    [InlineData("invalid_blocks", "a fault of ours")]
    [InlineData("a_word_of_next_year", "Slack's reference")]
    public void In_a_channel_it_is_dead_and_names_its_cure(string word, string cure) => Dead(word, Channel, cure);

    [Theory]
    [InlineData("channel_not_found", "import a people file that says so")]
    [InlineData("user_not_found", "import a people file that says so")]
    [InlineData("user_disabled", "import a people file that says so")]
    [InlineData("cannot_dm_bot", "Correct the person's chat account")]
    [InlineData("messages_tab_disabled", "turn the Messages Tab on")]
    public void To_a_person_it_is_dead_and_names_its_cure(string word, string cure) => Dead(word, Person, cure);

    [Theory]
    [InlineData("internal_error")]
    [InlineData("fatal_error")]
    [InlineData("service_unavailable")]
    [InlineData("team_added_to_org")]
    [InlineData("http_503")]
    [InlineData("not_an_answer_of_slack")]
    public void What_passes_is_tried_again(string word) => Assert.Equal(new Delivery.Later(word), SlackErrors.Of(Refused(word), Channel));

    [Theory]
    [InlineData("message_not_found")]
    [InlineData("cant_update_message")]
    public void What_is_not_there_is_posted_again(string word) => Assert.IsType<Delivery.Gone>(SlackErrors.Of(Refused(word), Channel));

    [Fact]
    public void Haste_is_no_attempt() =>
        Assert.Equal(new Delivery.NotYet(TimeSpan.FromSeconds(7)), SlackErrors.Of(new(default, SlackResult.RateLimited, TimeSpan.FromSeconds(7)), Person));

    private static void Dead(string word, ChatPlace place, string cure)
    {
        var dead = Assert.IsType<Delivery.Dead>(SlackErrors.Of(Refused(word), place));
        Assert.Contains(word, dead.Why);
        Assert.Contains(cure, dead.Cure);
        Assert.Contains("outbox retry", dead.Cure);
    }

    private static SlackResult Refused(string word) => new(JsonElement.Parse("""{ "ok": false, "needed": "chat:write", "provided": "users:read" }"""), word);
}
