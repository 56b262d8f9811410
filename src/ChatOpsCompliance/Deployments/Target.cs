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

public sealed record RepositoryNeeded() : Refusal("Name the repository, such as acme/app (at most 300 characters).");

public sealed record EnvironmentNeeded() : Refusal("Name the environment, such as production (at most 300 characters).");

public sealed record RunNeeded() : Refusal("Name the run by its address (https://…, at most 1000 characters).");
