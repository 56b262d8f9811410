using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Reminders;
using ChatOpsCompliance.Server.Tests.Chat;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>The small company with something to be done: about what Ada deployed, Mia's to do; Grace is compliance, Carla an executive.</summary>
internal sealed class Actions(Workspace workspace, SmallCompany company) : IAsyncDisposable
{
    public const string Ada = "ada@example.com", Ben = "ben@example.com", Mia = "mia@example.com", Grace = "grace@example.com", Carla = "carla@example.com", Omar = "omar@example.com";

    public Workspace Workspace => workspace;

    public SmallCompany Company => company;

    public static async Task<Actions> Start(params (string Key, string Value)[] more)
    {
        var (workspace, company) = await SmallCompany.Starting([("Console:Roles:executive", Carla), .. more]);
        return new(workspace, company);
    }

    /// <summary>As what causes one does it.</summary>
    public async Task<Id<ActionTask>> Open(ActionKind kind = ActionKind.Unauthorised, string? owner = Mia, string? about = null, string subject = "deployment/1")
    {
        var (has, whose) = (await IdOf(owner), await IdOf(about));
        var (title, what) = kind == ActionKind.Drift
            ? ("Administrators of acme/web can pass the gate of production", "Switch off “Allow administrators to bypass configured protection rules” in the settings of the environment.")
            : ("acme/web was deployed to production, and nobody approved it", "Find out what was deployed and why, and see that it can't happen again.");
        return (await workspace.Database.InTransaction<Id<ActionTask>>(Actor.Service, async tx => await workspace.Get<OpenAction>().For(tx, kind, subject, title, what, has, whose))).Value;
    }

    /// <summary>The source is read now.</summary>
    public Task Read(bool shown, ActionKind kind = ActionKind.Drift, DateTimeOffset? at = null) => workspace.Database.Bulk(Actor.Service, async tx =>
    {
        await workspace.Get<OpenAction>().Seen(tx, kind, "deployment/1", at ?? tx.Now, shown);
        return Done.It;
    });

    public async Task<ActionTask> Only() => Assert.Single(await workspace.Read(ActionStore.All));

    public async Task<Reply> Act(string email, Verb verb, params (string Name, string Value)[] values) =>
        await workspace.Act(await workspace.Person(email), verb, Values.Of(values.Select(v => KeyValuePair.Create(v.Name, v.Value)).Append(KeyValuePair.Create(ActionVerbs.Action, $"{(await Only()).Id}"))));

    /// <summary>Presses a button of the form that a verb shows, with what is on it.</summary>
    public async Task<Reply> Press(string email, Verb form, Verb button, params (string Name, string Value)[] values)
    {
        var shown = Assert.IsType<Show>(await Act(email, form)).Form;
        return await Act(email, button, [.. shown.Hidden.Where(h => h.Key != ActionVerbs.Action).Select(h => (h.Key, h.Value)), .. values]);
    }

    public Task<Reply> Do(string email = Mia, string words = "The branch is protected, and Ada knows.") => Act(email, ActionVerbs.Do, (ActionVerbs.Words, words));

    /// <summary>What the jobs ask, then.</summary>
    public async Task At(DateTimeOffset at)
    {
        if (at > workspace.Clock.GetUtcNow()) workspace.Clock.SetUtcNow(at);
        await workspace.Get<TendActions>().Run();
        await workspace.Get<SendNudges>().Run();
        await workspace.Deliver();
    }

    public async Task<LocalChatClient> InCompliance()
    {
        var grace = await company.As(SmallCompany.Grace);
        await grace.GoTo("compliance");
        return grace;
    }

    public async Task<int> Facts(string kind) => (await workspace.Read(read => LedgerStore.Latest(read, 10_000))).Count(f => f.Kind == kind);

    public async Task Holds() => Assert.Null((await workspace.Verify()).Fault);

    public ValueTask DisposeAsync() => workspace.DisposeAsync();

    private async Task<Id<Person>?> IdOf(string? email) => email is null ? null : (await workspace.Person(email)).Id;
}
