namespace ChatOpsCompliance.Deployments;

/// <summary>
/// Who had a hand in a commit since another one, as the source tells it: platform accounts (author, committer, pusher, author of a pull request), never
/// e-mails, which anybody can write into a commit.
/// </summary>
/// <param name="Accounts">In the source's own spelling, each once.</param>
/// <param name="Unknown">Why the source can't say it of every commit; null when it can. Then nobody counts as independent.</param>
public sealed record CommitAuthors(IReadOnlyList<string> Accounts, string? Unknown)
{
    /// <summary>What a reader should know of how it was read, such as that the two commits have diverged.</summary>
    public string? Note { get; init; }
}

/// <summary>The pull request through which a commit came, as the source tells it just now.</summary>
/// <param name="Number">Null when the commit came through none.</param>
public sealed record PullRequestFacts(int? Number, string? Url, bool Merged)
{
    /// <summary>Its author and the authors and committers of all its commits.</summary>
    public IReadOnlyList<string> Authors { get; init; } = [];

    /// <summary>Some commit of it has an author the source knows no account of.</summary>
    public bool AuthorsUnknown { get; init; }

    /// <summary>Each reviewer's newest word.</summary>
    public IReadOnlyList<PullRequestReview> Reviews { get; init; } = [];

    /// <summary>Checks and statuses of the commit.</summary>
    public IReadOnlyList<CommitCheck> Checks { get; init; } = [];
}

/// <param name="Approved">False for any other word, such as that changes are asked for.</param>
/// <param name="OfHead">It was said of the last commit of the pull request, not of an earlier state.</param>
public sealed record PullRequestReview(string Account, bool Approved, bool OfHead);

/// <param name="Green">True for success; neutral and skipped are false here, since they show nothing; null while it runs.</param>
public sealed record CommitCheck(string Name, bool? Green);

/// <summary>A deployment in the source's own list.</summary>
/// <param name="SourceId">The source's own id.</param>
/// <param name="RunUrl">Null when the source does not say which run it was.</param>
/// <param name="Actor">The platform account that started it.</param>
public sealed record SourceDeployment(string SourceId, string Commit, string? RunUrl, string Actor, DateTimeOffset CreatedAt, Outcome Outcome, DateTimeOffset? FinishedAt);

/// <summary>How an environment is protected at the source; null is what it did not say.</summary>
public sealed record EnvironmentProtection
{
    public bool? AdminsCanBypass { get; init; }

    public bool? SelfReviewPrevented { get; init; }

    /// <summary>Our own gate is one of the environment's protection rules, and on.</summary>
    public bool? GateIsOn { get; init; }
}
