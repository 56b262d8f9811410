using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.People;

/// <summary>What somebody may do beyond their own reviews and tasks.</summary>
/// <param name="Admin">Runs the service: sessions, links, deliveries. Sees no evidence by that.</param>
public sealed record Roles(bool Compliance, bool Executive, bool Admin = false)
{
    public static readonly Roles None = new(false, false);

    /// <summary>Whether the console shows everything, to read.</summary>
    public bool SeesAll => Compliance || Executive;

    public bool HasAny => SeesAll || Admin;
}

/// <summary>
/// Who has which role: <c>Console:Roles</c>, role to e-mails and values of the provider's role claim. Asked at each act in its own read, never kept. What a
/// claim said counts while the session lasts that it was said for.
/// </summary>
public sealed class RoleBook(IReadOnlyDictionary<string, IReadOnlySet<string>> holders)
{
    public const string Compliance = "compliance", Executive = "executive", Auditor = "auditor", Admin = "admin";

    public static readonly IReadOnlyList<string> Names = [Compliance, Executive, Auditor, Admin];

    private readonly IReadOnlySet<string> claims = holders.Values.SelectMany(h => h).Where(h => !IsEmail(h)).ToHashSet(StringComparer.Ordinal);

    /// <param name="said">What the provider says of them now; null asks what it said at their sign-in.</param>
    public async Task<Roles> Of(Read read, Person person, IReadOnlyList<string>? said = null)
    {
        if (!person.Active) return Roles.None;
        said ??= await Said(read, person);
        return new(Has(Compliance), Has(Executive), Has(Admin));

        bool Has(string role) => holders.TryGetValue(role, out var some) && (some.Contains(person.Email) || said.Any(some.Contains));
    }

    /// <summary>
    /// Whether an engagement of theirs counts. <c>Console:Roles:auditor</c> shows nothing by itself: where it is set, only whom it names may be engaged; by a claim,
    /// as long as the provider says it.
    /// </summary>
    public async Task<bool> MayAudit(Read read, Person person, IReadOnlyList<string>? said = null) =>
        !holders.TryGetValue(Auditor, out var some) || some.Count == 0 || some.Contains(person.Email) || (said ?? await Said(read, person)).Any(some.Contains);

    /// <summary>What can be told of it before they have ever signed in.</summary>
    public bool MayBeEngaged(string email) => !holders.TryGetValue(Auditor, out var some) || some.Count == 0 || some.Contains(email) || Claims(Auditor).Any();

    /// <summary>Those who have a role by their e-mail; by a claim it has whoever signs in with it.</summary>
    public IEnumerable<string> Emails(string role) => holders.TryGetValue(role, out var some) ? some.Where(IsEmail) : [];

    /// <summary>The values of the role claim that give a role, by role.</summary>
    public IEnumerable<string> Claims(string role) => holders.TryGetValue(role, out var some) ? some.Where(h => !IsEmail(h)) : [];

    /// <summary>What of a claim means anything here.</summary>
    public IReadOnlyList<string> Known(IEnumerable<string> said) => [.. said.Where(claims.Contains).Distinct(StringComparer.Ordinal)];

    private async Task<IReadOnlyList<string>> Said(Read read, Person person) => claims.Count == 0 ? [] : await SessionStore.ClaimsOf(read, person.Id);

    private static bool IsEmail(string holder) => holder.Contains('@', StringComparison.Ordinal);
}
