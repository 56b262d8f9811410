using ChatOpsCompliance.Access;

namespace ChatOpsCompliance.AccessReviews;

/// <summary>
/// The hash of a frozen population: each item's grant and flags in the order of their ordinals. Who reviews is not in it, since a
/// reviewer may change; what is reviewed is, since it may not.
/// </summary>
public sealed class PopulationHash : IDisposable
{
    private readonly FieldHash hash = new();

    public int Count { get; private set; }

    public void Add(int ordinal, string system, GrantKey grant, AccountType type, bool? privileged, string flags)
    {
        hash.Add(ordinal).Add(system).Add(grant.Account).Add(grant.Entitlement).Add(grant.Environment).Add(type.ToString()).Add(privileged).Add(flags);
        Count++;
    }

    public string Finish() => hash.Finish();

    public void Dispose() => hash.Dispose();
}
