using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Deployments;

/// <summary>A run asks whether it may deploy.</summary>
/// <param name="Source">Who asks, such as <c>github</c> or <c>api</c>.</param>
/// <param name="RunUrl">With or without its attempt.</param>
/// <param name="RequestedBy">The source's account that started the run; may be empty.</param>
public sealed record GateAsked(string Source, string Repository, string Environment, string Commit, string RunUrl, string RequestedBy)
{
    /// <summary>What the source needs to be answered later; null for one that polls.</summary>
    public string? Callback { get; init; }

    /// <summary>Names in one spelling; a refusal where one can't be read.</summary>
    internal Result<GateAsked> Plain() => RunTarget.Of(Repository, Environment, Commit, RunUrl).Then<GateAsked>(at =>
        this with { Repository = at.Repository, Environment = at.Environment, Commit = at.Commit, RunUrl = at.RunUrl, RequestedBy = RunTarget.Account(RequestedBy) });
}

/// <summary>
/// The gate: a run's question in, an answer out, both recorded before anybody hears of it. A run that asks again gets the same answer; one that was told no
/// asks anew.
/// </summary>
public sealed class AnswerGate(Database database, DecideGate decide)
{
    public Task<Result<GateQuestion>> Ask(GateAsked asked, Actor by, CancellationToken ct = default)
    {
        var (plain, no) = asked.Plain();
        return plain is null ? Task.FromResult<Result<GateQuestion>>(no!) : database.InTransaction<GateQuestion>(by, tx => decide.Ask(tx, plain), ct: ct);
    }

    /// <summary>As it stands now: what was approved is no more once its time is over, or another run has it.</summary>
    public async Task<GateQuestion?> Of(Id<GateQuestion> id, CancellationToken ct = default) =>
        await database.Read(async read => await GateStore.One(read, id) is { } question ? (question, await decide.StillStands(read, question)) : default, ct) is var (known, stands) && (known is null || stands)
            ? known
            : await database.Bulk(Actor.Service, tx => decide.Anew(tx, id), ct);
}

public sealed record AskedElsewhere(string Source) : Refusal($"This run has asked through {Source} already.");

public sealed record RunAskedForAnother(string Commit) : Refusal($"This run has asked for {ChatOpsCompliance.Deployments.Commit.Short(Commit)} already. An answer is for one commit; start another run.");
