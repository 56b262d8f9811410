using System.Globalization;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.People;

/// <summary>Compliance lets an auditor in for a period and until a day, and can end it sooner.</summary>
public sealed class EngageAuditors(RoleBook roles)
{
    private const int MostCharacters = 200, UsualDays = 60;

    public static Task<Result<Reply>> Ask(Read read, Visit visit)
    {
        if (!visit.Roles.Compliance) return Task.FromResult<Result<Reply>>(new OnlyComplianceEngages());
        var thisYear = new DateOnly(read.Now.Year, 1, 1);
        return Task.FromResult<Result<Reply>>(new Show(new(
            "Engage an auditor",
            [
                new Write(AuditorVerbs.Name, "Name", visit.Values[AuditorVerbs.Name], Most: MostCharacters) { Required = true },
                new Write(AuditorVerbs.Email, "E-mail, as your sign-in provider vouches for it", visit.Values[AuditorVerbs.Email], Most: MostCharacters) { Required = true },
                new Write(AuditorVerbs.From, "First day of what is audited", Text(thisYear), Most: 10) { Required = true },
                new Write(AuditorVerbs.To, "Last day of what is audited", Text(thisYear.AddYears(1).AddDays(-1)), Most: 10) { Required = true },
                new Write(AuditorVerbs.Until, "They can read until (that day too, UTC)", Text(DateOnly.FromDateTime(read.Now.UtcDateTime).AddDays(UsualDays)), Most: 10) { Required = true },
                new Note("They sign in by your provider, as everybody does, and need not be in the roster. They see what lies in the period and change nothing. You can end it at any time."),
            ],
            new(AuditorVerbs.Invite, "Engage", Values.None, ButtonStyle.Primary),
            [],
            Values.None)));
    }

    public async Task<Result<Reply>> Invite(Tx tx, Visit visit)
    {
        if (!visit.Roles.Compliance) return new OnlyComplianceEngages();
        var mistakes = new Dictionary<string, string>(StringComparer.Ordinal);
        var (name, email) = (visit.Values[AuditorVerbs.Name].Trim(), visit.Values[AuditorVerbs.Email].Trim().ToLowerInvariant());
        if (name.Length is 0 or > MostCharacters) mistakes[AuditorVerbs.Name] = "Write their name.";
        if (email.Length > MostCharacters || email.IndexOf('@', StringComparison.Ordinal) is not (> 0 and var at) || at == email.Length - 1 || email.Any(char.IsWhiteSpace)) mistakes[AuditorVerbs.Email] = "Write their e-mail address.";
        DateOnly? Day(string field)
        {
            if (DateOnly.TryParseExact(visit.Values[field].Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
            mistakes[field] = "Write a day such as 2026-01-31.";
            return null;
        }

        var (from, to, until) = (Day(AuditorVerbs.From), Day(AuditorVerbs.To), Day(AuditorVerbs.Until));
        if (mistakes.Count > 0) return new Mistakes(mistakes);
        var (invited, no) = await Engage(tx, name, email, from!.Value, to!.Value, until!.Value, visit.By.Id);
        return invited is null ? no! : new Finish(string.Create(CultureInfo.InvariantCulture, $"{name} can sign in until {invited.Until:yyyy-MM-dd} and read what lies from {invited.From:yyyy-MM-dd} to {invited.To:yyyy-MM-dd}."));
    }

    internal async Task<Result<AuditorInvited>> Engage(Tx tx, string name, string email, DateOnly from, DateOnly to, DateOnly until, Id<Person> by)
    {
        if (!roles.MayBeEngaged(email)) return new MayNotBeEngaged() { Field = AuditorVerbs.Email };
        var (person, known) = await EngagementStore.PersonOf(tx, email);
        if (known is { Active: false }) return new EngagedAndGone() { Field = AuditorVerbs.Email };
        if (known is not null && (await roles.Of(tx, known)).HasAny) return new WatchesAlready() { Field = AuditorVerbs.Email };
        var (invited, no) = Engagement.Invite(new(Guid.CreateVersion7(tx.Now)), person, new($"{name} <{email}>"), from, to, until, by, tx.Now);
        if (invited is null) return no! with { Field = no is AuditedBackwards ? AuditorVerbs.To : no is EndsAtNoTime ? AuditorVerbs.Until : AuditorVerbs.Email };
        if (!await EngagementStore.Add(tx, invited, known?.Name ?? name, email)) return new EngagedAlready() { Field = AuditorVerbs.Email };
        tx.Happened(invited);
        return invited;
    }

    public static async Task<Result<Reply>> AskEnd(Read read, Visit visit)
    {
        var (engagement, no) = await Running(read, visit);
        if (engagement is null) return no!;
        return new Show(new(
            $"End the engagement of {engagement.Name}",
            [new Paragraph("They are out at their next request. What they read so far, they have read; engaging them again is a new engagement.")],
            new(AuditorVerbs.End, "End it", Values.None, ButtonStyle.Danger),
            [],
            new() { [AuditorVerbs.Engagement] = engagement.Id.ToString() }));
    }

    public static async Task<Result<Reply>> End(Tx tx, Visit visit)
    {
        var (engagement, no) = await Running(tx, visit);
        if (engagement is null) return no!;
        if (!await EngagementStore.End(tx, engagement.Id)) return new NoEngagementRuns();
        tx.Happened(new AuditorEnded(engagement.Id, engagement.Person, visit.By.Id));
        return new Finish($"The engagement of {engagement.Name} is over.");
    }

    private static async Task<Result<Engagement>> Running(Read read, Visit visit)
    {
        if (!visit.Roles.Compliance) return new OnlyComplianceEngages();
        return visit.Values.Id<Engagement>(AuditorVerbs.Engagement) is { } id && await EngagementStore.ById(read, id) is { } found && found.RunsAt(read.Now) ? found : new NoEngagementRuns();
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

public sealed record OnlyComplianceEngages() : Refusal("Only compliance officers (Console:Roles:compliance) engage auditors, and end it.");

public sealed record MayNotBeEngaged() : Refusal("Console:Roles:auditor names who may be engaged as an auditor, and this e-mail is not among them.");

public sealed record WatchesAlready() : Refusal("They have a role in the console already. Whoever has one does not audit it.");

public sealed record EngagedAndGone() : Refusal("The roster has somebody with this e-mail who is not active.");

public sealed record EngagedAlready() : Refusal("An engagement of theirs runs already. End it first.");

public sealed record NoEngagementRuns() : Refusal("This engagement is over already.");
