using System.Text.RegularExpressions;

namespace ChatOpsCompliance.Server.Api;

/// <summary>For what a key may speak: a system (extracts), or repositories and environments (gate questions, deployments); or what it may read. Never two of them.</summary>
/// <param name="System">Empty for a pipeline's.</param>
/// <param name="Repositories">Patterns with commas between, such as <c>acme/*</c>; empty for a system's.</param>
/// <param name="Environments">The same, such as <c>production,live-*</c>.</param>
public sealed partial record KeyScope(string System, string Repositories, string Environments)
{
    private const int Longest = 1000;

    /// <summary>Null for a key that speaks.</summary>
    public KeyReads? Reads { get; init; }

    public bool IsPipelines => Repositories.Length > 0;

    public static KeyScope OfSystem(string system) => new(system, "", "");

    public static KeyScope Reading(KeyReads reads) => new("", "", "") { Reads = reads };

    public static Result<KeyScope> OfPipelines(string repositories, string environments)
    {
        var (r, e) = (Tidy(repositories), Tidy(environments));
        return r is null || e is null ? new KeyScopeUnreadable() : new KeyScope("", r, e);
    }

    public bool Covers(string repository, string environment) => Any(Repositories, repository) && Any(Environments, environment);

    public override string ToString() => Reads is { } reads ? $"{reads}" : IsPipelines ? $"{Repositories} in {Environments}" : System;

    private static bool Any(string patterns, string name) => patterns.Length > 0 && patterns.Split(',').Any(p => Pattern.Matches(name, p));

    private static string? Tidy(string text)
    {
        var patterns = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var tidy = string.Join(',', patterns);
        return patterns.Length > 0 && tidy.Length <= Longest && Array.TrueForAll(patterns, p => Form().IsMatch(p)) ? tidy : null;
    }

    [GeneratedRegex("^[A-Za-z0-9._/* ()-]{1,200}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Form();
}

public sealed record KeyScopeUnreadable() : Refusal("Name repositories and environments as patterns with commas between, such as 'acme/*' and 'production'; 1000 characters at most.");
