using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Deployments;
using ChatOpsCompliance.Server.EmergencyChanges;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Tests.Emergencies;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>The days of the two years: what the service asks by itself, what is deployed each month, and what happened besides.</summary>
internal sealed class TwoYearsOfCode(Workspace workspace, Emergency.Source source)
{
    /// <summary>Of the organisation all through, with no other part in the story.</summary>
    public const string Requester = "ada.adler.ebcb@example.com", Lead = "ada.boyd.b665@example.com";

    private int commits;

    private int runs;

    private DateTimeOffset Now => workspace.Clock.GetUtcNow();

    public static string CommitOf(int number) => FormattableString.Invariant($"{number:x40}");

    public async Task Begin()
    {
        source.Environments.Add((TwoYears.Repository, TwoYears.Production));
        source.Running = CommitOf(0);
        await Emergencies.Emergency.Map(workspace, ("dev", Requester), ("lead", Lead), ("owner", Org.SystemOwner), ("fallback", Org.Fallback));
        await workspace.Get<DailyPlaces>().Find();
        await workspace.Get<LaunchDue>().Run();
        await Ask();
    }

    /// <summary>Day by day, with a deployment of the normal way on the second of each month.</summary>
    public async Task Until(DateTimeOffset then)
    {
        while (Now < then)
        {
            var morning = new DateTimeOffset(Now.UtcDateTime.Date.AddDays(Now.Hour < 9 ? 0 : 1).AddHours(9), TimeSpan.Zero);
            workspace.Clock.SetUtcNow(morning < then ? morning : then);
            if (Now.Day == 2 && Now.Hour == 9) await DeployNormally();
            await Ask();
        }
    }

    /// <param name="reviewed">Else nobody ever does.</param>
    public async Task Emergency(bool reviewed)
    {
        var commit = CommitOf(++commits);
        source.Authors = new(["dev"], null);
        source.PullRequest = new(null, null, Merged: false);
        var asked = Assert.IsType<Finish>(await Act(Requester, Asking.Request(commit)));
        await workspace.Deliver();
        var number = int.Parse(asked.Text.Split(' ')[0][3..], System.Globalization.CultureInfo.InvariantCulture);
        Task<EmergencyChange?> Change() => workspace.Read(read => ChangeStore.ByNumber(read, number, workspace.Get<PolicyBook>()));
        async Task Do(string email, Verb verb, params (string, string)[] more)
        {
            var change = (await Change())!;
            var reply = await Act(email, (verb, [(ChangeVerbs.Change, change.Id.ToString()), (ChangeVerbs.Shown, ChangeWords.Shown(change)), (ChangeVerbs.Words, "It was seen."), .. more]));
            Assert.True(reply is Finish, reply.ToString());
            await workspace.Deliver();
        }

        workspace.Clock.Advance(TimeSpan.FromMinutes(6));
        await Do(Org.SystemOwner, ChangeVerbs.Approve);
        var run = Run();
        Assert.Equal(Answer.Approved, (await Gate(run, commit)).Answer);
        workspace.Clock.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal(DeploymentClass.Emergency, (await Deployed(run, commit)).Class);
        workspace.Clock.Advance(TimeSpan.FromHours(2));
        await Do(Requester, ChangeVerbs.DetailIt, (ChangeVerbs.Impact, "Payments of one hour"), (ChangeVerbs.Abort, "Errors above 1 %"), (ChangeVerbs.Skipped, "Load test"), (ChangeVerbs.Compensating, "Watched for an hour"));
        await Do(Org.Fallback, ChangeVerbs.SecondGive);
        if (reviewed) await Do(Lead, ChangeVerbs.ReviewIt, (ChangeVerbs.Outcome, "Worked"), (ChangeVerbs.RolledBack, "no"), (ChangeVerbs.Happened, "Payments went through."));
    }

