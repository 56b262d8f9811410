using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Server.People;

namespace ChatOpsCompliance.Server.Api;

/// <summary>What a reading key may see: all that the role may read; an auditor's only what lies in a period.</summary>
/// <param name="From">Both days belong to it, UTC; null for every role but the auditor's.</param>
public sealed record KeyReads(string Role, DateOnly? From = null, DateOnly? To = null)
{
    /// <summary>Opens the numbers of operations and nothing of the company's.</summary>
    public const string Metrics = "metrics";

    public static IReadOnlyList<string> Roles { get; } = [RoleBook.Compliance, RoleBook.Executive, RoleBook.Auditor, Metrics];

    public Sight Sight => Role == Metrics ? Sight.Nothing : From is { } from ? Sight.Within(from, To!.Value) : Sight.Everything;

    public static Result<KeyReads> Of(string role, DateOnly? from, DateOnly? to)
    {
        if (!Roles.Contains(role, StringComparer.Ordinal)) return new RoleUnknown(role);
        if (role == RoleBook.Auditor ? from is null || to is null || to < from : from is not null || to is not null) return new AuditorsPeriod();
        return new KeyReads(role, from, to);
    }

    public override string ToString() => From is null ? $"reading as {Role}" : FormattableString.Invariant($"reading as {Role}, {From:yyyy-MM-dd} to {To:yyyy-MM-dd}");
}

public sealed record RoleUnknown(string Role) : Refusal($"There is no role {Role} to read as; there are {string.Join(", ", KeyReads.Roles)}.");

public sealed record AuditorsPeriod() : Refusal("An auditor's key needs the first and the last day of what is audited (--from and --to), and no other key has them.");
