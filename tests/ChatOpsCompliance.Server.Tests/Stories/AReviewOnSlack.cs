using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Tests.Chat.Slack;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>A whole review on Slack, whichever way Slack reaches us: what people see, press and are told.</summary>
public sealed class AReviewOnSlack
{
    private const string Infra = "infra: write on github, production — Ben Weber", Words = "The reason in your own words";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task From_the_digest_to_the_claimed_removal(bool socket)
    {
        await using var on = await CompanyOnSlack.Reviewing(socket);
        var (mia, omar, grace) = (on.As(SmallCompany.Mia), on.As(SmallCompany.Omar), on.As(SmallCompany.Grace));
        await mia.Sees("9 items wait for your decision");

        await mia.Open("Review 9 items");
        await mia.Choose("payments: admin on github, production — Ada Novak", "Keep: on call");
        await mia.Choose(Infra, "Revoke: other reason…");
        await mia.Choose("web: write on github — Jo Berg", "Revoke: left the company");
        await mia.Choose("organisation owner on github, production — Jo Berg", "Revoke: left the company");
        await on.Slack.Until(() => mia.Fields.Contains(Words), "a field for the reason");
        await mia.Submit();
        Assert.Equal("Write the reason in your own words.", mia.Mistakes[Words]);
        await mia.Write(Words, "On leave until <!channel> *May* & <b>longer</b>");
        await mia.Submit();
        Says(mia.ModalText, "Recorded at once, to be removed:");
        await mia.Submit();
        Says(mia.ModalText, "Revoke: On leave until <!channel> *May* & <b>longer</b>");
        await mia.Submit();
        Says(mia.ModalText, "That was everything, thank you.");
        await mia.Close();
        Assert.Null(mia.Modal);

        await on.Workspace.Deliver();
        Assert.Equal(["Change a decision…"], (await mia.Sees("Thank you, nothing waits for you here.")).Buttons);
        await omar.Sees("Access to remove");
        await omar.Open("Open the list");
        var removed = Assert.Single(omar.Fields, f => f == "Removed");
        await omar.TickAll(removed);
        await omar.Submit();
        Says(omar.ModalText, "Noted: you removed 3.");
        Assert.All(await on.Workspace.Read(read => RemediationStore.Of(read, on.Company.Campaign)), t => Assert.Equal(Removal.Claimed, t.Status));

        foreach (var (person, says) in new[] { (mia, "Nothing waits for you."), (omar, "Removed by your word, not proven yet: 3"), (grace, "9 of 13 decided") })
        {
            await person.OpenHome();
            await on.Slack.Until(() => person.Home is not null, "a home tab");
            Says(SlackReading.Of(person.Home!.Blocks), says);
        }

        await grace.Command("/compliance");
        await grace.Sees("Waiting for Carla Mendes (3), Grace Okafor (1).");
        Assert.True((await on.Workspace.Verify()).Whole);
    }

    [Fact]
    public async Task What_is_flagged_comes_first_on_a_message_of_few()
    {
        await using var on = await CompanyOnSlack.Reviewing(socket: true);

        var seen = await on.As(SmallCompany.Carla).Sees("2 are flagged and come first");

        Assert.True(seen.Text.IndexOf("payments: deploy", StringComparison.Ordinal) < seen.Text.IndexOf("web: maintain", StringComparison.Ordinal), seen.Text);
    }

    private static void Says(string shown, string words) => Assert.True(shown.Contains(words, StringComparison.Ordinal), $"“{words}” is not there:\n{shown}");
}
