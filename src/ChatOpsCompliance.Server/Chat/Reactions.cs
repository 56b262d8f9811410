using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Chat;

/// <summary>
/// How features meet: what else happens, in the same transaction, when a fact happens. The table stands in <c>Composition</c>.
/// </summary>
public sealed class Reactions
{
    private readonly Dictionary<Type, List<Func<Tx, Fact, Task>>> table = [];

    public Reactions When<T>(Func<Tx, T, Task> react)
        where T : Fact
    {
        if (!table.TryGetValue(typeof(T), out var list)) table[typeof(T)] = list = [];
        list.Add((tx, fact) => react(tx, (T)fact));
        return this;
    }

    internal async Task React(Tx tx, Fact fact)
    {
        if (!table.TryGetValue(fact.GetType(), out var reactions)) return;
        foreach (var react in reactions) await react(tx, fact);
    }
}
