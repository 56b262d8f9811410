using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.Tests.Chat;
using ChatOpsCompliance.Server.Tests.Chat.Slack;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>What Slack does on its bad days, and what people see of it.</summary>
public sealed class TroubleOnSlack
{
    private static readonly TimeSpan TooLong = TimeSpan.FromSeconds(4);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_form_that_came_too_late_is_asked_for_again_and_nothing_is_lost(bool socket)
    {
        await using var on = await CompanyOnSlack.Reviewing(socket);
        var mia = on.As(SmallCompany.Mia);
        await mia.Sees("9 items wait");
        on.Slack.Api.Next("views.open", FakeFault.After(() => Later(on, TooLong)));

        await mia.Press("Review 9 items");
        var told = await mia.Sees("please press again");
        Assert.Null(mia.Modal);
        await mia.Open("Review 9 items");

        Assert.Contains("Nothing is lost", told.Text, StringComparison.Ordinal);
        Assert.Equal("expired_trigger_id", Assert.Single(on.Slack.Api.Refused).Answer["error"]!.GetValue<string>());
        Assert.Equal(4, mia.Fields.Count);
    }

    [Fact]
    public async Task When_Slack_does_not_say_who_it_was_nothing_is_recorded_and_they_are_told()
    {
        await using var on = await CompanyOnSlack.Reviewing(socket: false);
        var carla = on.As(SmallCompany.Carla);
        await carla.Sees("3 items wait");
        on.Slack.Api.Next("users.info", FakeFault.After(() => Later(on, TooLong)));

        await carla.Press("Keep web: maintain of Mia Keller");
        await carla.Sees("Slack could not tell me just now who you are, so nothing was done. Please press again.");
        Assert.Equal(0, await Decided(on));
        await carla.Press("Keep web: maintain of Mia Keller");
        await carla.Sees("Recorded: Keep.");

        Assert.Equal(1, await Decided(on));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_sent_twice_acts_once_and_is_answered_the_same(bool socket)
    {
        await using var on = await CompanyOnSlack.Reviewing(socket);
        var (mia, carla) = (on.As(SmallCompany.Mia), on.As(SmallCompany.Carla));
        await carla.Sees("3 items wait");
        await mia.Sees("9 items wait");

        await carla.Press("Keep web: maintain of Mia Keller");
        await on.Slack.Door.Again();
        await mia.Open("Review 9 items");
        await mia.Choose("organisation owner on github, production — Jo Berg", "Revoke: left the company");
        await mia.Submit();
        var first = on.Slack.Door.LastAnswer!.ToJsonString();
        Assert.Equal(first, (await on.Slack.Door.Again())!.ToJsonString());

        Assert.Equal(2, await Decided(on));
        Assert.Equal(2, (await on.Workspace.Read(r => LedgerStore.Latest(r, 100))).Count(f => f.Kind == "item.decided"));
        Assert.True((await on.Workspace.Verify()).Whole);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Events_that_are_repeated_are_answered_once(bool socket)
    {
        await using var on = await CompanyOnSlack.Reviewing(socket);
        var grace = on.As(SmallCompany.Grace);
        await grace.Sees("1 item waits");

        await grace.Say("status", repeats: 2);
        await grace.OpenHome(repeats: 2);
        await on.Slack.Until(() => grace.Home is not null, "a home tab");
        await grace.Sees("Waiting for");
        // Whatever the repeats were to bring would have come before this.
        await grace.Say("help");
        await grace.Sees("What you can write to me");

        Assert.Single(grace.Messages, m => SlackReading.Of(m.Blocks).Contains("Waiting for", StringComparison.Ordinal));
        Assert.Single(on.Slack.Api.CallsOf("views.publish"));
    }

    [Fact]
    public async Task A_revoked_token_leaves_dead_letters_that_name_their_cure_and_go_out_once_it_is_set_right()
    {
        await using var on = await CompanyOnSlack.Start(socket: true);
        on.Slack.Api.TokenFault = "token_revoked";

        on.Company.Campaign = (await on.Workspace.Launch("quarterly")).Value.Campaign!.Value;
        await on.Workspace.Deliver();
        var dead = await on.Workspace.Read(r => OutboxStore.Open(r, 100));

        Assert.NotEmpty(dead);
        Assert.All(dead, d =>
        {
            Assert.Equal("dead", d.Status);
            Assert.Equal("Slack does not take the bot's token (token_revoked)", d.Error);
            Assert.Contains("Install the app into the workspace again", d.Cure, StringComparison.Ordinal);
        });

        on.Slack.Api.TokenFault = null;
        await on.Workspace.Database.InTransaction<Done>(
            Actor.Shell("tester"),
            async tx =>
            {
                await OutboxStore.RetryDead(tx);
                return Done.It;
            },
            ct: TestContext.Current.CancellationToken);
        await on.As(SmallCompany.Mia).Sees("9 items wait");
        await on.As(SmallCompany.Carla).Sees("3 items wait");
    }

    [Fact]
    public async Task A_scope_that_is_missing_is_named()
    {
        await using var on = await CompanyOnSlack.Start(socket: true);
        on.Slack.Api.Scopes.TryRemove("chat:write", out _);

        await on.Workspace.Launch("quarterly");
        await on.Workspace.Deliver();

        var dead = (await on.Workspace.Read(r => OutboxStore.Open(r, 100))).Where(d => d.Status == "dead").ToList();
        Assert.NotEmpty(dead);
        Assert.All(dead, d => Assert.Contains("lacks the scope chat:write", d.Error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_answer_that_got_lost_doubles_no_message()
    {
        await using var on = await CompanyOnSlack.Start(socket: true);
        on.Slack.Api.Next("chat.postMessage", FakeFault.AnswerLost, FakeFault.AnswerLost, FakeFault.Http(503), FakeFault.AnswerLost);

        on.Company.Campaign = (await on.Workspace.Launch("quarterly")).Value.Campaign!.Value;
        await on.Workspace.Deliver();
        foreach (var (person, says) in new[] { (SmallCompany.Mia, "9 items wait"), (SmallCompany.Carla, "3 items wait"), (SmallCompany.Grace, "1 item waits") }) await on.As(person).Sees(says);
        for (var n = 0; n < 4; n++)
        {
            on.Clock.Advance(TimeSpan.FromSeconds(15));
            await on.Workspace.Deliver();
        }

        Assert.Empty(await on.Workspace.Read(r => OutboxStore.Open(r, 100)));
        Assert.All(on.Slack.Channels.Values, c => Assert.Equal(c.Now().Count, c.Now().Select(m => m.Text).Distinct(StringComparer.Ordinal).Count()));
    }

    [Fact]
    public async Task A_socket_that_ends_loses_nobody_anything()
    {
        await using var on = await CompanyOnSlack.Reviewing(socket: true);
        var carla = on.As(SmallCompany.Carla);
        await carla.Sees("3 items wait");

        await on.Slack.Sockets.Warn();
        await on.Slack.Sockets.Until(s => s.Connections == 2);
        await carla.Press("Keep web: maintain of Mia Keller");
        await carla.Sees("Recorded: Keep.");
        await on.Slack.Sockets.Drop();
        await on.Slack.Sockets.Until(s => s is { Connections: >= 3, Open: > 0 });
        await carla.Open("Revoke organisation owner of Omar Haddad…");

        Assert.Equal(1, await Decided(on));
        Assert.Equal(on.Slack.Sockets.Acknowledged.Count, on.Slack.Sockets.Acknowledged.Distinct().Count());
    }

    private static async Task<int> Decided(CompanyOnSlack on) => (await on.Workspace.Items(on.Company.Campaign)).Count(i => i.Decided is not null);

    private static Task Later(CompanyOnSlack on, TimeSpan by)
    {
        on.Clock.Advance(by);
        return Task.CompletedTask;
    }
}
