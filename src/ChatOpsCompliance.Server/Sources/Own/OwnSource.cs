using System.Globalization;
using System.Runtime.CompilerServices;
using ChatOpsCompliance.Access;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Api;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Sources.Own;

/// <summary>
/// This service as a system whose access is reviewed: who has which role and by what, who is engaged as an auditor, every key of a script, and the accounts by which holders of roles act. Read
/// whole at one instant. What it can't know (multi-factor sign-in is the provider's, who gave a role is the settings' history) is unknown.
/// </summary>
internal sealed class OwnSource(IReadOnlyList<Grant> grants, string contentId) : IAccessSource
{
    public const string Linked = "acts for a role holder";

    public int Count => grants.Count;

    public IReadOnlyList<string> Unknown => [];

    public Task<string> ContentId(CancellationToken ct) => Task.FromResult(contentId);

    public async IAsyncEnumerable<SourceRow> Rows([EnumeratorCancellation] CancellationToken ct)
    {
        await Task.CompletedTask;
        for (var n = 0; n < grants.Count; n++) yield return new(n + 1, grants[n], null);
    }

    /// <param name="owner">Of the system: answers for keys and for what a claim gives, as nobody else is known to.</param>
    public static async Task<OwnSource> Read(Read read, RoleBook roles, string owner)
    {
        var (grants, holders) = (new List<Grant>(), new List<Person>());
        foreach (var role in RoleBook.Names)
        {
            foreach (var email in roles.Emails(role).Order(StringComparer.Ordinal))
            {
                var person = await PeopleStore.ByEmail(read, email);
                if (person is not null) holders.Add(person);
                grants.Add(Of(email, AccountType.Human, RoleEntitlement(role), $"Console:Roles:{role}") with { PersonEmail = email, Privileged = role != RoleBook.Auditor, Active = person?.Active });
            }

            // Who has it by a claim is the provider's to say; what the claim gives is ours.
            foreach (var claim in roles.Claims(role).Order(StringComparer.Ordinal))
                grants.Add(Of($"claim:{claim}", AccountType.Shared, RoleEntitlement(role), $"Console:Roles:{role}") with { OwnerEmail = owner, Privileged = role != RoleBook.Auditor });
        }

        foreach (var one in (await EngagementStore.All(read)).Where(e => e.RunsAt(read.Now)))
            grants.Add(Of(one.Email, AccountType.Human, string.Create(CultureInfo.InvariantCulture, $"auditor of {one.From:yyyy-MM-dd} to {one.To:yyyy-MM-dd}"), "engagement") with { PersonEmail = one.Email, Privileged = false, Active = true, GrantedAt = one.InvitedAt, ExpiresAt = Midnight(one.Until.AddDays(1)) });
        foreach (var key in (await ApiKeyStore.All(read)).Where(k => k.ValidAt(read.Now)))
            grants.Add(Of($"key:{key.Name}/{key.Id}", AccountType.Service, Entitlement(key.Scope), "keys create") with
            {
                OwnerEmail = owner,
                Privileged = key.Scope.Reads is null,
                Active = true,
                GrantedAt = key.CreatedAt,
                KeyCreatedAt = key.CreatedAt,
                LastUsedAt = key.LastUsedAt,
                NeverUsed = key.LastUsedAt is null,
                ExpiresAt = key.ExpiresAt,
            });
        var people = holders.DistinctBy(p => p.Id).ToList();
        var linked = await AccountStore.Of(read, [.. people.Select(p => p.Id)]);
        foreach (var person in people)
            foreach (var account in linked[person.Id])
                grants.Add(Of(account.Account.ToString(), AccountType.Human, Linked, "linked account") with { PersonEmail = person.Email, Privileged = true, Active = person.Active, GrantedAt = account.LinkedAt });
        return new(grants, $"own at {ChatOpsCompliance.Evidence.LedgerEntry.Time(read.Now)}");
    }

    private static string RoleEntitlement(string role) => $"role: {role}";

    private static string Entitlement(KeyScope scope) => scope.Reads is not null ? scope.ToString() : scope.IsPipelines ? $"speaks for {scope}" : $"hands in extracts of {scope}";

    private static Grant Of(string account, AccountType type, string entitlement, string via) => new() { Account = account, AccountType = type, Entitlement = entitlement, GrantedVia = via };

    private static DateTimeOffset Midnight(DateOnly day) => new(day.ToDateTime(default), TimeSpan.Zero);
}
