using System.Globalization;
using ChatOpsCompliance.Access;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Sources;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Access;

/// <summary>
/// Who answers for a system, or compliance, hands in an extract with its facts. It is read afterwards. A system that can't be exported is looked at: what was seen
/// comes with a picture of it and the name of somebody who looks as well.
/// </summary>
public sealed class HandInExtract(SystemBook systems, RoleBook roles, Outbox outbox, TimeProvider clock)
{
    public async Task<Result<Reply>> Open(Read read, Visit visit)
    {
        var (system, no) = await Asked(read, visit);
        return system is null ? no! : new Show(ExtractForm.HandIn(system, visit.By, await SnapshotStore.Newest(read, system.Name), read.Now));
    }

    public async Task<Result<Reply>> Run(Tx tx, Visit visit)
    {
        var (system, no) = await Asked(tx, visit);
        if (system is null) return no!;
        var v = visit.Values;
        if (TimeOf(v[ExtractVerbs.At], visit.By) is not { } at) return new TimeUnclear { Field = ExtractVerbs.At };
        if (v[ExtractVerbs.By].Trim() is not { Length: > 0 and <= 320 } by) return new FactNeeded("Write who made it.") { Field = ExtractVerbs.By };
        if (v[ExtractVerbs.Method].Trim() is not { Length: > 0 and <= 1000 } method) return new FactNeeded("Write how it was made. Only the same way can prove a removal later.") { Field = ExtractVerbs.Method };
        if (!int.TryParse(v[ExtractVerbs.Count].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var count)) return new FactNeeded("Write how many rows the system itself counts, as a number.") { Field = ExtractVerbs.Count };
        var facts = new ExtractFacts(at, by, method, count);
        if (facts.Check(count, tx.Now, await SnapshotStore.Newest(tx, system.Name), v[ExtractVerbs.LookedAt]) is { } impossible)
            return impossible with { Field = impossible is SnapshotShrank ? ExtractVerbs.LookedAt : ExtractVerbs.At };

        var id = new Id<ExtractUpload>(Guid.CreateVersion7(clock.GetUtcNow()));
        Person? second = null;
        if (system.ByInspection)
        {
            if (await PeopleStore.ByEmail(tx, v[ExtractVerbs.Second].Trim().ToLowerInvariant()) is not { Active: true } named) return new PersonUnknown { Field = ExtractVerbs.Second };
            if (named.Id == visit.By.Id) return new SecondIsFirst { Field = ExtractVerbs.Second };
            second = named;
        }

        var (file, missing) = await AttachmentStore.Keep(tx, visit, ExtractVerbs.File, $"extract/{id}");
        if (file is null) return missing!;
        var (evidence, none) = second is null ? file : await AttachmentStore.Keep(tx, visit, ExtractVerbs.Evidence, $"extract/{id}");
        if (evidence is null) return none!;
        var upload = new ExtractUpload
        {
            Id = id,
            System = system.Name,
            Status = second is null ? UploadStatus.Waiting : UploadStatus.Confirming,
            File = file.Id,
            Evidence = second is null ? null : evidence.Id,
            By = visit.By.Id,
            ByName = visit.By.Name,
            Facts = facts,
            LookedAt = Words.Of(v[ExtractVerbs.LookedAt])?.Text,
            Second = second?.Id,
            SecondName = second?.Name,
        };
        await UploadStore.Add(tx, upload);
        tx.Happened(new ExtractHandedIn(id, system.Name, upload.File, upload.Evidence, upload.By, upload.Second));
        if (second is null) return new Finish($"Handed in: {file}. It is being read; a message will tell you whether it was taken.");
        await outbox.PostTo(tx, second.Id, ExtractForm.Ask(system, upload));
        return new Finish($"Handed in: {file}. {second.Name} is asked to look as well; it counts once they have.");
    }

    /// <summary>What a system's own zone would call now is of no use here: a time without offset is read in the zone of who writes it.</summary>
    private static DateTimeOffset? TimeOf(string text, Person by)
    {
        if (IsoTime.TryParse(text.Trim(), out var exact)) return exact;
        return DateTime.TryParseExact(text.Trim(), ExtractForm.Times, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            ? BusinessCalendar.Instant(DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local), ExtractForm.ZoneOf(by))
            : null;
    }

    private async Task<Result<SystemDefinition>> Asked(Read read, Visit visit)
    {
        if (systems.Find(visit.Values[ExtractVerbs.System]) is not { } system) return new SystemUnknown(visit.Values[ExtractVerbs.System], systems.Names);
        var charge = await SystemCharge.Of(read, system, roles);
        return charge.Person?.Id == visit.By.Id || visit.Roles.Compliance ? system : new NotYourSystem(charge.Name);
    }
}

public sealed record TimeUnclear() : Refusal("Write when the system was read, like 2026-01-31 09:00 (your own time) or 2026-01-31T09:00:00Z.");

public sealed record FactNeeded(string What) : Refusal(What);
