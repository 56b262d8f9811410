using System.Security.Cryptography;
using ChatOpsCompliance.Access;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Sources;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Access;

/// <summary>What a file of entitlements or accounts changed.</summary>
/// <param name="Notes">What to look at though the file was taken.</param>
public sealed record CatalogueSummary(string System, int Count, int Added, int Changed, int Removed, IReadOnlyList<string> Notes, IReadOnlyList<string> UnknownColumns);

/// <summary>Takes in what the entitlements of a system mean, and who is behind its accounts. Each file replaces the one before: all rows or none.</summary>
public sealed class ImportCatalogue(Database database, SystemBook systems, FindUnmatched unmatched)
{
    public async Task<Result<CatalogueSummary>> Entitlements(string system, string path, Actor actor, bool dryRun, CancellationToken ct = default)
    {
        if (systems.Find(system) is null) return new SystemUnknown(system, systems.Names);
        var (rows, faults, unknown) = CatalogueFile.Entitlements(path, system);
        if (faults.Count > 0) return new FileFaults(path, faults);
        if (rows.Count == 0) return new FileFaults(path, [new(1, "no entitlements below the header; an empty catalogue would take every title away")]);

        async Task<CatalogueSummary> Compare(Read read)
        {
            var before = (await EntitlementStore.Of(read, system)).ToDictionary(e => e.Name, StringComparer.Ordinal);
            var notes = new List<string>();
            foreach (var owner in rows.Select(r => r.OwnerEmail).OfType<string>().Distinct(StringComparer.Ordinal))
                if (await PeopleStore.ByEmail(read, owner) is not { Active: true }) notes.Add($"owner_email {owner} is nobody active in the roster");
            return Summary(system, before, rows.ToDictionary(r => r.Name, StringComparer.Ordinal), notes, unknown);
        }

        if (dryRun) return await database.Read(Compare, ct);
        var hash = await HashOf(path, ct);
        return await database.InTransaction<CatalogueSummary>(
            actor,
            async tx =>
            {
                var summary = await Compare(tx);
                await EntitlementStore.Replace(tx, system, rows);
                tx.Happened(new EntitlementsImported(system, hash, summary.Count, summary.Added, summary.Changed, summary.Removed));
                return summary;
            },
            queue: Queue.Bulk,
            ct: ct);
    }

    public async Task<Result<CatalogueSummary>> Accounts(string system, string path, Actor actor, bool dryRun, CancellationToken ct = default)
    {
        if (systems.Find(system) is null) return new SystemUnknown(system, systems.Names);
        var (rows, faults, unknown) = CatalogueFile.Accounts(path);
        if (faults.Count > 0) return new FileFaults(path, faults);

        async Task<Result<(CatalogueSummary Summary, IReadOnlyList<MappedAccount> Accounts)>> Compare(Read read)
        {
            var people = (await PeopleStore.Everybody(read)).ToDictionary(p => p.Email, p => p.Id, StringComparer.Ordinal);
            var strangers = rows.Where(r => !people.ContainsKey(r.Email)).Select(r => new Fault(r.Line, $"person_email {r.Email} is nobody in the roster")).ToList();
            if (strangers.Count > 0) return new FileFaults(path, strangers);
            var accounts = rows.Select(r => new MappedAccount(r.Account, people[r.Email])).ToList();
            var after = accounts.ToDictionary(a => a.Account, StringComparer.Ordinal);
            var before = await AccountMapStore.Rows(read, system);
            var byHand = before.Where(b => !b.FromFile && after.TryGetValue(b.Account, out var a) && a.Person != b.Person).Select(b => $"{b.Account} was matched to somebody else by hand; the file counts").ToList();
            var replaced = before.Where(b => b.FromFile || after.ContainsKey(b.Account)).ToDictionary(b => b.Account, b => new MappedAccount(b.Account, b.Person), StringComparer.Ordinal);
            return (Summary(system, replaced, after, byHand, unknown), accounts);
        }

        if (dryRun) return (await database.Read(Compare, ct)).Then<CatalogueSummary>(c => c.Summary);
        var hash = await HashOf(path, ct);
        var result = await database.InTransaction<CatalogueSummary>(
            actor,
            async tx =>
            {
                var (compared, no) = await Compare(tx);
                if (no is not null) return no;
                var (summary, accounts) = compared;
                await AccountMapStore.Replace(tx, system, accounts);
                tx.Happened(new AccountsMapped(system, hash, summary.Count, summary.Added, summary.Changed, summary.Removed));
                return summary;
            },
            queue: Queue.Bulk,
            ct: ct);
        if (result.Done) await unmatched.Run(system, ct);
        return result;
    }

    private static CatalogueSummary Summary<T>(string system, Dictionary<string, T> before, Dictionary<string, T> after, IReadOnlyList<string> notes, IReadOnlyList<string> unknown)
        where T : notnull => new(
            system,
            after.Count,
            after.Keys.Count(k => !before.ContainsKey(k)),
            after.Count(a => before.TryGetValue(a.Key, out var was) && !was.Equals(a.Value)),
            before.Keys.Count(k => !after.ContainsKey(k)),
            notes,
            unknown);

    private static async Task<string> HashOf(string path, CancellationToken ct) => Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(path, ct)));
}
