using System.Text.Json;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Deployments;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.EmergencyChanges;

/// <summary>An engineer asks for an emergency change: what is needed before, and no more. What was typed is kept until it is sent.</summary>
public sealed class RequestChange(PolicyBook policies, TimeProvider clock)
{
    /// <summary>The errand that reads who wrote the commit.</summary>
    public const string AuthorsErrand = "change.authors";

    private static readonly string[] Typed = [ChangeVerbs.Repository, ChangeVerbs.Environment, ChangeVerbs.CommitHash, ChangeVerbs.Incident, ChangeVerbs.What, ChangeVerbs.WhyNow, ChangeVerbs.Risk, ChangeVerbs.RiskWords, ChangeVerbs.TestDone, ChangeVerbs.Rollback, ChangeVerbs.Authors];

    public async Task<Result<Reply>> Open(Read read, Visit visit)
    {
        if (!visit.By.Active) return new ChatOpsCompliance.AccessReviews.NoLongerActive();
        if (policies.All.Count == 0) return new NoPolicies(policies.Owners);
        var draft = await ChangeStore.DraftOf(read, visit.By.Id) is { } kept ? JsonSerializer.Deserialize<Dictionary<string, string>>(kept)! : [];
        var hidden = Values.None;
        if (visit.Values.Id<GateQuestion>(ChangeVerbs.Question) is { } id && await GateStore.One(read, id) is { } question)
            (draft[ChangeVerbs.Repository], draft[ChangeVerbs.Environment], draft[ChangeVerbs.CommitHash]) = (question.Repository, question.Environment, question.Commit);
        if (visit.Values.Id<Deployment>(ChangeVerbs.Deployment) is { } deployed && await DeploymentStore.One(read, deployed) is { } deployment)
        {
            (draft[ChangeVerbs.Repository], draft[ChangeVerbs.Environment], draft[ChangeVerbs.CommitHash]) = (deployment.Repository, deployment.Environment, deployment.Commit);
            hidden = hidden.With(ChangeVerbs.Deployment, deployed.ToString());
        }

        return new Show(FormOf(draft, hidden));
    }

    public async Task<Result<Reply>> SaveDraft(Tx tx, Visit visit)
    {
        await ChangeRequestStore.KeepDraft(tx, visit.By.Id, JsonSerializer.Serialize(Typed.Where(visit.Values.Has).ToDictionary(f => f, f => visit.Values[f], StringComparer.Ordinal)));
        return new Saved();
    }

    public async Task<Result<Reply>> Run(Tx tx, Visit visit)
    {
        var (asked, no) = Read(visit.Values);
        if (asked is null) return no!;
        if (!visit.By.Active) return new ChatOpsCompliance.AccessReviews.NoLongerActive();
        if (policies.For(asked.Repository, asked.Environment) is not { } policy) return new NoPolicyCovers(asked.Repository, asked.Environment, policies.Owners) { Field = ChangeVerbs.Environment };
        var deployment = visit.Values.Id<Deployment>(ChangeVerbs.Deployment) is { } id ? await DeploymentStore.One(tx, id) : null;
        if (deployment is not null && (deployment.Repository, deployment.Environment, deployment.Commit) != (asked.Repository, asked.Environment, asked.Commit)) return new NotThatDeployment { Field = ChangeVerbs.CommitHash };
        var (authors, nobody) = policy.AuthorsDeclared ? await Declared(tx, visit) : ([], null);
        if (nobody is not null) return nobody;

        var change = new ChangeRequested(
            new(Guid.CreateVersion7(clock.GetUtcNow())), await CounterStore.Next(tx, "emergency-change"), visit.By.Id, policy.Name, policy.Hash(), asked.Repository, asked.Environment, asked.Commit,
            new(asked.Incident), new(asked.What), new(asked.WhyNow), asked.Risk, new(asked.RiskWords), new(asked.TestDone), new(asked.Rollback), policy.Before, deployment is not null, tx.Now + policy.ApproveWithin)
        {
            PolicyBody = PolicyJson.HashOf(await ChangeRequestStore.Keep(tx, policy)),
            Deployment = deployment?.Id,
            Authors = policy.AuthorsDeclared ? Words.Of(visit.Values[ChangeVerbs.Authors]) : null,
        };
        await ChangeRequestStore.Record(tx, change);
        tx.Happened(change);
        if (policy.AuthorsDeclared && asked.Commit is { } commit) await KeepDeclared(tx, change.Change, commit, authors);

        await ChangeRequestStore.DropDraft(tx, visit.By.Id);
        var reference = FormattableString.Invariant($"EC-{change.Number}");
        return new Finish(deployment is not null
            ? $"{reference} is on record as retroactive. It does not approve what was deployed; whoever looks at it now says so after the fact."
            : $"{reference} is asked for. {Answering(policy)} You will be told at once; until then nothing is approved.");
    }

