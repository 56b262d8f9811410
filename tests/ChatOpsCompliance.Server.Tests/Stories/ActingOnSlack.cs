using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.Tests.Chat;
using ChatOpsCompliance.Server.Tests.Chat.Slack;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>Who may act on Slack, and what a press changes at once.</summary>
public sealed class ActingOnSlack
{
    private const string Keep = "Keep web: maintain of Mia Keller";

    [Theory]
    [InlineData("a guest", "Guests can't decide here.")]
    [InlineData("deactivated", "This Slack account is deactivated")]
    [InlineData("of another workspace", "You are not a member of this workspace")]
    [InlineData("without a confirmed e-mail", "I don't know who you are in the roster")]
    public async Task Not_everybody_may_and_the_refusal_is_on_record(string who, string told)
    {
        await using var on = await CompanyOnSlack.Reviewing(socket: false);
        var (carla, account) = (on.As(SmallCompany.Carla), on.Slack.Users[CompanyOnSlack.UserOf(SmallCompany.Carla)]);
        await carla.Sees("3 items wait");
        account.IsRestricted = who == "a guest";
        account.Deleted = who == "deactivated";
        account.EmailConfirmed = who != "without a confirmed e-mail";
        if (who == "of another workspace") account.Team = "T0OTHER";

        await carla.Press(Keep);

        await carla.Sees(told);
        var log = await on.Workspace.Read(r => LedgerStore.Latest(r, 20));
        Assert.DoesNotContain(log, f => f.Kind == "item.decided");
        Assert.Single(log, f => f.Kind == "act.refused");
        Assert.Contains(Keep, (await carla.Sees("3 items wait")).Buttons);
    }

    [Fact]
    public async Task A_member_who_becomes_a_guest_can_soon_act_no_more_though_their_account_is_linked()
    {
        await using var on = await CompanyOnSlack.Reviewing(socket: false);
        var carla = on.As(SmallCompany.Carla);
        await carla.Sees("3 items wait");
        await carla.Press(Keep);
        await carla.Sees("Recorded: Keep.");

        on.Slack.Users[CompanyOnSlack.UserOf(SmallCompany.Carla)].IsRestricted = true;
        on.Clock.Advance(TimeSpan.FromMinutes(11));
        await carla.Press("Keep organisation owner of Omar Haddad…");

        await carla.Sees("Guests can't decide here.");
        Assert.Single(await on.Workspace.Read(r => LedgerStore.Latest(r, 20)), f => f.Kind == "item.decided");
    }

    [Fact]
    public async Task The_buttons_of_what_is_decided_go_at_once_even_while_messages_can_not_be_changed()
    {
        await using var on = await CompanyOnSlack.Reviewing(socket: false);
        var carla = on.As(SmallCompany.Carla);
        await carla.Sees("3 items wait");
        for (var n = 0; n < 20; n++) on.Slack.Api.Next("chat.update", FakeFault.Http(503));

        await carla.Press(Keep);

        var digest = await carla.Sees("2 items wait for your decision");
        Assert.DoesNotContain(Keep, digest.Buttons);
    }

    [Fact]
    public async Task What_happened_to_a_campaign_stands_in_the_thread_under_its_card()
    {
        await using var on = await CompanyOnSlack.Reviewing(socket: false);
        var mia = on.As(SmallCompany.Mia);
        await mia.Sees("9 items wait");
        await mia.Open("Review 9 items");
        await mia.Choose("payments: admin on github, production — Ada Novak", "Keep: on call");
        await mia.Turn("Save, and sign what I chose");
        await mia.Submit();
        await on.Workspace.Deliver();

        var channel = on.Slack.Channels[CompanyOnSlack.Channel].Now();
        var card = Assert.Single(channel, m => m.Thread is null && SlackReading.Of(m.Blocks).Contains("decided", StringComparison.Ordinal));
        Assert.Contains(channel, m => m.Thread == card.Ts && SlackReading.Of(m.Blocks).Contains("Mia Keller signed", StringComparison.Ordinal));
    }
}