    /// <summary>Nobody is asked and nobody is told; the reading of the day after finds it. Its owner sees to it in time.</summary>
    public async Task DeployUnasked()
    {
        var (run, commit, running) = (Run(), CommitOf(++commits), source.Running);
        source.Deployed.Add(new(run, commit, Emergencies.Emergency.RunOf(run), "dev", Now, Outcome.Success, Now.AddMinutes(3)));
        source.Running = commit;
        await Until(Now.AddDays(1));
        source.Running = running; // rolled back by hand
        var action = Assert.Single(await workspace.Read(ActionStore.Unsettled));
        Assert.IsType<Finish>(await Act(Lead, (ActionVerbs.Do, [(ActionVerbs.Action, action.Id.ToString()), (ActionVerbs.Words, "The token that passed the gate is gone.")])));
        var look = Assert.IsType<Show>(await Act(Org.Compliance, (ActionVerbs.Look, [(ActionVerbs.Action, action.Id.ToString())]))).Form;
        Assert.IsType<Finish>(await Act(Org.Compliance, (ActionVerbs.Confirm, [.. look.Hidden.Select(h => (h.Key, h.Value))])));
        await workspace.Deliver();
    }

    private async Task DeployNormally()
    {
        var (run, commit) = (Run(), CommitOf(++commits));
        source.PullRequest = new(commits, FormattableString.Invariant($"https://code.example.com/acme/app/pull/{commits}"), Merged: true)
        {
            Authors = ["dev"],
            Reviews = [new("lead", Approved: true, OfHead: true)],
            Checks = [new("build", Green: true)],
        };
        await Gate(run, commit);
        workspace.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(DeploymentClass.Approved, (await Deployed(run, commit)).Class);
    }

    /// <summary>What the schedules ask; what a day's asking can't change is asked less often.</summary>
    private async Task Ask()
    {
        if (Now.Day is 1 or 10) await workspace.Get<LaunchDue>().Run();
        if (Now.Day == 1) await workspace.Get<DailyPlaces>().Find();
        await workspace.Get<ReconcileDeployments>().Run();
        await workspace.Get<ReadProtection>().Run();
        await workspace.Get<TendActions>().Run();
        await workspace.Get<TendChanges>().Run();
        if (Now.Day == 1) await workspace.Get<SignCheckpoint>().WhenThereAreFacts();
        await workspace.Deliver();
    }

    private string Run() => FormattableString.Invariant($"{++runs}");

    private async Task<GateQuestion> Gate(string run, string commit)
    {
        var (answer, no) = await workspace.Get<AnswerGate>().Ask(new("github", TwoYears.Repository, TwoYears.Production, commit, Emergencies.Emergency.RunOf(run), "dev") { Callback = "{}" }, new Actor(null, "github"));
        Assert.True(no is null, no?.Sentence);
        await workspace.Deliver();
        return answer!;
    }

    private async Task<Deployment> Deployed(string run, string commit)
    {
        var (told, no) = await workspace.Get<RecordDeployment>().Run(new("github", TwoYears.Repository, TwoYears.Production, commit, Emergencies.Emergency.RunOf(run), "dev", Now, Now, Outcome.Success, SeenBy.Webhook), new Actor(null, "github"));
        Assert.True(no is null, no?.Sentence);
        source.Deployed.Add(new(run, commit, Emergencies.Emergency.RunOf(run), "dev", Now, Outcome.Success, Now));
        source.Running = commit;
        await workspace.Deliver();
        return told.Deployment;
    }

    private async Task<Reply> Act(string email, (Verb Verb, IReadOnlyList<(string Name, string Value)> Values) what) =>
        await workspace.Act(await workspace.Person(email), what.Verb, Values.Of(what.Values.Select(v => KeyValuePair.Create(v.Name, v.Value))));

    private static class Asking
    {
        public static (Verb, IReadOnlyList<(string, string)>) Request(string commit) => (ChangeVerbs.Request,
        [
            (ChangeVerbs.Repository, TwoYears.Repository), (ChangeVerbs.Environment, TwoYears.Production), (ChangeVerbs.CommitHash, commit), (ChangeVerbs.Incident, "INC-7"), (ChangeVerbs.What, "Retry lost payments"),
            (ChangeVerbs.WhyNow, "Customers are charged twice"), (ChangeVerbs.Risk, "medium"), (ChangeVerbs.RiskWords, "More load on the queue"), (ChangeVerbs.TestDone, "Unit tests, one order on staging"),
            (ChangeVerbs.Rollback, "Deploy the commit before"),
        ]);
    }
}
