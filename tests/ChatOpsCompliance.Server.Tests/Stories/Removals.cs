using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Reminders;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>The small company with something to remove: Mia revoked it, Omar is to remove it.</summary>
internal sealed class Removals(Workspace workspace, SmallCompany company) : IAsyncDisposable
{
    public Workspace Workspace => workspace;

    public SmallCompany Company => company;

    /// <summary>Carla is an executive. What the items of these holders and entitlements say is revoked by their reviewers.</summary>
    public static async Task<Removals> Of(params (string Holder, string Entitlement)[] revoked)
    {
        var (workspace, company) = await SmallCompany.Reviewing(("Console:Roles:executive", "carla@example.com"));
        var removals = new Removals(workspace, company);
        foreach (var (holder, entitlement) in revoked) await removals.Decide(holder, entitlement, "revoke:moved");
        await workspace.Deliver();
        return removals;
    }

    public async Task Decide(string holder, string entitlement, string option, string to = "")
    {
        var item = (await workspace.Items(company.Campaign)).Single(i => i.SubjectName == holder && i.Grant.Entitlement == entitlement);
        var reviewer = (await workspace.Read(ChatOpsCompliance.Server.People.PeopleStore.Everybody)).Single(p => p.Id == item.Reviewer);
        if (to.Length == 0) Assert.IsType<Finish>(await workspace.Act(reviewer, ReviewVerbs.Decide, Deciding.As(item, option)));
        else Assert.Null((await workspace.Database.InTransaction<ItemDecided>(new(reviewer.Id, "test"), tx => DecideItem.Decide(tx, item, Choice.Parse(option, null, to)!, reviewer, ""))).No);
    }

    /// <summary>What Omar says in chat: all of the list is removed.</summary>
    public async Task Claim(string person = SmallCompany.Omar)
    {
        using var owner = await company.As(person);
        await owner.Click("Open the list", inMessageContaining: "Access to remove");
        owner.TickAll("Removed");
        Assert.Equal("Finish", (await owner.Submit("I removed what is ticked")).Kind);
        workspace.Clock.Advance(TimeSpan.FromHours(1));
    }

    /// <summary>An extract in which these accounts' grants are gone.</summary>
    public async Task ExtractWithout(string account, string by = "extractor@example.com")
    {
        workspace.Clock.Advance(TimeSpan.FromMinutes(5));
        await company.Extract(SmallCompany.Grants.Where(g => !g.StartsWith($"{account},", StringComparison.Ordinal)), by: by);
        await workspace.Deliver();
    }

    public Task<IReadOnlyList<RemediationTask>> Tasks() => workspace.Read(read => RemediationStore.Of(read, company.Campaign));

    public async Task<RemediationTask> Only() => Assert.Single(await Tasks());

    public async Task<IEnumerable<Removal>> States() => (await Tasks()).Select(t => t.Status);

    public async Task<Reply> Act(string email, Verb verb, params (string Name, string Value)[] values) =>
        await workspace.Act(await workspace.Person(email), verb, Values.Of(values.Select(v => KeyValuePair.Create(v.Name, v.Value))));

    /// <summary>The ids of all removals, as a form sends them.</summary>
    public async Task<(string Name, string Value)> All() => (RemovalVerbs.Removed, string.Join(',', (await Tasks()).Select(t => t.Id)));

    /// <summary>What the jobs ask, then.</summary>
    public async Task At(DateTimeOffset at)
    {
        if (at > workspace.Clock.GetUtcNow()) workspace.Clock.SetUtcNow(at);
        await workspace.Get<TendRemovals>().Run();
        await workspace.Get<SendNudges>().Run();
        await workspace.Deliver();
    }

    public async Task<int> Facts(string kind) => (await workspace.Read(read => LedgerStore.Latest(read, 10_000))).Count(f => f.Kind == kind);

    /// <summary>Whatever happened, the numbers tie out and the log agrees with the tables.</summary>
    public async Task Holds()
    {
        Assert.Null((await workspace.Read(read => CloseCampaign.Recount(read, company.Campaign))).Difference);
        Assert.Null((await workspace.Verify()).Fault);
    }

    public ValueTask DisposeAsync() => workspace.DisposeAsync();
}
