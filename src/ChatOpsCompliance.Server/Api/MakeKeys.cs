using ChatOpsCompliance.Access;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Api;

/// <param name="Text">Shown this once.</param>
public sealed record NewKey(string Text, string Id, string Name, KeyScope Scope, DateTimeOffset ExpiresAt);

/// <summary>Makes, replaces and ends the keys of scripts. Each is a fact with the operating-system user.</summary>
public sealed class MakeKeys(Database database, SystemBook systems)
{
    public Task<Result<NewKey>> Create(string name, string system, int days, Actor actor, bool dryRun, CancellationToken ct = default) => Create(name, KeyScope.OfSystem(system), days, actor, dryRun, ct);

    public Task<Result<NewKey>> Create(string name, KeyScope scope, int days, Actor actor, bool dryRun, CancellationToken ct = default) => Try(
        actor,
        dryRun,
        async read => scope.System.Length > 0 && systems.Find(scope.System) is null ? new SystemUnknown(scope.System, systems.Names) : (await ApiKeyStore.Live(read, name)).Count > 0 ? new KeyExists(name) : await Planned(read, name, scope, days),
        async (tx, key, text) =>
        {
            await ApiKeyStore.Add(tx, text, name, scope, key.ExpiresAt);
            tx.Happened(Created(text, key));
        },
        ct);

    /// <param name="overlap">How long the old key opens still, so that a script can be changed without a gap.</param>
    public Task<Result<NewKey>> Rotate(string name, TimeSpan overlap, int days, Actor actor, bool dryRun, CancellationToken ct = default) => Try(
        actor,
        dryRun,
        async read => await ApiKeyStore.Live(read, name) is [.., var newest] ? await Planned(read, name, newest.Scope, days) : new KeyUnknown(name),
        async (tx, key, text) =>
        {
            foreach (var old in await ApiKeyStore.Live(tx, name))
                if (await ApiKeyStore.EndAt(tx, old.Id, tx.Now + overlap)) tx.Happened(new KeyRotated(old.Id, name, text.Id, tx.Now + overlap));
            await ApiKeyStore.Add(tx, text, name, key.Scope, key.ExpiresAt);
            tx.Happened(Created(text, key));
        },
        ct);

    /// <returns>How many keys of that name ended.</returns>
    public async Task<Result<int>> Revoke(string name, Actor actor, bool dryRun, CancellationToken ct = default)
    {
        if (dryRun) return await database.Read<Result<int>>(async read => await ApiKeyStore.Live(read, name) is { Count: > 0 } live ? live.Count : new KeyUnknown(name), ct);
        return await database.InTransaction<int>(
            actor,
            async tx =>
            {
                var live = await ApiKeyStore.Live(tx, name);
                if (live.Count == 0) return new KeyUnknown(name);
                foreach (var key in live)
                    if (await ApiKeyStore.Revoke(tx, key.Id)) tx.Happened(new KeyRevoked(key.Id, name));
                return live.Count;
            },
            ct: ct);
    }

    private static KeyCreated Created(KeyText text, NewKey key) => new(text.Id, key.Name, key.Scope.System, key.ExpiresAt)
    {
        Repositories = key.Scope.IsPipelines ? key.Scope.Repositories : null,
        Environments = key.Scope.IsPipelines ? key.Scope.Environments : null,
        Reads = key.Scope.Reads?.Role,
        FirstDay = key.Scope.Reads?.From,
        LastDay = key.Scope.Reads?.To,
    };

    private static Task<Result<NewKey>> Planned(Read read, string name, KeyScope scope, int days) => Task.FromResult<Result<NewKey>>(new NewKey("", "", name, scope, read.Now.AddDays(days)));

    private async Task<Result<NewKey>> Try(Actor actor, bool dryRun, Func<Read, Task<Result<NewKey>>> plan, Func<Tx, NewKey, KeyText, Task> write, CancellationToken ct)
    {
        if (dryRun) return await database.Read(plan, ct);
        var text = KeyText.New();
        return await database.InTransaction<NewKey>(
            actor,
            async tx =>
            {
                var (planned, no) = await plan(tx);
                if (planned is null) return no!;
                await write(tx, planned, text);
                return planned with { Text = text.ToString(), Id = text.Id };
            },
            ct: ct);
    }
}

public sealed record KeyExists(string Name) : Refusal($"There is a key {Name} already. Replace it with 'keys rotate {Name}', or end it with 'keys revoke {Name}'.");

public sealed record KeyUnknown(string Name) : Refusal($"There is no valid key {Name}. 'keys list' has them; 'keys create' makes one.");
