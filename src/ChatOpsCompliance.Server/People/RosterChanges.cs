using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.People;

/// <summary>What a roster says happened since the one before.</summary>
/// <param name="Notes">What to look at though the roster was taken.</param>
/// <param name="Incidents">Access that people who left still have: incidents opened because of it.</param>
public sealed record RosterSummary(long Roster, int People, IReadOnlyList<string> Joined, IReadOnlyList<string> Left, IReadOnlyList<string> Moved, int Changed, IReadOnlyList<string> UnknownColumns, IReadOnlyList<string> Notes, int Incidents);

/// <summary>Compares a new roster with the people known: who joined, left and moved. Each is a fact of its own, since others act on it; a first roster is the baseline.</summary>
internal sealed class RosterChanges
{
    private readonly IReadOnlyList<RosterRow> rows;
    private readonly List<(string Name, PersonJoined Fact)> joined = [];
    private readonly List<(string Name, PersonLeft Fact)> left = [];
    private readonly List<(string Name, PersonMoved Fact)> moved = [];
    private readonly List<(Id<Person> Person, DateOnly? LastDay)> goneBefore = [];
    private readonly int changed;

    public RosterChanges(IReadOnlyList<RosterRow> rows, IReadOnlyList<Person> people, Dictionary<string, Id<Person>> ids, DateTimeOffset now)
    {
        this.rows = rows;
        var known = people.ToDictionary(p => p.RosterKey, StringComparer.Ordinal);
        var byEmail = rows.ToDictionary(r => r.Email, StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var was = known.GetValueOrDefault(row.RosterKey);
            var id = ids[row.RosterKey];
            var active = row.Active && !Roster.HasEnded(row.EndDate, row.TimeZone, now);
            var manager = ManagerOf(row, byEmail, ids);
            if (!active && was is null) goneBefore.Add((id, row.EndDate));
            else if (active && was is not { Active: true }) joined.Add((row.Name, new(id, Again: was is not null)));
            else if (!active && was is { Active: true }) left.Add((row.Name, new(id, Departed.Roster, row.EndDate)));
            else if (was is { Active: true } && (manager != was.Manager || row.Department != was.Department)) moved.Add((row.Name, new(id, was.Manager, manager, row.Department != was.Department)));
            else if (was is not null && Differs(row, was)) changed++;
        }

        var here = rows.Select(r => r.RosterKey).ToHashSet(StringComparer.Ordinal);
        left.AddRange(people.Where(p => p.Active && !here.Contains(p.RosterKey)).Select(p => (p.Name, new PersonLeft(p.Id, Departed.Roster, p.EndDate))));
    }

    public static Id<Person>? ManagerOf(RosterRow row, Dictionary<string, RosterRow> byEmail, Dictionary<string, Id<Person>> ids) =>
        row.ManagerEmail is null ? null : ids[byEmail[row.ManagerEmail].RosterKey];

    public RosterSummary Summary(IReadOnlyList<string> unknownColumns) =>
        new(0, rows.Count, [.. joined.Select(j => j.Name)], [.. left.Select(l => l.Name)], [.. moved.Select(m => m.Name)], changed, unknownColumns, Roster.Notes(rows), 0);

    /// <summary>In the transaction that makes the roster current.</summary>
    public async Task Record(Tx tx, bool baseline)
    {
        // Nobody saw them leave, so nothing is said of it; but they are no leavers of tomorrow either.
        foreach (var (person, lastDay) in goneBefore) await DepartureStore.Note(tx, person, Departed.Roster, lastDay);
        foreach (var (_, fact) in left)
            if (await DepartureStore.Note(tx, fact.Person, fact.How, fact.LastDay)) tx.Happened(fact);
        if (baseline) return;
        foreach (var (_, fact) in joined)
        {
            await DepartureStore.NoteReturn(tx, fact.Person);
            tx.Happened(fact);
        }

        foreach (var (_, fact) in moved) tx.Happened(fact);
    }

    private static bool Differs(RosterRow row, Person was) =>
        was.Name != row.Name || was.Email != row.Email || was.Title != row.Title || was.TimeZone != row.TimeZone || was.EndDate != row.EndDate || was.Contractor != (row.WorkerType == "contractor");
}
