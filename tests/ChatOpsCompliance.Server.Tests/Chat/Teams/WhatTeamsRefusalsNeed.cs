using System.Net;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Chat.Teams;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Chat.Teams;

/// <summary>Each way in which the connector says no, and what becomes of the message.</summary>
public sealed class WhatTeamsRefusalsNeed
{
    private static readonly ChatPlace Channel = new("teams", "T", "19:c@thread.tacv2", IsChannel: true), Person = new("teams", "T", "mia", IsChannel: false);

    [Theory]
    [InlineData(403, "BotNotInConversationRoster", "Add the app to that team")]
    [InlineData(404, "ConversationNotFound", "Give Teams:ComplianceChannel or Teams:EmergencyChannel the id")]
    [InlineData(401, "Unauthorized", "Teams:AppId and the way it signs in")]
    [InlineData(413, "MessageSizeTooBig", "a fault of ours")]
    [InlineData(400, "BadSyntax", "a fault of ours")]
    [InlineData(418, "NewWord", "Look the words up")]
    public void In_a_channel_it_is_dead_and_names_its_cure(int status, string word, string cure) => Dead(status, word, Channel, cure);

    [Theory]
    [InlineData(403, "BotNotInConversationRoster", "Install it for everybody by a setup policy")]
    [InlineData(403, "MessageWritesBlocked", "Ask the person to unblock it")]
    [InlineData(404, "ConversationNotFound", "import a people file that says so")]
    [InlineData(400, "BadArgument", "correct their chat account")]
    public void To_a_person_it_is_dead_and_names_its_cure(int status, string word, string cure) => Dead(status, word, Person, cure);

    [Theory]
    [InlineData(412)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public void What_passes_is_tried_again(int status) => Assert.IsType<Delivery.Later>(TeamsErrors.Of(No(status, ""), Channel));

    [Theory]
    [InlineData(404, "ActivityNotFoundInConversation")]
    [InlineData(404, "")]
    [InlineData(410, "")]
    [InlineData(400, "ActivityNotFoundInConversation")]
    public void What_is_not_there_is_posted_again(int status, string word) => Assert.IsType<Delivery.Gone>(TeamsErrors.Of(No(status, word), Channel, changes: true));

    [Fact]
    public void A_conversation_that_is_gone_takes_its_messages_along() => Assert.IsType<Delivery.Dead>(TeamsErrors.Of(No(404, "ConversationNotFound"), Person, changes: true));

    [Fact]
    public void Haste_is_no_attempt() => Assert.Equal(new Delivery.NotYet(TimeSpan.FromSeconds(7)), TeamsErrors.Of(No(429, "") with { RetryAfter = TimeSpan.FromSeconds(7) }, Person));

    private static void Dead(int status, string word, ChatPlace place, string cure)
    {
        var dead = Assert.IsType<Delivery.Dead>(TeamsErrors.Of(No(status, word), place));
        Assert.Contains(word, dead.Why);
        Assert.Contains(cure, dead.Cure);
        Assert.Contains("outbox retry", dead.Cure);
    }

    private static TeamsResult No(int status, string word) => new((HttpStatusCode)status, default, word);
}
