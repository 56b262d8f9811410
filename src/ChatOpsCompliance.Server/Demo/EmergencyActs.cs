using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Chat.Local;
using ChatOpsCompliance.Server.Deployments;
using ChatOpsCompliance.Server.EmergencyChanges;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Demo;

/// <summary>What the tour's buttons do in an emergency: people press what chat would show them, runs ask and tell by the doors that pipelines have.</summary>
internal sealed class EmergencyActs(Database database, ChatRouter router, PolicyBook policies, AnswerGate gate, RecordDeployment record, DemoForge forge, OutboxPump pump, TimeProvider clock)
{
    private const string Ada = "L08", Sofia = "L14", Liam = "L15", Mia = "L04", Ben = "L05";

    private static readonly Actor Pipeline = new(null, DemoForge.Name);

    /// <summary>A run of Ada's fix asks at the gate, has to wait, and Ada asks for an emergency change.</summary>
    public async Task<string> Ask(CancellationToken ct)
    {
        if (await Current(ct) is { Status: ChangeStatus.Requested or ChangeStatus.Approved } open) return $"{open.Reference} is under way already: {ChangeWords.State(open)}.";
        var fix = forge.NewFix();
        var question = await Gate(forge.NextRun(), fix, ct);
        var reply = await Press(Ada, ChangeVerbs.Request, new()
        {
            [ChangeVerbs.Repository] = DemoForge.Repository,
            [ChangeVerbs.Environment] = DemoForge.Environment,
            [ChangeVerbs.CommitHash] = fix,
            [ChangeVerbs.Incident] = "INC-2041",
            [ChangeVerbs.What] = "Stop charging orders twice when the payment provider answers late",
            [ChangeVerbs.WhyNow] = "Every tenth order is charged twice since 02:40",
            [ChangeVerbs.Risk] = "medium",
            [ChangeVerbs.RiskWords] = "Orders could wait a minute longer for their payment",
            [ChangeVerbs.TestDone] = "Unit tests, twenty orders on staging",
            [ChangeVerbs.Rollback] = "Deploy the commit before",
        }, ct);
        return $"The gate said to the run: “{question.Reason}” Ada was told: “{Said(reply)}”";
    }

    public async Task<string> Author(CancellationToken ct) => await Waiting(ct) is not { } change ? NothingWaits : $"Sofia was told: “{Said(await Approve(Sofia, change, ct))}”";

    /// <summary>Liam approves; the run that waits goes through, asked twice gets the same answer, and no other commit does.</summary>
    public async Task<string> ApproveIt(CancellationToken ct)
    {
        if (await Waiting(ct) is not { } change) return NothingWaits;
        var reply = await Approve(Liam, change, ct);
        if (reply is Refused) return $"Liam was told: “{Said(reply)}”";
        var run = await database.Read(async read => (await GateStore.Of(read, change)).FirstOrDefault(q => q.Answer == Answer.Approved)?.RunUrl, ct);
        if (run is null) return $"Liam was told: “{Said(reply)}”";
        var again = await Gate(run + "/attempts/2", change.Commit!, ct);
        var other = await Gate(forge.NextRun(), change.Commit!, ct);
        var another = await Gate(forge.NextRun(), DemoForge.Other, ct);
        return $"Liam was told: “{Said(reply)}” The run that waited {Word(again)} Another run of this commit {Word(other)} Another commit {Word(another)}";
    }

    public async Task<string> Deploy(CancellationToken ct)
    {
        if (await Current(ct) is not { Status: ChangeStatus.Approved, Run: { } run } change) return "No run has been let through. Let Liam approve first.";
        var deployed = await Deployed(change.Commit!, run, "ada", SeenBy.Webhook, ct);
        return $"Deployed, classed as {deployed.Class.ToString().ToLowerInvariant()}: {deployed.Reason} {change.Reference} pays for no other deployment.";
    }

    /// <summary>The second approval, the details and the review, each by somebody who may.</summary>
    public async Task<string> Finish(CancellationToken ct)
    {
        if (await Current(ct) is not { Status: ChangeStatus.ReviewDue } change) return "Nothing is deployed that waits for its review.";
        var about = ChangeWords.About(change);
        var said = new List<string>();
        if (change.Second == SecondApproval.Due) said.Add($"Mia: “{Said(await Press(Mia, ChangeVerbs.SecondGive, about.With(ChangeVerbs.Shown, ChangeWords.Shown(change)), ct))}”");
        if (change.Details is null)
        {
            var details = about.With(ChangeVerbs.Impact, "312 orders, all refunded").With(ChangeVerbs.Abort, "A single order charged twice").With(ChangeVerbs.Skipped, "The load test").With(ChangeVerbs.Compensating, "Two people watched the payments for an hour");
            said.Add($"Ada: “{Said(await Press(Ada, ChangeVerbs.DetailIt, details, ct))}”");
        }

        var review = about.With(ChangeVerbs.Outcome, nameof(ReviewOutcome.Worked)).With(ChangeVerbs.RolledBack, "no").With(ChangeVerbs.Happened, "No order was charged twice after 03:20.").With(ChangeVerbs.Evidence, "https://status.example/INC-2041");
        said.Add($"Ben: “{Said(await Press(Ben, ChangeVerbs.ReviewIt, review, ct))}”");
        await pump.Drain(ct);
        return $"{string.Join(" ", said)} {change.Reference} is {ChangeWords.State((await Current(ct))!)}.";
    }

