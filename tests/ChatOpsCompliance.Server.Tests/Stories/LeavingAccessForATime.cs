using ChatOpsCompliance.Access;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Remediation;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>Access that should go and can't: its risk is accepted for a time by somebody who neither owns, holds nor reviewed it.</summary>
public sealed class LeavingAccessForATime
{
    private const string Omar = "omar@example.com", Mia = "mia@example.com", Carla = "carla@example.com", Grace = "grace@example.com";

    [Fact]
    public async Task The_owner_asks_in_chat_and_compliance_accepts()
    {
        await using var story = await Removals.Of(("Ada Novak", "payments: admin"));
        using var omar = await story.Company.As(SmallCompany.Omar);
        await omar.Click("Open the list");
        omar.TickAll("Removed");
        await omar.Submit("It can't go now…");
        var early = await omar.Submit("Ask for approval");
        omar.Write("Why can't it go now?", "The payroll run of Friday needs it.");
        omar.Write("What keeps the risk small meanwhile?", "Each use is logged and read by Ben the same day.");
        omar.Choose("For how long?", "30 days");
        var asked = await omar.Submit("Ask for approval");

        Assert.Equal("Say why the access can't go now.", Assert.Single(early.Form!.Mistakes).Value);
        Assert.Equal("Asked. Grace Okafor can decide; until then it counts as open.", asked.Status);
        Assert.Equal([Removal.Open], await story.States());

        using var grace = await story.Company.As(SmallCompany.Grace);
        await grace.GoTo("compliance");
        await grace.Click("Decide…");
        var accepted = await grace.Submit("Accept the risk for 30 days");

        Assert.Equal("Accepted until 2026-04-01. After that it is to be removed again; the next review shows it.", accepted.Status);
        Assert.Equal([Removal.RiskAccepted], await story.States());
        await story.Workspace.Deliver();
        await grace.Refresh();
        Assert.Contains("Grace Okafor, 2026-03-02", grace.Cards[^1].Text, StringComparison.Ordinal);
        Assert.Empty(grace.Cards[^1].Buttons);
        await omar.Refresh();
        await omar.Sees("Risk accepted until 2026-04-01");
        await story.Holds();
    }

