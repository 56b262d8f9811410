using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Tests.Chat.Teams;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>A whole review on Teams: what people see, press and are told.</summary>
public sealed class AReviewOnTeams
{
    private const string Infra = "infra: write on github, production — Ben Weber", Words = "The reason in your own words";

    [Fact]
    public async Task From_the_digest_to_the_claimed_removal()
    {
        await using var on = await CompanyOnTeams.Reviewing();
        var (mia, omar, grace) = (on.As(SmallCompany.Mia), on.As(SmallCompany.Omar), on.As(SmallCompany.Grace));
        await mia.Sees("9 items wait for your decision");

        await Decides(mia);

        await on.Workspace.Deliver();
        Assert.Equal(["Change a decision…"], (await mia.Sees("Thank you, nothing waits for you here.")).Buttons);
        await omar.Sees("Access to remove");
        await omar.Press("Open the list");
        await omar.TickAll("Removed");
        Says(await omar.Press("I removed what is ticked"), "Noted: you removed 3.");
        Assert.All(await on.Workspace.Read(read => RemediationStore.Of(read, on.Company.Campaign)), t => Assert.Equal(Removal.Claimed, t.Status));

        foreach (var (person, says) in new[] { (mia, "Nothing waits for you."), (omar, "Removed by your word, not proven yet: 3"), (grace, "9 of 13 decided") })
        {
            await person.Write("home");
            await person.Sees(says);
        }

        await grace.Write("status");
        await grace.Sees("Waiting for Carla Mendes (3), Grace Okafor (1).");
        Assert.True((await on.Workspace.Verify()).Whole);
    }

    [Fact]
    public async Task What_happened_to_a_campaign_stands_in_the_thread_under_its_card()
    {
        await using var on = await CompanyOnTeams.Reviewing();
        var mia = on.As(SmallCompany.Mia);
        await mia.Sees("9 items wait");
        await mia.Press("Review 9 items");
        await mia.Choose("payments: admin on github, production — Ada Novak", "Keep: on call");
        await mia.Press("Save, and sign what I chose");
        await mia.Press("Sign 1 decision");
        await on.Workspace.Deliver();

        var channel = on.Teams.Conversations[CompanyOnTeams.Channel].Now();
        var card = Assert.Single(channel, m => m.Thread == m.Id && TeamsReading.Of(m.Card!).Contains("decided", StringComparison.Ordinal));
        Assert.Contains(channel, m => m.Thread == card.Id && m.Id != card.Id && TeamsReading.Of(m.Card!).Contains("Mia Keller signed", StringComparison.Ordinal));
    }

    /// <summary>Nine items, with every kind of answer and two mistakes on the way.</summary>
    internal static async Task Decides(TeamsPerson mia)
    {
        await mia.Press("Review 9 items");
        await mia.Choose("payments: admin on github, production — Ada Novak", "Keep: on call");
        await mia.Choose(Infra, "Revoke: other reason…");
        await mia.Choose("web: write on github — Jo Berg", "Revoke: left the company");
        await mia.Choose("organisation owner on github, production — Jo Berg", "Revoke: left the company");
        Says(await mia.Press("Save, next page"), "One more thing: say the rest of what you chose below.");
        Says(await mia.Press("Save, next page"), "Write the reason in your own words.");
        await mia.Fill(Words, "On leave until <!channel> *May* & <b>longer</b>");
        Says(await mia.Press("Save, next page"), "Recorded at once, to be removed:");
        Says(await mia.Press("Keep all 5 shown (2 with facts unknown)"), "Revoke: On leave until <!channel> *May* & <b>longer</b>");
        Says(await mia.Press("Sign 7 decisions"), "That was everything, thank you.");
    }

    internal static void Says(string shown, string words) => Assert.True(shown.Contains(words, StringComparison.Ordinal), $"“{words}” is not there:\n{shown}");
}
