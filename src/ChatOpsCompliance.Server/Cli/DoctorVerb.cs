using System.CommandLine;
using System.Data.Common;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Schedule;
using ChatOpsCompliance.Server.Storage;
using static ChatOpsCompliance.Server.Cli.CommandLine;

namespace ChatOpsCompliance.Server.Cli;

/// <summary>Looks at everything the service will depend on and says what to mend.</summary>
internal static class DoctorVerb
{
    public static Command Doctor()
    {
        var command = new Command("doctor", "checks configuration, database, signing key, chat tokens, scopes and clock, gates, people, sources and schedules") { JsonOption };
        command.SetAction(async (parsed, ct) =>
        {
            await using var session = Session.Open(parsed.GetValue(SettingsOption), migrate: false);
            var checks = new List<Finding> { new("configuration", true, "valid") };
            await foreach (var check in Checks(session, ct)) checks.Add(check);
            if (parsed.GetValue(JsonOption)) await Out.WriteLineAsync(Session.ToJson(checks));
            else foreach (var c in checks) await Out.WriteLineAsync($"{(c.Good ? "ok  " : "BAD ")} {c.About}: {c.Says}");
            return checks.TrueForAll(c => c.Good) ? Success : Refused;
        });
        return command;
    }

    private static async IAsyncEnumerable<Finding> Checks(Session session, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        yield return session.Settings.SigningKey is null
            ? new("signing key", false, "Evidence:SigningKey is missing; without it no checkpoint of the audit log is signed")
            : new("signing key", true, $"fingerprint {session.Get<Evidence.SigningKey>().Fingerprint}");
        yield return session.Settings.Home.Platform == "none"
            ? new("chat", false, "no chat platform is configured; messages wait in the outbox")
            : new("chat", true, session.Settings.Home.Lane);
        if (session.Find<ExamineChat>() is { } examine)
        {
            await foreach (var finding in examine(ct)) yield return finding;
        }

        if (session.Settings.Console is { } console) yield return await Console.ExamineSignIn.Of(console, ct);
        foreach (var role in People.RoleBook.Names.Where(r => session.Get<People.RoleBook>().Claims(r).Any() && !session.Get<People.RoleBook>().Emails(r).Any()))
            if (role is "compliance" or "executive") yield return new($"role {role}", false, $"Console:Roles:{role} names nobody by e-mail, so nobody is told what waits for them: name at least one");
        foreach (var examineSource in session.Get<IEnumerable<ExamineSource>>())
            await foreach (var finding in examineSource(ct)) yield return finding;

        IReadOnlyList<string> pending = [];
        string? unreachable = null;
        try
        {
            pending = session.Get<Migrator>().Pending();
        }
        catch (DbException e)
        {
            unreachable = e.Message;
        }

        yield return unreachable is not null ? new("database", false, unreachable) : pending.Count > 0 ? new("database", false, $"{pending.Count} scripts are pending: run migrate") : new("database", true, "up to date");
        if (unreachable is not null || pending.Count > 0) yield break;

        var clock = session.Get<TimeProvider>();
        var people = await session.Database.Read(PeopleStore.Everybody, ct);
        yield return people.Any(p => p.Active) ? new("people", true, $"{people.Count(p => p.Active)} active") : new("people", false, "no roster yet: import people");
        foreach (var system in session.Settings.Systems)
        {
            var newest = await session.Database.Read(read => SnapshotStore.Newest(read, system.Name), ct);
            yield return newest is null ? new($"system {system.Name}", false, "never extracted: import access")
                : new($"system {system.Name}", clock.GetUtcNow() - newest.Facts.ExtractedAt <= TimeSpan.FromDays(7), $"extracted {newest.Facts.ExtractedAt:yyyy-MM-dd HH:mm} UTC, {newest.Count} grants; a launch wants one of the last 7 days");
        }

        foreach (var review in session.Get<ReviewBook>().All)
        {
            var missing = new[] { review.Owner, review.Fallback }.Where(e => !people.Any(p => p.Active && p.Email == e)).ToList();
            yield return missing.Count > 0
                ? new($"review {review.Name}", false, $"{string.Join(" and ", missing)} not active in the roster (Owner, Fallback)")
                : new($"review {review.Name}", true, $"next {ReviewSchedule.NextAfter(review, clock.GetUtcNow()):yyyy-MM-dd HH:mm} UTC");
        }

        var dead = (await session.Database.Read(read => OutboxStore.Open(read, 1000), ct)).Count(e => e.Status == "dead");
        yield return dead == 0 ? new("outbox", true, "no dead letters") : new("outbox", false, $"{dead} dead letters: outbox list names their cures");
    }
}
