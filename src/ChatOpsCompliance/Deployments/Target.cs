using ChatOpsCompliance.EmergencyChanges;

namespace ChatOpsCompliance.Deployments;

/// <summary>The names of repositories and environments: platforms do not tell upper and lower case apart, so neither does the gate.</summary>
public static class Target
{
    /// <summary>In lower case; null when it is no name.</summary>
    public static string? Of(string? text)
    {
        var name = text?.Trim().ToLowerInvariant() ?? "";
        return name.Length is > 0 and <= 300 && !name.Any(char.IsControl) ? name : null;
    }
}

/// <summary>What a run deploys and where, each name in one spelling.</summary>
public sealed record RunTarget(string Repository, string Environment, string Commit, string RunUrl)
{
    /// <summary>The longest names that are kept, in characters.</summary>
    private const int LongestAddress = 1000, LongestAccount = 300;

    public static Result<RunTarget> Of(string? repository, string? environment, string? commit, string? run)
    {
        if (Target.Of(repository) is not { } where) return new RepositoryNeeded();
        if (Target.Of(environment) is not { } into) return new EnvironmentNeeded();
        if (Deployments.Commit.Whole(commit) is not { } whole) return new CommitNotWhole();
        return Run.Of(run) is { Length: <= LongestAddress } one ? new RunTarget(where, into, whole, one) : new RunNeeded();
    }

    /// <summary>The account that started it, as far as it is kept.</summary>
    public static string Account(string name) => name.Trim() is { Length: > LongestAccount } account ? account[..LongestAccount] : name.Trim();
}

public sealed record RepositoryNeeded() : Refusal("Name the repository, such as acme/app (at most 300 characters).");

public sealed record EnvironmentNeeded() : Refusal("Name the environment, such as production (at most 300 characters).");

public sealed record RunNeeded() : Refusal("Name the run by its address (https://…, at most 1000 characters).");
