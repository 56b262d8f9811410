using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Reminders;

/// <summary>
/// Asks every source what people should hear, and puts what one person has not heard yet into one message: in their working hours, on a
/// working day of theirs, at most once a day. Asked often; asking twice says nothing twice.
/// </summary>
public sealed class SendNudges(Database database, NudgeSources sources, Outbox outbox, WorkingHours hours, ILogger<SendNudges> log)
{
    public async Task Run(CancellationToken ct = default)
    {
        foreach (var (person, day, nudges) in await database.Read(Due, ct))
        {
            var said = await database.Bulk(Actor.Service, tx => Send(tx, person, day, nudges), ct);
            if (said) log.LogInformation("Reminded {Person} of {Topics} matters", person.Id, nudges.Count);
        }
    }

    private async Task<IReadOnlyList<(Person Person, DateOnly Day, IReadOnlyList<Nudge> Nudges)>> Due(Read read)
    {
        var due = new List<(Person, DateOnly, IReadOnlyList<Nudge>)>();
        foreach (var mine in (await sources.All(read)).GroupBy(n => n.To))
        {
            if (await PeopleStore.ById(read, mine.Key) is not { Active: true } person || DayOf(person, read.Now) is not { } day || await NudgeStore.Last(read, person.Id) >= day) continue;
            var heard = await NudgeStore.Heard(read, person.Id, mine.Select(n => n.Topic));
            var news = mine.DistinctBy(n => n.Topic).Where(n => n.Calendar.IsBusinessDay(day) && !heard.Contains(n.Topic)).ToList();
            if (news.Count > 0) due.Add((person, day, news));
        }

        return due;
    }

    /// <summary>The day it is now where the person lives, or null outside their working hours.</summary>
    private DateOnly? DayOf(Person person, DateTimeOffset now)
    {
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(person.TimeZone, out var known) ? known : TimeZoneInfo.Utc;
        var local = TimeZoneInfo.ConvertTime(now, zone).DateTime;
        return hours.Cover(local) ? DateOnly.FromDateTime(local) : null;
    }

    private async Task<bool> Send(Tx tx, Person person, DateOnly day, IReadOnlyList<Nudge> nudges)
    {
        // The row, not the look above, settles who of two services sends.
        if (!await NudgeStore.Take(tx, person.Id, day)) return false;
        foreach (var nudge in nudges) await NudgeStore.Say(tx, person.Id, nudge.Topic, day);
        await outbox.PostTo(tx, person.Id, CardOf(nudges));
        tx.Happened(new ReminderSent(person.Id, day, string.Join(' ', nudges.Select(n => n.Topic))));
        return true;
    }

    private static Card CardOf(IReadOnlyList<Nudge> nudges) => new(
        string.Join(" · ", nudges.Select(n => n.Title)),
        [.. nudges.SelectMany((n, i) => (Block[])[.. i > 0 ? new Block[] { new Divider() } : [], new Heading(n.Title), .. n.Blocks])]);
}

/// <summary>Somebody was reminded: of which matters, on which day where they live.</summary>
public sealed record ReminderSent(Id<Person> To, DateOnly Day, string Topics) : Fact
{
    public override string Kind => "reminder.sent";

    public override string Subject => $"person/{To}";
}
