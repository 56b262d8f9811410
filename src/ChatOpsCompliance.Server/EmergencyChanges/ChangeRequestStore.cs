using System.Text.Json;
using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.EmergencyChanges;

/// <summary>How an emergency change comes to be: its draft, its number, the policy it is asked for under, its commit and who wrote that.</summary>
internal static class ChangeRequestStore
{
    private static readonly Sql KeepPolicy = new("""
        insert into emergency_policy (hash, name, text, body, first_used_at)
        select @hash, @name, @text, @body, @now where not exists (select 1 from emergency_policy where hash = @hash)
        """);

    private static readonly Sql KeptPolicy = new("select body from emergency_policy where hash = @hash");

    private static readonly Sql Insert = new("""
        insert into emergency_change (id, number, status, policy, policy_hash, requested_by, requested_at, repository, environment, commit_sha, incident, what, why_now, risk, risk_words, test_done, way_back,
            before_needed, retroactive, deployment_id, broke_glass, approve_by, second, run_failed, authors, paged, late_details, late_second, late_review)
        values (@id, @number, 'Requested', @policy, @policyHash, @by, @now, @repository, @environment, @commit, @incident, @what, @whyNow, @risk, @riskWords, @testDone, @rollback,
            @before, @retroactive, @deployment, 0, @approveBy, 'None', 0, 'NotYet', 0, 0, 0, 0)
        """);

    private static readonly Sql NameCommit = new("""
        update emergency_change set commit_sha = @commit, authors = 'NotYet', authors_why = null, authors_since = null
        where id = @id and status = 'Requested' and not exists (select 1 from change_seat where change_id = @id)
        """);

    private static readonly Sql ReadAuthors = new("update emergency_change set authors = @known, authors_why = @why, authors_since = @since where id = @id and commit_sha = @commit");

    private static readonly Sql DeleteAuthors = new("delete from change_author where change_id = @id");

    private static readonly Sql InsertAuthors = new(
        sqlite: "insert into change_author (change_id, account) select @id, value from json_each(@accounts)",
        sqlServer: "insert into change_author (change_id, account) select @id, value collate Latin1_General_100_BIN2 from openjson(@accounts)");

    private static readonly Sql DeleteDraft = new("delete from change_draft where person_id = @person");

    private static readonly Sql InsertDraft = new("insert into change_draft (person_id, fields, saved_at) values (@person, @fields, @now)");

    /// <summary>Keeps what a policy says, once, and returns what is kept of it.</summary>
    internal static async Task<string> Keep(Tx tx, EmergencyPolicy policy)
    {
        await tx.Run(KeepPolicy, new { hash = policy.Hash(), name = policy.Name, text = policy.Text(), body = PolicyJson.Write(policy), now = tx.Now });
        return (await tx.One<string>(KeptPolicy, new { hash = policy.Hash() }))!;
    }

    internal static async Task Record(Tx tx, ChangeRequested fact)
    {
        await tx.Run(Insert, new
        {
            id = fact.Change,
            number = fact.Number,
            policy = fact.Policy,
            policyHash = fact.PolicyHash,
            by = fact.By,
            now = tx.Now,
            repository = fact.Repository,
            environment = fact.Environment,
            commit = fact.Commit,
            incident = fact.Incident.Text,
            what = fact.What.Text,
            whyNow = fact.WhyNow.Text,
            risk = fact.Risk.ToString(),
            riskWords = fact.RiskWords.Text,
            testDone = fact.TestDone.Text,
            rollback = fact.Rollback.Text,
            before = fact.Before,
            retroactive = fact.Retroactive,
            deployment = fact.Deployment,
            approveBy = fact.ApproveBy,
        });
    }

    internal static async Task<bool> Record(Tx tx, ChangeCommitNamed fact) => await tx.Run(NameCommit, new { id = fact.Change, commit = fact.Commit }) > 0;

    internal static async Task<bool> Record(Tx tx, ChangeAuthorsRead fact, IReadOnlyList<string> accounts)
    {
        if (await tx.Run(ReadAuthors, new { id = fact.Change, commit = fact.Commit, known = fact.Known.ToString(), why = fact.Why, since = fact.Since }) == 0) return false;
        await tx.Run(DeleteAuthors, new { id = fact.Change });
        await tx.Run(InsertAuthors, new { id = fact.Change, accounts = JsonSerializer.Serialize(accounts) });
        return true;
    }

    internal static async Task KeepDraft(Tx tx, Id<Person> person, string fields)
    {
        await tx.Run(DeleteDraft, new { person });
        await tx.Run(InsertDraft, new { person, fields, now = tx.Now });
    }

    internal static Task<int> DropDraft(Tx tx, Id<Person> person) => tx.Run(DeleteDraft, new { person });
}
