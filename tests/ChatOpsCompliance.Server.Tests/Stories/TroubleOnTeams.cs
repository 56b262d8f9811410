using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.Tests.Chat;
using ChatOpsCompliance.Server.Tests.Chat.Teams;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>What Teams does on its bad days, and what people see of it.</summary>
public sealed class TroubleOnTeams
{
    private const string Keep = "Keep web: maintain of Mia Keller";

    [Fact]
    public async Task When_Teams_does_not_say_who_it_was_nothing_is_recorded_and_they_are_told()
    {
        await using var on = await CompanyOnTeams.Reviewing();
        var carla = on.As(SmallCompany.Carla);
        await carla.Sees("3 items wait");
        on.Teams.Connector.Next("member", FakeFault.Http(503));

        Assert.Contains("Teams could not tell me just now who you are, so nothing was done. Please press again.", await carla.Press(Keep), StringComparison.Ordinal);
        Assert.DoesNotContain(await on.Workspace.Read(r => LedgerStore.Latest(r, 20)), f => f.Kind == "item.decided");
        await on.As(SmallCompany.Carla).Press(Keep); // as it stands in the message itself
        Assert.Single(await on.Workspace.Read(r => LedgerStore.Latest(r, 20)), f => f.Kind == "item.decided");
    }

    [Fact]
    public async Task For_whom_the_app_is_not_installed_or_who_has_blocked_it_is_a_dead_letter_with_its_cure()
    {
        await using var on = await CompanyOnTeams.Start();
        var (mia, carla) = (on.Teams.Users[CompanyOnTeams.UserOf(SmallCompany.Mia)], on.Teams.Users[CompanyOnTeams.UserOf(SmallCompany.Carla)]);
        (mia.Installed, carla.Blocked) = (false, true);
        on.Company.Campaign = (await on.Workspace.Launch("quarterly")).Value.Campaign!.Value;
        await on.Workspace.Deliver();

        var dead = (await on.Workspace.Read(r => OutboxStore.Open(r, 100))).Where(d => d.Status == "dead").ToList();
        Assert.Contains(dead, d => d.Error!.Contains("the app is not installed for the account", StringComparison.Ordinal) && d.Cure!.Contains("setup policy", StringComparison.Ordinal));
        Assert.Contains(dead, d => d.Error!.Contains("has blocked the bot", StringComparison.Ordinal) && d.Cure!.Contains("unblock", StringComparison.Ordinal));
        Assert.Equal(2, dead.Count);

        (mia.Installed, carla.Blocked) = (true, false);
        await Retry(on);
        await on.As(SmallCompany.Mia).Sees("9 items wait");
        await on.As(SmallCompany.Carla).Sees("3 items wait");
    }

    [Fact]
    public async Task What_passes_is_waited_out_and_everything_is_seen_once()
    {
        await using var on = await CompanyOnTeams.Start();
        on.Teams.Connector.Next("post", FakeFault.Http(412), FakeFault.Http(502), FakeFault.NotBefore(7), FakeFault.Http(504), FakeFault.Http(503));
        on.Teams.Connector.Next("open", FakeFault.Http(502), FakeFault.NotBefore(3));
        on.Company.Campaign = (await on.Workspace.Launch("quarterly")).Value.Campaign!.Value;
        for (var n = 0; n < 8; n++)
        {
            await on.Workspace.Deliver();
            on.Clock.Advance(TimeSpan.FromSeconds(15));
        }

        Assert.Empty(await on.Workspace.Read(r => OutboxStore.Open(r, 100)));
        foreach (var (key, says) in new[] { (SmallCompany.Mia, "9 items wait"), (SmallCompany.Carla, "3 items wait"), (SmallCompany.Grace, "1 item waits") })
            Assert.Single(await on.As(key).Messages(), m => m.Text.Contains(says, StringComparison.Ordinal));
        Assert.True(on.Teams.Connector.Calls.Where(c => c.Status == 429).All(refused => on.Teams.Connector.Calls.Where(c => c.Operation == refused.Operation && c.Conversation == refused.Conversation && c.At > refused.At).All(c => c.At - refused.At >= TimeSpan.FromSeconds(refused.Operation == "post" ? 7 : 3))));
    }

    [Fact]
    public async Task A_token_that_is_not_taken_leaves_dead_letters_that_name_their_cure_and_go_out_once_it_is_set_right()
    {
        await using var on = await CompanyOnTeams.Start();
        on.Teams.Connector.Token = "another";
        on.Company.Campaign = (await on.Workspace.Launch("quarterly")).Value.Campaign!.Value;
        await on.Workspace.Deliver();

        var dead = await on.Workspace.Read(r => OutboxStore.Open(r, 100));
        Assert.NotEmpty(dead);
        Assert.All(dead, d => Assert.Contains("Teams:AppId and the way it signs in", d.Cure, StringComparison.Ordinal));

        on.Teams.Connector.Token = null;
        await Retry(on);
        await on.As(SmallCompany.Mia).Sees("9 items wait");
    }

    [Fact]
    public async Task What_was_asked_for_is_sent_again_when_Teams_stumbles()
    {
        await using var on = await CompanyOnTeams.Reviewing();
        on.Teams.Connector.Next("post", FakeFault.Http(502), FakeFault.Http(412));

        await on.As(SmallCompany.Mia).Write("help");

        await on.As(SmallCompany.Mia).Sees("What you can write to me");
    }

    [Fact]
    public async Task Who_can_not_be_reached_alone_is_told_where_they_asked()
    {
        await using var on = await CompanyOnTeams.Start();
        await on.Workspace.Deliver(); // what is told of the leaver opens chats, too
        on.Teams.Connector.Next("open", FakeFault.AnswerLost);

        await on.As(SmallCompany.Mia).Write("my reviews", CompanyOnTeams.Group);

        await on.As(SmallCompany.Carla).Sees("I can't reach you there yet");
    }

    private static async Task Retry(CompanyOnTeams on)
    {
        await on.Workspace.Database.InTransaction<Done>(
            Actor.Shell("tester"),
            async tx =>
            {
                await OutboxStore.RetryDead(tx);
                return Done.It;
            },
            ct: TestContext.Current.CancellationToken);
        await on.Workspace.Deliver();
    }
}