    /// <summary>Noah deploys without asking anybody, and the webhook tells of it.</summary>
    public async Task<string> Around(CancellationToken ct)
    {
        var deployed = await Deployed(DemoForge.Other, forge.NextRun(), "noah-w", SeenBy.Webhook, ct);
        var action = await database.Read(read => ActionStore.Of(read, ActionKind.Unauthorised, $"deployment/{deployed.Id}"), ct);
        var seconds = (int)Math.Ceiling((deployed.SeenAt - deployed.StartedAt).TotalSeconds);
        return $"Found {deployed.Class.ToString().ToLowerInvariant()} within {ReviewWords.Count(Math.Max(1, seconds), "second", "seconds")}: {deployed.Reason}{(action is null ? "" : $" {action.Reference} is {action.Whose}'s, who answers for the policy.")}";
    }

    /// <summary>The same, and no webhook comes.</summary>
    public string Silent()
    {
        forge.Deployed(DemoForge.Other, forge.NextRun(), "noah-w", clock.GetUtcNow());
        return "Deployed, and nobody was told. It stands only in the source's own list (shop/deployments.csv in the demo's folder).";
    }

    /// <summary>What the daily reading has found, after the clock was pushed.</summary>
    public async Task<string> Found(CancellationToken ct)
    {
        var found = await database.Read(async read => (await DeploymentStore.Latest(read, 200)).Where(d => d.SeenBy == SeenBy.DailyRead).ToList(), ct);
        return found.Count == 0
            ? "The source's own list was read: it has nothing that was not known."
            : $"The source's own list was read: {ReviewWords.Count(found.Count, "deployment", "deployments")} that nobody had told of, {found[0].Class.ToString().ToLowerInvariant()}: {found[0].Reason}";
    }

    private const string NothingWaits = "No emergency change waits for approval. Let Ada ask first.";

    private Task<EmergencyChange?> Current(CancellationToken ct) =>
        database.Read(async read => (await ChangeStore.Register(read, policies)).LastOrDefault(c => c is { Repository: DemoForge.Repository, Commit: not null, Retroactive: false }), ct);

    private async Task<EmergencyChange?> Waiting(CancellationToken ct) => await Current(ct) is { Waits: true } change ? change : null;

    private Task<Reply> Approve(string who, EmergencyChange change, CancellationToken ct) => Press(who, ChangeVerbs.Approve, ChangeWords.About(change).With(ChangeVerbs.Shown, ChangeWords.Shown(change)), ct);

    private async Task<Reply> Press(string who, Verb verb, Values values, CancellationToken ct)
    {
        var email = await database.Read(async read => (await PeopleStore.Everybody(read)).Single(p => p.RosterKey == who).Email, ct);
        var reply = await router.Handle(new(new ChatAccount(LocalPlatform.PlatformName, LocalPlatform.Workspace, who), email, verb, values, $"tour/{Guid.CreateVersion7()}"), ct);
        await pump.Drain(ct);
        return reply;
    }

    private async Task<GateQuestion> Gate(string run, string commit, CancellationToken ct)
    {
        var question = (await gate.Ask(new(DemoForge.Name, DemoForge.Repository, DemoForge.Environment, commit, run, "ada"), Pipeline, ct)).Value;
        await pump.Drain(ct);
        return question;
    }

    private async Task<Deployment> Deployed(string commit, string run, string actor, SeenBy by, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        forge.Deployed(commit, run, actor, now);
        var (told, _) = (await record.Run(new(DemoForge.Name, DemoForge.Repository, DemoForge.Environment, commit, run, actor, now, clock.GetUtcNow(), ChatOpsCompliance.Deployments.Outcome.Success, by), Pipeline, ct)).Value;
        await pump.Drain(ct);
        return told;
    }

    private static string Word(GateQuestion q) => q.Answer switch { Answer.Approved => "went through, and again when it was retried.", Answer.Rejected => $"was refused: “{q.Reason}”", _ => $"waits: “{q.Reason}”" };

    private static string Said(Reply reply) => reply switch { Finish done => done.Text, Refused no => no.Text, Mistakes m => m.Fields.Values.First(), Say say => say.Text, _ => "" };
}