    /// <summary>What was typed, each fault beside its field.</summary>
    private static Result<Asked> Read(Values v)
    {
        if (Target.Of(v[ChangeVerbs.Repository]) is not { } repository) return new RepositoryNeeded { Field = ChangeVerbs.Repository };
        if (Target.Of(v[ChangeVerbs.Environment]) is not { } environment) return new EnvironmentNeeded { Field = ChangeVerbs.Environment };
        string? commit = null;
        if (v[ChangeVerbs.CommitHash].Trim().Length > 0 && (commit = Commit.Whole(v[ChangeVerbs.CommitHash])) is null) return new CommitNotWhole { Field = ChangeVerbs.CommitHash };
        foreach (var (field, what) in ((string, string)[])
                 [
                     (ChangeVerbs.Incident, "which incident this is for"), (ChangeVerbs.What, "what is changed"), (ChangeVerbs.WhyNow, "why it can't wait"),
                     (ChangeVerbs.RiskWords, "what could go wrong"), (ChangeVerbs.TestDone, "what was tested"), (ChangeVerbs.Rollback, "how it is rolled back"),
                 ])
            if (string.IsNullOrWhiteSpace(v[field])) return new DetailsNeeded(what) { Field = field };
        if (!Enum.TryParse<Risk>(v[ChangeVerbs.Risk], ignoreCase: true, out var risk) || !Enum.IsDefined(risk)) return new DetailsNeeded("how high the risk is") { Field = ChangeVerbs.Risk };
        return new Asked
        {
            Repository = repository,
            Environment = environment,
            Commit = commit,
            Incident = v[ChangeVerbs.Incident].Trim(),
            What = v[ChangeVerbs.What].Trim(),
            WhyNow = v[ChangeVerbs.WhyNow].Trim(),
            Risk = risk,
            RiskWords = v[ChangeVerbs.RiskWords].Trim(),
            TestDone = v[ChangeVerbs.TestDone].Trim(),
            Rollback = v[ChangeVerbs.Rollback].Trim(),
        };
    }

    /// <summary>The people whom the requester names, by e-mail or whole name; the requester always is one. Nobody unknown passes.</summary>
    internal static async Task<(IReadOnlyList<string> Authors, Refusal? No)> Declared(Tx tx, Visit visit)
    {
        var authors = new List<string> { ReadAuthors.PersonAccount(visit.By.Id) };
        var named = visit.Values[ChangeVerbs.Authors].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (named.Length == 0) return ([], new DetailsNeeded("who wrote it; your own name if only you did") { Field = ChangeVerbs.Authors });
        foreach (var name in named)
        {
            var (author, no) = await NamedPerson.Of(tx, name, ChangeVerbs.Authors);
            if (author is null) return ([], no);
            authors.Add(ReadAuthors.PersonAccount(author.Id));
        }

        return ([.. authors.Distinct(StringComparer.Ordinal)], null);
    }

    internal static async Task KeepDeclared(Tx tx, Id<EmergencyChange> change, string commit, IReadOnlyList<string> authors)
    {
        var read = new ChangeAuthorsRead(change, commit, null, AuthorsKnown.Yes, authors.Count, Words.Of(string.Join(", ", authors)), "The authors are those whom the requester named.");
        if (await ChangeRequestStore.Record(tx, read, authors)) tx.Happened(read);
    }

    private Form FormOf(IReadOnlyDictionary<string, string> draft, Values hidden)
    {
        string Kept(string field) => draft.TryGetValue(field, out var text) ? text : "";
        Write Line(string field, string label) => new(field, label, Kept(field), Most: 300, OnChange: ChangeVerbs.Draft) { Required = true };
        Write Text(string field, string label) => new(field, label, Kept(field), Long: true, Most: 2000, OnChange: ChangeVerbs.Draft) { Required = true };
        var retroactive = hidden.Has(ChangeVerbs.Deployment);
        return new(
            retroactive ? "After the fact: explain a deployment" : "Ask for an emergency change",
            [
                new Paragraph(retroactive
                    ? "This deployment was not approved, and what you write here does not approve it. It is kept beside it, marked as retroactive for ever."
                    : "Only what has to be known before; the details follow within a day."),
                Line(ChangeVerbs.Repository, "Service (repository), such as acme/app"),
                Line(ChangeVerbs.Environment, "Environment, such as production"),
                new Write(ChangeVerbs.CommitHash, "Commit (the whole hash; empty while it is not written yet)", Kept(ChangeVerbs.CommitHash), Most: 100, OnChange: ChangeVerbs.Draft),
                Line(ChangeVerbs.Incident, "Incident, such as INC-123 or its address"),
                Text(ChangeVerbs.What, "What is changed?"),
                Text(ChangeVerbs.WhyNow, "Why can't it wait for the normal way?"),
                new Choose(ChangeVerbs.Risk, "How high is the risk?", [new("low", "Low"), new("medium", "Medium"), new("high", "High")], draft.TryGetValue(ChangeVerbs.Risk, out var risk) ? risk : null, ChangeVerbs.Draft) { Required = true },
                Text(ChangeVerbs.RiskWords, "What could go wrong?"),
                Text(ChangeVerbs.TestDone, "What was tested, and how?"),
                Text(ChangeVerbs.Rollback, "How is it rolled back?"),
                .. policies.All.Any(p => p.AuthorsDeclared) ? [new Write(ChangeVerbs.Authors, "Who wrote it? (names or e-mails, with commas; where no source can be asked)", Kept(ChangeVerbs.Authors), Most: 1000, OnChange: ChangeVerbs.Draft)] : Array.Empty<Block>(),
            ],
            new(ChangeVerbs.Request, retroactive ? "Put it on record" : "Ask for approval", Values.None, ButtonStyle.Primary),
            [],
            hidden);
    }

    private static string Answering(EmergencyPolicy policy) => policy.Before == 1
        ? $"One of {string.Join(", ", policy.Approvers.Select(g => g.Name))} can approve it."
        : $"Two of {string.Join(", ", policy.Approvers.Select(g => g.Name))} have to approve it.";
}

public sealed record NoPolicies(string Owners) : Refusal($"Emergency changes can't be approved here: no policy says how. {Owners}");

public sealed record NotThatDeployment() : Refusal("That is not what was deployed. Leave repository, environment and commit as they were, or ask for an emergency change of its own.");
