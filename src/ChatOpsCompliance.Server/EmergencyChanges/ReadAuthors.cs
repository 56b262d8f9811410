using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Deployments;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Sources;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.EmergencyChanges;

/// <summary>Who wrote what an emergency change would deploy, since the last approved deployment there: read from the source by an errand, or named by whoever asked where the policy says so.</summary>
public sealed class ReadAuthors(Database database, PolicyBook policies, ChangeSources sources)
{
    private const string Named = "person:";

    /// <summary>How a person whom the requester named stands among the authors.</summary>
    public static string PersonAccount(Id<Person> person) => $"{Named}{person}";

    /// <summary>An author as people read it: a name where whoever asked gave one, else the account.</summary>
    internal static string Readable(string account, IReadOnlyDictionary<Id<Person>, string> names) =>
        account.StartsWith(Named, StringComparison.Ordinal) ? names.GetValueOrDefault(Id<Person>.Parse(account[Named.Length..]), "somebody") : account;

    internal static bool IsPerson(string account) => account.StartsWith(Named, StringComparison.Ordinal);

    public async Task<Delivery> Run(string subject, CancellationToken ct)
    {
        var id = Id<EmergencyChange>.Parse(subject);
        var (change, since) = await database.Read(
            async read => await ChangeStore.One(read, id, policies) is { Commit: not null } c ? (c, await Since(read, c)) : (null, null), ct);
        if (change is null) return new Delivery.Sent("");
        AuthorsSaid read;
        if (sources.Of(change.Repository) is not { Authors: { } ask }) read = new([], "no source is configured that could be asked who wrote it (or let the policy say Authors = declared)", null);
        else
        {
            try
            {
                var authors = await ask(change.Repository, since, change.Commit!, ct);
                read = new([.. authors.Accounts.Distinct(StringComparer.OrdinalIgnoreCase)], authors.Unknown, authors.Note);
            }
            catch (SourceOutageException e)
            {
                return new Delivery.Later(e.Message, e.After);
            }
        }

        await database.InTransaction<Done>(Actor.Service, async tx => await Keep(tx, id, change.Commit!, since, read), ct: ct);
        return new Delivery.Sent("");
    }

    internal static async Task<Done> Keep(Tx tx, Id<EmergencyChange> id, string commit, string? since, AuthorsSaid read)
    {
        var known = read.Unknown is null ? AuthorsKnown.Yes : AuthorsKnown.No;
        var fact = new ChangeAuthorsRead(id, commit, since, known, read.Accounts.Count, Words.Of(string.Join(", ", read.Accounts)), Short(read.Unknown ?? read.Note));
        if (await ChangeRequestStore.Record(tx, fact, read.Accounts)) tx.Happened(fact);
        return Done.It;
    }

    /// <summary>What authors are counted from: the last deployment there with approval, else what ran before this service watched.</summary>
    internal static async Task<string?> Since(Read read, EmergencyChange change) =>
        (await DeploymentStore.LastWithApproval(read, change.Repository, change.Environment))?.Commit ?? (change.Policy.Baselines.TryGetValue(change.Repository, out var baseline) ? baseline : null);

    /// <summary>Who can't be independent, as it stands in this very transaction.</summary>
    internal async Task<Independence> Of(Read read, EmergencyChange change)
    {
        var state = await ChangeStore.AuthorsState(read, change.Id);
        var accounts = await ChangeStore.Authors(read, change.Id);
        // Somebody deployed meanwhile: who wrote what since then is read anew.
        if (!change.Policy.AuthorsDeclared && change.Status == ChangeStatus.Requested && state.Known == AuthorsKnown.Yes && state.Since != await Since(read, change)) state = state with { Known = AuthorsKnown.NotYet };
        var people = sources.Of(change.Repository) is { } source ? await AccountMapStore.Behind(read, source.System, accounts.Where(a => !IsPerson(a))) : new Dictionary<string, Id<Person>?>(StringComparer.OrdinalIgnoreCase);
        var authors = accounts.Select(a => (a, IsPerson(a) ? Id<Person>.Parse(a[Named.Length..]) : people.GetValueOrDefault(a))).ToList();
        var absences = new List<Delegation>();
        foreach (var absence in await DelegationStore.Standing(read))
            if (await PeopleStore.ById(read, absence.From) is { } from && absence.Covers(LocalDay.Of(from, read.Now))) absences.Add(absence);
        return new() { State = state.Known, Why = state.Why, Authors = authors, Absences = absences };
    }

    private static string? Short(string? text) => text is { Length: > 1000 } ? text[..1000] : text;
}

/// <summary>What was said of who wrote it.</summary>
/// <param name="Unknown">Why it is not known; null when it is.</param>
internal sealed record AuthorsSaid(IReadOnlyList<string> Accounts, string? Unknown, string? Note);
