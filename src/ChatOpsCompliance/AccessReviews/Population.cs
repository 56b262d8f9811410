using ChatOpsCompliance.Access;

namespace ChatOpsCompliance.AccessReviews;

/// <summary>
/// The hash of a frozen population: each item's grant and flags in the order of their ordinals. Who reviews is not in it, since a
/// reviewer may change; what is reviewed is, since it may not. What is not one grant adds its kind and what it asks; a grant adds neither, so
/// that campaigns launched before there were other kinds keep their hash.
/// </summary>
public sealed class PopulationHash : IDisposable
{
    private readonly FieldHash hash = new();

    public int Count { get; private set; }

    public void Add(int ordinal, string system, GrantKey grant, AccountType type, bool? privileged, string flags, ItemKind kind, string? statement, int covers)
    {
        hash.Add(ordinal).Add(system).Add(grant.Account).Add(grant.Entitlement).Add(grant.Environment).Add(type.ToString()).Add(privileged).Add(flags);
        if (kind != ItemKind.Grant) hash.Add(kind.ToString()).Add(statement).Add(covers);
        Count++;
    }

    public string Finish() => hash.Finish();

    public void Dispose() => hash.Dispose();
}
