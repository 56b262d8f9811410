using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Remediation;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>When who removed access, or has it, made the extract, or when there is none, a second person has to look.</summary>
public sealed class NobodyProvesTheirOwnWork
{
    private const string Omar = "omar@example.com", Mia = "mia@example.com", Ada = "ada@example.com", Grace = "grace@example.com";

    [Theory]
    [InlineData("omar@example.com")]
    [InlineData("Omar Haddad, with the admin console")]
    [InlineData("ADA NOVAK")]
    public async Task An_extract_by_the_remover_or_the_holder_waits_for_a_second_person(string by)
    {
        await using var story = await Removals.Of(("Ada Novak", "payments: admin"));
        await story.Claim();

        await story.ExtractWithout("ada", by);
        Assert.Equal([Removal.Unconfirmed], await story.States());
        await story.ExtractWithout("ada", by); // the same hand proves nothing the second time either
        Assert.Equal([Removal.Unconfirmed], await story.States());
        Assert.Equal(1, (await story.Workspace.Read(read => CloseCampaign.Recount(read, story.Company.Campaign))).Open);

        using var mia = await story.Company.As(SmallCompany.Mia);
        Assert.Contains("waits for a second person", (await mia.Sees("Is it gone? 1 removal on github")).Text, StringComparison.Ordinal);
        await mia.Click("Look and confirm…");
        mia.TickAll("I looked");
        var done = await mia.Submit("What is ticked is gone");

        Assert.Equal("Confirmed: 1 gone, as the extract shows.", done.Status);
        Assert.Equal([Removal.Verified], await story.States());
        await story.Holds();
    }

    [Fact]
    public async Task Neither_remover_holder_nor_anybody_else_is_that_second_person()
    {
        await using var story = await Removals.Of(("Ada Novak", "payments: admin"));
        await story.Claim();
        await story.ExtractWithout("ada", Omar);

        Assert.IsType<Refused>(await story.Act(Omar, RemovalVerbs.Second));
        Assert.StartsWith("You removed this access or own its system", Assert.IsType<Refused>(await story.Act(Omar, RemovalVerbs.Confirm, await story.All())).Text, StringComparison.Ordinal);
        Assert.StartsWith("This is your own access", Assert.IsType<Refused>(await story.Act(Ada, RemovalVerbs.Confirm, await story.All())).Text, StringComparison.Ordinal);
        Assert.StartsWith("Only the reviewer", Assert.IsType<Refused>(await story.Act("ben@example.com", RemovalVerbs.Confirm, await story.All())).Text, StringComparison.Ordinal);
        Assert.Equal([Removal.Unconfirmed], await story.States());
        Assert.IsType<Finish>(await story.Act(Grace, RemovalVerbs.Confirm, await story.All()));
        Assert.IsType<Refused>(await story.Act(Mia, RemovalVerbs.Confirm, await story.All()));
        await story.Holds();
    }

    [Fact]
    public async Task An_extract_by_anybody_else_settles_it()
    {
        await using var story = await Removals.Of(("Ada Novak", "payments: admin"));
        await story.Claim();
        await story.ExtractWithout("ada", Omar);
        story.Workspace.Clock.Advance(TimeSpan.FromHours(1));

        await story.ExtractWithout("ada", "ben@example.com");

        Assert.Equal([Removal.Verified], await story.States());
        await story.Holds();
    }

    [Fact]
    public async Task Who_looks_and_sees_it_opens_it_again()
    {
        await using var story = await Removals.Of(("Ada Novak", "payments: admin"));
        await story.Claim();
        await story.ExtractWithout("ada", Omar);

        Assert.IsType<Finish>(await story.Act(Mia, RemovalVerbs.Doubt, await story.All()));

        var task = await story.Only();
        Assert.Equal((Removal.Open, ReopenReason.SeenBySecondPerson, null), (task.Status, task.Reopened, task.ClaimedBy));
        using var omar = await story.Company.As(SmallCompany.Omar);
        await omar.Sees("Seen by a second person: payments: admin (production) of ada on github");
        await story.Holds();
    }

    [Fact]
    public async Task Where_no_extract_can_be_had_a_second_person_looks_and_attaches_what_they_saw()
    {
        await using var story = await Removals.Of(("Ada Novak", "payments: admin"));
        var task = await story.Only();
        Assert.StartsWith("Omar Haddad has not said yet", Assert.IsType<Refused>(await story.Act(Mia, RemovalVerbs.Inspection, (RemovalVerbs.Task, $"{task.Id}"))).Text, StringComparison.Ordinal);
        await story.Claim();
        Assert.IsType<Refused>(await story.Act(Omar, RemovalVerbs.Inspection, (RemovalVerbs.Task, $"{task.Id}")));
        using var mia = await story.Company.As(SmallCompany.Mia);

        await mia.Say("confirm removals");
        mia.Choose("Look yourself at", "payments: admin (production) of ada on github; Omar Haddad said so on 2026-03-02");
        await mia.Submit("I looked myself…");
        var unsaid = await mia.Submit("It is gone: I have seen it");
        mia.Write("What did you look at, and what did you see?", "The members of payments: <b>Ada</b> is not among them.");
        var bare = await mia.Submit("It is gone: I have seen it");
        mia.Attach("What shows it, such as a screenshot", "members.png", [1, 2, 3]);
        var done = await mia.Submit("It is gone: I have seen it");

        Assert.Equal("Say what you looked at and what you saw.", Assert.Single(unsaid.Form!.Mistakes).Value);
        Assert.Equal("Choose a file to attach.", Assert.Single(bare.Form!.Mistakes).Value);
        Assert.Equal("Confirmed by inspection: payments: admin (production) of ada on github is gone.", done.Status);
        Assert.Equal([Removal.ConfirmedByInspection], await story.States());
        Assert.Equal(1, (await story.Workspace.Read(read => CloseCampaign.Recount(read, story.Company.Campaign))).ConfirmedByInspection);
        Assert.Single(await story.Workspace.Read(read => AttachmentStore.Of(read, $"removal/{task.Id}")));
        await story.Holds();
    }

    [Fact]
    public async Task And_should_a_later_extract_show_it_it_is_open_again()
    {
        await using var story = await Removals.Of(("Ada Novak", "payments: admin"));
        await story.Claim();
        using var mia = await story.Company.As(SmallCompany.Mia);
        await mia.Say("confirm removals");
        mia.Choose("Look yourself at", "payments: admin (production) of ada on github; Omar Haddad said so on 2026-03-02");
        await mia.Submit("I looked myself…");
        mia.Write("What did you look at, and what did you see?", "Her name is gone.");
        mia.Attach("What shows it, such as a screenshot", "members.png", [1, 2, 3]);
        await mia.Submit("It is gone: I have seen it");
        Assert.Equal([Removal.ConfirmedByInspection], await story.States());

        story.Workspace.Clock.Advance(TimeSpan.FromHours(1));
        await story.Company.Extract(SmallCompany.Grants);

        Assert.Equal(ReopenReason.CameBack, (await story.Only()).Reopened);
        await story.Holds();
    }
}
