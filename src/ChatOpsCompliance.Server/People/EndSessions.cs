using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.People;

/// <summary>Who is signed in to the console, for administrators, who can end it: a lost computer, somebody who has to be out now.</summary>
public static class EndSessions
{
    public static readonly Verb Open = new("session.open"), End = new("session.end");

    public const string Which = "sessions";

    private const int Most = 50;

    public static async Task<Result<Reply>> Ask(Read read, Visit visit)
    {
        if (!visit.Roles.Admin) return new NotAnAdministrator();
        var live = await SessionStore.Live(read);
        if (live.Count == 0) return new Tell(new Card("Nobody is signed in", new Paragraph("Nobody is signed in to the console.")));
        var options = new List<Option>();
        foreach (var session in live.Take(Most))
            options.Add(new(session.Id.ToString(), (await PeopleStore.ById(read, session.Person))?.Name ?? (await EngagementStore.Newest(read, session.Person))?.Name ?? "Somebody", $"since {session.BeganAt:yyyy-MM-dd HH:mm} UTC, until {session.EndsAt:HH:mm} at the latest"));
        return new Show(new(
            "Who is signed in to the console",
            [new Tick(Which, "End these", options), new Note("Whoever it was is out at their next request. They can sign in again, unless the roster or your provider says otherwise.")],
            new(End, "End what is ticked", Values.None, ButtonStyle.Danger),
            [],
            Values.None));
    }

    public static async Task<Result<Reply>> Run(Tx tx, Visit visit)
    {
        if (!visit.Roles.Admin) return new NotAnAdministrator();
        var ended = 0;
        foreach (var text in visit.Values[Which].Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!Id<ConsoleSession>.TryParse(text, out var id) || !await SessionStore.End(tx, id)) continue;
            tx.Happened(new SessionEnded(id, SessionEnd.Revoked));
            ended++;
        }

        return ended == 0 ? new NoSessionChosen() { Field = Which } : new Finish(ended == 1 ? "One session is ended." : $"{ended} sessions are ended.");
    }
}

public sealed record NotAnAdministrator() : Refusal("Only administrators (Console:Roles:admin) see who is signed in, and end it.");

public sealed record NoSessionChosen() : Refusal("Tick the sessions to end. One that is over already is no longer there.");
