using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.Sources;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.People;

/// <summary>Takes a full roster: all rows or none. Written beside the current one in small steps; the last moves the pointer.</summary>
public sealed class ImportPeople(Database database, NoticeDepartures departures, LeaverWatch leavers, FindUnmatched unmatched, TimeProvider clock)
{
    private const int Chunk = 500;

    /// <param name="overrideReason">Why a roster that drops more than 5 % of the people is right all the same.</param>
    public async Task<Result<RosterSummary>> Run(string path, Actor actor, string? overrideReason, bool dryRun, CancellationToken ct = default)
    {
        var (rows, faults, unknown) = PeopleFile.Read(path);
        if (faults.Count > 0) return new FileFaults(path, faults);
        if (rows.Count == 0) return new FileFaults(path, [new(1, "no people below the header; an empty roster would make everybody a leaver")]);

        // Whose contract ended since the last look left then, not by this roster.
        if (!dryRun) await departures.Run(ct);
        var (before, ids, people) = await database.Read(async read => (await PeopleStore.Current(read), await PeopleStore.IdsByKey(read), await PeopleStore.Everybody(read)), ct);
        foreach (var row in rows.Where(r => !ids.ContainsKey(r.RosterKey))) ids[row.RosterKey] = new(Guid.CreateVersion7(clock.GetUtcNow()));
        var changes = new RosterChanges(rows, people, ids, clock.GetUtcNow());
        var summary = changes.Summary(unknown);
        if (Words.Of(overrideReason) is null && Roster.Shrunk(people.Count(p => p.Active), summary.Left.Count) is { } shrunk) return shrunk;
        if (await Relinked(rows, ids, ct) is { } relinked) return relinked;
        if (dryRun) return summary;

        var fileHash = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(path, ct)));
        var roster = await database.Bulk(actor, tx => PeopleStore.Begin(tx, fileHash), ct);
        foreach (var chunk in Entries(rows, people, ids).Chunk(Chunk))
            await database.Bulk(actor, tx => PeopleStore.Stage(tx, roster, JsonSerializer.Serialize(chunk)), ct);
        var (taken, no) = await Publish(rows, ids, roster, before, fileHash, overrideReason, summary, changes, actor, ct);
        if (taken is null) return no!;
        await unmatched.Run(null, ct);
        return taken with { Incidents = await leavers.Run(null, ct) };
    }

    private Task<Result<RosterSummary>> Publish(IReadOnlyList<RosterRow> rows, Dictionary<string, Id<Person>> ids, long roster, long before, string fileHash, string? overrideReason, RosterSummary summary, RosterChanges changes, Actor actor, CancellationToken ct) =>
        database.InTransaction<RosterSummary>(
            actor,
            async tx =>
            {
                if (!await PeopleStore.MakeCurrent(tx, roster, before)) return new AnotherRosterCame();
                tx.Happened(new RosterImported(roster, fileHash, summary.People, summary.Joined.Count, summary.Left.Count, summary.Moved.Count, summary.Changed, Words.Of(overrideReason)));
                await changes.Record(tx, baseline: before == 0);
                foreach (var row in rows)
                {
                    foreach (var account in row.ChatAccounts)
                        if (await PeopleStore.LinkTo(tx, account, ids[row.RosterKey]))
                            tx.Happened(new AccountLinked(account.ToString(), ids[row.RosterKey], "roster"));
                }

                return summary with { Roster = roster };
            },
            queue: Queue.Bulk,
            ct: ct);

    /// <summary>A roster may link a new account; moving a linked one to somebody else takes two admins, not a file.</summary>
    private Task<Refusal?> Relinked(IReadOnlyList<RosterRow> rows, Dictionary<string, Id<Person>> ids, CancellationToken ct) => database.Read(
        async read =>
        {
            foreach (var row in rows)
            {
                foreach (var account in row.ChatAccounts)
                    if (await PeopleStore.OwnerOf(read, account) is { } owner && owner != ids[row.RosterKey])
                        return new AccountIsLinked(row.Line, account.ToString());
            }

            return (Refusal?)null;
        },
        ct);

    /// <summary>The new rows, and everybody the new roster no longer has, as inactive.</summary>
    private static IEnumerable<object> Entries(IReadOnlyList<RosterRow> rows, IReadOnlyList<Person> people, Dictionary<string, Id<Person>> ids)
    {
        var byEmail = rows.ToDictionary(r => r.Email, StringComparer.Ordinal);
        var here = new HashSet<string>(StringComparer.Ordinal);
        var byId = people.ToDictionary(p => p.Id);
        foreach (var r in rows)
        {
            here.Add(r.RosterKey);
            yield return new
            {
                id = Text(ids[r.RosterKey]),
                key = r.RosterKey,
                name = r.Name,
                email = r.Email,
                manager = RosterChanges.ManagerOf(r, byEmail, ids) is { } m ? Text(m) : null,
                active = r.Active ? 1 : 0,
                zone = r.TimeZone,
                title = r.Title,
                department = r.Department,
                type = r.WorkerType,
                sponsor = r.SponsorEmail,
                start = Iso(r.StartDate),
                end = Iso(r.EndDate),
            };
        }

        foreach (var p in people.Where(p => !here.Contains(p.RosterKey)))
        {
            // Somebody else may have the address now: the one who left gives it up.
            var email = byEmail.ContainsKey(p.Email) ? $"{p.RosterKey}@left.invalid" : p.Email;
            yield return new
            {
                id = Text(p.Id),
                key = p.RosterKey,
                name = p.Name,
                email,
                manager = p.Manager is { } m ? Text(m) : null,
                active = 0,
                zone = p.TimeZone,
                title = p.Title,
                department = p.Department,
                type = p.Contractor ? "contractor" : "employee",
                sponsor = p.Sponsor is { } sponsor ? byId.GetValueOrDefault(sponsor)?.Email : null,
                start = Iso(p.StartDate),
                end = Iso(p.EndDate),
            };
        }
    }

    private static string? Iso(DateOnly? date) => date?.ToString("O", CultureInfo.InvariantCulture);

    private static string Text(Id<Person> id) => id.ToString().ToUpperInvariant();
}

public sealed record AnotherRosterCame() : Refusal("Another roster was imported while this one was being read. Import it again.");

public sealed record AccountIsLinked(int Line, string Account) : Refusal($"line {Line}: {Account} is linked to somebody else. An account stays with the person it was linked to: take it out of this row.");