    [Fact]
    public async Task Nobody_accepts_the_risk_of_what_they_asked_for_own_hold_or_reviewed()
    {
        await using var story = await Removals.Of(("Omar Haddad", "organisation owner")); // Carla's item
        var request = await Ask(story);

        async Task<string> Said(string email) => Assert.IsType<Refused>(await story.Act(email, RemovalVerbs.RiskAccept, request)).Text;

        Assert.StartsWith("You asked for this", await Said(Omar), StringComparison.Ordinal);
        Assert.Contains("since you reviewed it", await Said(Carla), StringComparison.Ordinal);
        Assert.StartsWith("Only a compliance officer or an executive", await Said("ben@example.com"), StringComparison.Ordinal);
        Assert.IsType<Refused>(await story.Act(Carla, RemovalVerbs.RiskLook, request));
        Assert.Equal([Removal.Open], await story.States());
        Assert.IsType<Finish>(await story.Act(Grace, RemovalVerbs.RiskAccept, request));
        Assert.StartsWith("Grace Okafor has accepted this already", await Said(Grace), StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_compliance_reviewed_it_an_executive_is_asked_directly_and_when_nobody_is_independent_that_is_said()
    {
        await using var story = await Removals.Of(("Ada Novak", "payments: admin"));
        await using var alone = await Removals.Of(("Carla Mendes", "organisation owner")); // Grace's item; Carla, the only executive, holds it
        Assert.StartsWith("Nobody could decide this", Assert.IsType<Refused>(await Asked(alone)).Text, StringComparison.Ordinal);
        Assert.Equal(0, await alone.Facts("removal.risk-asked"));

        var item = (await story.Workspace.Items(story.Company.Campaign)).Single(i => i is { SubjectName: "Ada Novak", Grant.Entitlement: "payments: admin" });
        story.Workspace.Tamper($"update review_item set reviewer_id = (select person_id from roster_entry where email = '{Grace}'), decided_by = decided_by where ordinal = {item.Ordinal}");
        Assert.StartsWith("Asked. Carla Mendes can decide", Assert.IsType<Finish>(await Asked(story)).Text, StringComparison.Ordinal);
        using var carla = await story.Company.As(SmallCompany.Carla);
        await carla.Sees("Omar Haddad asks to leave access for 30 days");
    }

    [Theory]
    [InlineData("91")]
    [InlineData("0")]
    [InlineData("for ever")]
    public async Task Ninety_days_are_the_most(string days)
    {
        await using var story = await Removals.Of(("Ada Novak", "payments: admin"));

        var mistakes = Assert.IsType<Mistakes>(await Asked(story, days));

        Assert.Contains("90 days at most", mistakes.Fields[RemovalVerbs.Days], StringComparison.Ordinal);
        Assert.Equal(0, await story.Facts("removal.risk-asked"));
    }

    [Fact]
    public async Task Who_rejects_says_why_and_it_stays_open()
    {
        await using var story = await Removals.Of(("Ada Novak", "payments: admin"));
        var request = await Ask(story);

        Assert.IsType<Mistakes>(await story.Act(Grace, RemovalVerbs.RiskReject, request));
        Assert.IsType<Finish>(await story.Act(Grace, RemovalVerbs.RiskReject, request, (RemovalVerbs.Words, "Logging is not a control.")));

        Assert.Equal([Removal.Open], await story.States());
        using var omar = await story.Company.As(SmallCompany.Omar);
        Assert.Contains("Logging is not a control.", (await omar.Sees("Risk not accepted: it has to go")).Text, StringComparison.Ordinal);
        Assert.IsType<Finish>(await Asked(story)); // another question may be asked
        Assert.StartsWith("Somebody asked already", Assert.IsType<Refused>(await Asked(story)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_ends_by_itself_is_warned_of_and_more_time_is_a_new_approval()
    {
        await using var story = await Removals.Of(("Ada Novak", "payments: admin"));
        await story.Act(Grace, RemovalVerbs.RiskAccept, await Ask(story));
        using var omar = await story.Company.As(SmallCompany.Omar);

        await story.At(new(2026, 3, 20, 15, 0, 0, TimeSpan.Zero));
        Assert.Contains("Remove it by then, or ask again", (await omar.Sees("Accepted risk ends on 2026-04-01")).Text, StringComparison.Ordinal);
        var renewed = Assert.IsType<Show>(await story.Act(Omar, RemovalVerbs.Open));
        Assert.Contains("Left for a time", renewed.Form.Sketch(), StringComparison.Ordinal);
        var second = await Ask(story, RemovalVerbs.Left);
        await story.Act(Grace, RemovalVerbs.RiskAccept, second);
        Assert.Equal(new(2026, 4, 19, 15, 0, 0, TimeSpan.Zero), (await story.Only()).RiskUntil);

        await story.At(new(2026, 4, 2, 15, 0, 0, TimeSpan.Zero));
        Assert.Equal([Removal.RiskAccepted], await story.States());
        await story.At(new(2026, 4, 20, 15, 0, 0, TimeSpan.Zero));

        var task = await story.Only();
        Assert.Equal((Removal.Open, ReopenReason.RiskExpired), (task.Status, task.Reopened));
        Assert.Equal(new(2026, 4, 23, 15, 0, 0, TimeSpan.Zero), task.Deadline); // privileged: three business days
        await omar.Sees("Accepted risk is over: payments: admin (production) of ada on github");
        Assert.Equal(1, await story.Facts("removal.risk-expired"));
        await story.Holds();
    }

    [Fact]
    public async Task The_next_review_shows_it()
    {
        await using var story = await Removals.Of(("Ada Novak", "payments: admin"));
        await story.Act(Grace, RemovalVerbs.RiskAccept, await Ask(story));
        story.Workspace.Clock.Advance(TimeSpan.FromDays(10));
        await story.Company.Extract(SmallCompany.Grants);

        var next = (await story.Workspace.Launch("quarterly", new DateOnly(2026, 4, 1))).Value.Campaign!.Value;

        var flagged = Assert.Single(await story.Workspace.Items(next), i => i.Flags.Any(f => f.Kind == FlagKind.RiskAccepted));
        Assert.Equal("payments: admin", flagged.Grant.Entitlement);
        Assert.Contains(flagged.Flags, f => f.Reason == "risk accepted until 2026-04-01");
    }

    [Theory]
    [InlineData("update remediation_task set risk_until = '2027-03-02T09:00:00.000000Z'")]
    [InlineData("update remediation_task set status = 'ConfirmedByInspection', risk_until = null")]
    [InlineData("update remediation_task set status = 'Withdrawn', risk_until = null")]
    public async Task More_time_than_was_accepted_is_found_in_the_table(string tampering)
    {
        await using var story = await Removals.Of(("Ada Novak", "payments: admin"));
        await story.Act(Grace, RemovalVerbs.RiskAccept, await Ask(story));
        Assert.Null((await story.Workspace.Verify()).Fault);

        story.Workspace.Tamper(tampering);

        Assert.Contains("the table was changed", (await story.Workspace.Verify()).Fault, StringComparison.Ordinal);
    }

    private static async Task<Reply> Asked(Removals story, string days = "30", string field = RemovalVerbs.Removed)
    {
        var (_, ids) = await story.All();
        // What the owner's list sends is carried on by the form in between.
        if (await story.Act(Omar, RemovalVerbs.Risk, (field, ids)) is not Show { Form: { } form }) throw new InvalidOperationException("No form.");
        return await story.Act(Omar, RemovalVerbs.RiskAsk, (RemovalVerbs.Removed, form.Hidden[RemovalVerbs.Removed]), (RemovalVerbs.Why, "Payroll."), (RemovalVerbs.Control, "Watched."), (RemovalVerbs.Days, days));
    }

    private static async Task<(string, string)> Ask(Removals story, string field = RemovalVerbs.Removed)
    {
        Assert.IsType<Finish>(await Asked(story, field: field));
        return (RemovalVerbs.Request, (await story.Workspace.Read(RiskStore.Asked)).Single().Id.ToString());
    }
}
