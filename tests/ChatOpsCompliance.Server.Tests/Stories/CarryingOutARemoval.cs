using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Remediation;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>What the owner of a system sees and says, and what happens when time passes or people leave.</summary>
public sealed class CarryingOutARemoval
{
    private const string Omar = "omar@example.com", Ben = "ben@example.com", Ada = "ada@example.com", Grace = "grace@example.com", Carla = "carla@example.com";

    [Fact]
    public async Task Inherited_access_names_its_group_and_who_else_is_in_it()
    {
        var (workspace, company) = await SmallCompany.Starting();
        await using var story = new Removals(workspace, company);
        await company.Extract(SmallCompany.Grants.Select(g => $"{g},{(g.Contains("web: write", StringComparison.Ordinal) || g.Contains("ada", StringComparison.Ordinal) && g.Contains("wiki", StringComparison.Ordinal) ? "web-team" : "")}"), extra: ",granted_via");
        company.Campaign = (await workspace.Launch("quarterly")).Value.Campaign!.Value;
        await story.Decide("Ada Novak", "web: write", "revoke:moved");
        using var omar = await company.As(SmallCompany.Omar);

        var form = await omar.Click("Open the list", inMessageContaining: "Access to remove");

        Assert.Contains("Group web-team: web: write of ada comes through it. Taking ada out of the group also takes away wiki: edit. Taking web: write from the group also takes it from Ben Weber, Jo Berg.", form.Form!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_ticket_is_noted_before_it_is_done_and_stays()
    {
        await using var story = await Removals.Of(("Ada Novak", "payments: admin"));

        Assert.IsType<Mistakes>(await story.Act(Omar, RemovalVerbs.Ticket, await story.All()));
        Assert.StartsWith("Only Omar Haddad", Assert.IsType<Refused>(await story.Act(Ben, RemovalVerbs.Ticket, await story.All(), (RemovalVerbs.TicketOf, "OPS-1"))).Text, StringComparison.Ordinal);
        Assert.IsType<Finish>(await story.Act(Omar, RemovalVerbs.Ticket, await story.All(), (RemovalVerbs.TicketOf, " OPS-12 ")));
        Assert.Equal((Removal.Open, "OPS-12"), ((await story.Only()).Status, (await story.Only()).Ticket));
        using var omar = await story.Company.As(SmallCompany.Omar);
        Assert.Contains("by 2026-03-05, ticket OPS-12", (await omar.Click("Open the list")).Form!.Text, StringComparison.Ordinal);
        await story.Claim();

        Assert.Equal((Removal.Claimed, "OPS-12"), ((await story.Only()).Status, (await story.Only()).Ticket));
        await story.Holds();
    }

    [Fact]
    public async Task A_modification_is_proven_when_the_old_is_gone_and_the_new_is_there()
    {
        await using var story = await Removals.Of();
        await story.Decide("Ada Novak", "web: write", "modify:job-needs-other", to: "web: read");
        Assert.Equal("web: read", (await story.Only()).Becomes);
        await story.Claim();
        string[] without = [.. SmallCompany.Grants.Where(g => !g.StartsWith("ada,human,ada@example.com,,web: write", StringComparison.Ordinal))];
        const string Read = "ada,human,ada@example.com,,web: read,,false,true,,2026-02-20T00:00:00Z,";

        await story.Company.Extract(without);
        Assert.Equal((Removal.Open, ReopenReason.NotReplaced), ((await story.Only()).Status, (await story.Only()).Reopened));
        await story.Claim();
        await story.Company.Extract([.. SmallCompany.Grants, Read]);
        Assert.Equal(ReopenReason.StillPresent, (await story.Only()).Reopened);
        await story.Claim();
        await story.Company.Extract([.. without, Read]);

        Assert.Equal([Removal.Verified], await story.States());
        await story.Holds();
    }

    [Fact]
    public async Task What_is_late_goes_up_to_the_manager_and_then_to_compliance_each_once()
    {
        await using var story = await Removals.Of(("Ada Novak", "payments: admin")); // due Thursday 5 March, 09:00 UTC
        using var carla = await story.Company.As(SmallCompany.Carla);
        using var grace = await story.Company.As(SmallCompany.Grace);

        await story.At(new(2026, 3, 5, 8, 59, 0, TimeSpan.Zero));
        Assert.Equal(0, await story.Facts("removal.escalated"));
        await story.At(new(2026, 3, 5, 9, 1, 0, TimeSpan.Zero));
        await story.At(new(2026, 3, 6, 9, 1, 0, TimeSpan.Zero));
        Assert.Equal(1, await story.Facts("removal.escalated"));
        Assert.Contains("payments: admin (production) of ada on github: Omar Haddad, late", (await carla.Sees("1 removal is late")).Text, StringComparison.Ordinal);
        await story.At(new(2026, 3, 9, 9, 1, 0, TimeSpan.Zero)); // two business days on
        await story.At(new(2026, 3, 20, 9, 1, 0, TimeSpan.Zero));

        Assert.Equal(2, await story.Facts("removal.escalated"));
        await grace.Sees("asking once more did not help");
        await grace.GoTo("compliance");
        Assert.Contains(grace.Cards, c => c.Text.Contains("1 removal is late", StringComparison.Ordinal));
        await story.Holds();
    }

    [Fact]
    public async Task Its_owner_is_reminded_before_it_is_due_and_weekly_once_it_is_late()
    {
        await using var story = await Removals.Of(("Ada Novak", "payments: admin")); // due Thursday 5 March, 09:00 UTC
        using var omar = await story.Company.As(SmallCompany.Omar);

        for (var at = new DateTimeOffset(2026, 3, 3, 15, 0, 0, TimeSpan.Zero); at < new DateTimeOffset(2026, 3, 20, 0, 0, 0, TimeSpan.Zero); at = at.AddDays(1)) await story.At(at);

        var said = omar.Cards.Count;
        await omar.Refresh();
        string[] heard = [.. omar.Cards.Skip(said).Select(c => c.Text.Split('\n').FirstOrDefault(l => l.StartsWith("1 removal is", StringComparison.Ordinal))).OfType<string>()];
        Assert.Equal(["1 removal is due within a day", "1 removal is late", "1 removal is late", "1 removal is late"], heard);
    }

    [Fact]
    public async Task When_its_owner_leaves_it_goes_to_their_manager_who_is_told_and_can_say_that_it_is_done()
    {
        await using var story = await Removals.Of(("Ada Novak", "payments: admin"));
        var path = Path.Combine(story.Workspace.Folder, "people.csv");
        await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).Replace("carla@example.com,true,America/New_York", "carla@example.com,false,America/New_York", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        Assert.Null((await story.Workspace.ImportPeople(path, "Omar left")).No);

        await story.At(story.Workspace.Clock.GetUtcNow());
        await story.At(story.Workspace.Clock.GetUtcNow());

        Assert.Equal("Carla Mendes", (await story.Only()).OwnerName);
        Assert.Equal(1, await story.Facts("removal.handed-over"));
        Assert.IsType<Refused>(await story.Act(Omar, RemovalVerbs.Claim, await story.All()));
        await story.Claim(SmallCompany.Carla);
        await story.ExtractWithout("ada");
        Assert.Equal([Removal.Verified], await story.States());
        await story.Holds();
    }

    [Fact]
    public async Task It_is_handed_over_by_those_who_may_and_never_to_who_holds_it()
    {
        await using var story = await Removals.Of(("Ada Novak", "payments: admin"));
        async Task<Reply> Hand(string by, string to) => await story.Act(by, RemovalVerbs.HandOver, await story.All(), (RemovalVerbs.To, to));

        Assert.StartsWith("Only Omar Haddad, their manager", Assert.IsType<Refused>(await Hand(Ada, Ben)).Text, StringComparison.Ordinal);
        Assert.StartsWith("It is Ada Novak's own access", Assert.IsType<Mistakes>(await Hand(Omar, Ada)).Fields[RemovalVerbs.To], StringComparison.Ordinal);
        Assert.StartsWith("Nobody active", Assert.IsType<Mistakes>(await Hand(Omar, "jo@example.com")).Fields[RemovalVerbs.To], StringComparison.Ordinal);
        Assert.IsType<Finish>(await Hand(Omar, " Ben@example.com "));
        Assert.IsType<Finish>(await Hand(Grace, Omar));
        Assert.IsType<Finish>(await Hand(Carla, Ben)); // Omar's manager
        using var ben = await story.Company.As(SmallCompany.Ben);
        await ben.Sees("To remove 1");
        await story.Claim(SmallCompany.Ben);
        await story.Holds();
    }
}
