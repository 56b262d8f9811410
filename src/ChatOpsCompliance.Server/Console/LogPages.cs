using System.Globalization;
using System.Text.Json;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Console;

/// <summary>A ledger row on screen.</summary>
/// <param name="Who">The person's name of today, or null when no person stands behind it.</param>
/// <param name="Via">How they came in.</param>
public sealed record LogEntry(long Seq, DateTimeOffset At, string Kind, string Subject, string? Who, string Via);

/// <summary>The newest entries of the audit log, for whom may see everything.</summary>
internal sealed class LogPages(ConsoleDoor door, SigningKey? key = null)
{
    private const int Newest = 200, Signed = 30;

    public Task<IResult> Show(HttpContext http) => door.Evidence(http, "The audit log is shown to compliance officers, executives and auditors.", async (read, visitor) =>
        new Drawn<LogPage>(new() { [nameof(LogPage.Visitor)] = visitor, [nameof(LogPage.Entries)] = await Entries(read, visitor), [nameof(LogPage.Head)] = await LedgerStore.HeadOf(read), [nameof(LogPage.Checkpoints)] = await LedgerStore.NewestCheckpoints(read, Signed), [nameof(LogPage.Key)] = key?.Fingerprint }));

    private static async Task<IReadOnlyList<LogEntry>> Entries(Read read, Visitor visitor)
    {
        var names = new Dictionary<Id<Person>, string>();
        var entries = new List<LogEntry>();
        foreach (var row in visitor.SeesAll ? await LedgerStore.Latest(read, Newest) : await LedgerStore.Latest(read, visitor.Sight.Start, visitor.Sight.End, Newest))
        {
            using var actor = JsonDocument.Parse(row.Actor);
            string? who = null;
            if (actor.RootElement.TryGetProperty("person", out var person) && Id<Person>.TryParse(person.GetString(), out var id) && !names.TryGetValue(id, out who))
                names[id] = who = (await PeopleStore.ById(read, id))?.Name ?? "somebody";
            var at = DateTimeOffset.Parse(row.At, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            entries.Add(new(row.Seq, at, row.Kind, row.Subject, who, actor.RootElement.GetProperty("via").GetString() ?? ""));
        }

        return entries;
    }
}
