using System.Data.Common;
using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Controls;
using ChatOpsCompliance.Server.Deployments;
using ChatOpsCompliance.Server.EmergencyChanges;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Retention;
using ChatOpsCompliance.Server.Storage;
using static ChatOpsCompliance.Server.Evidence.FactState;

namespace ChatOpsCompliance.Server.Evidence;

/// <summary>
/// Holds what the tables say against what the log says: reports are made from the tables, so a decision, a removal or a file altered there must not go
/// unseen. Keeps hashes of the newest state of each item and removal that was acted on, so that a million fit in memory.
/// </summary>
internal sealed class StateWalk(long rows)
{
    private readonly Dictionary<UInt128, (UInt128 State, long Seq)> said = new((int)Math.Min(rows, 1 << 20));

    public void Step(LedgerEntry entry)
    {
        var state = FactState.Of(entry);
        // Undecided again: the tables have no decision of it.
        if (entry.Kind is "item.second-look" or "item.reopened" or "gate.asked-again") said.Remove(Hash(entry.Subject));
        if (state is not null) said[Hash(entry.Subject)] = (Hash(state), entry.Seq);
        Bound(entry);
    }

    /// <summary>What an approval is bound to, and who gave it; where a deployment went, and who paid for it.</summary>
    private void Bound(LedgerEntry entry)
    {
        if (entry.Kind is "change.requested" or "change.commit-named" && Value(entry.Body, "\"commit\":\"") is { Length: > 0 } commit) Say("commit", commit.ToString());
        if (entry.Kind is "change.requested" && Value(entry.Body, "\"policyBody\":\"") is { Length: > 0 } policy) Say("policy", policy.ToString());
        if (entry.Kind is "change.requested") Say("terms", Terms(Value(entry.Body, "\"repository\":\""), Value(entry.Body, "\"environment\":\""), Value(entry.Body, "\"policyHash\":\""), Number(entry.Body, "\"before\":"), entry.Body.Contains("\"retroactive\":true", StringComparison.Ordinal), Value(entry.Body, "\"approveBy\":\"")));
        if (entry.Kind is "change.approved" or "change.glass-broken" && Value(entry.Body, "\"windowUntil\":\"") is { Length: > 0 } window) Say("window", window.ToString());
        if (entry.Kind is "change.glass-broken") Say("glass", Value(entry.Body, "\"by\":\"").ToString());
        if (entry.Kind is "change.claimed" or "change.used") Say("run", Value(entry.Body, "\"run\":\"").ToString());
        if (entry.Kind is "change.run-failed") Say("run", $"{Value(entry.Body, "\"run\":\"")} failed");
        if (entry.Kind is "deployment.recorded") Say("of", Went(Value(entry.Body, "\"repository\":\""), Value(entry.Body, "\"environment\":\""), Value(entry.Body, "\"runUrl\":\""), Value(entry.Body, "\"startedAt\":\""), Value(entry.Body, "\"change\":\"")));
        if (entry.Kind is "change.approved" or "change.second-given") Say($"seat/{Number(entry.Body, "\"seat\":")}", Value(entry.Body, "\"by\":\"").ToString());
        if (entry.Kind is "control.tested") Say(Value(entry.Body, "\"test\":\"").ToString(), $"{Value(entry.Body, "\"result\":\"")} for {Value(entry.Body, "\"from\":\"")} to {Value(entry.Body, "\"to\":\"")} by {Value(entry.Body, "\"by\":\"")}");

        void Say(string what, string state) => said[Hash($"{entry.Subject}/{what}")] = (Hash(state), entry.Seq);
    }

    /// <summary>The first difference, naming the row of the log, or null.</summary>
    public async Task<string?> Compare(Read read)
    {
        if (await Items(ItemStore.Decided(read)) is { } decided) return decided;
        if (await Items(SettleStore.Settled(read)) is { } settled) return settled;
        await foreach (var (task, status, until) in RemediationStore.AllStatuses(read))
            if (Differs($"removal/{task}", until is { } time ? $"{status} until {LedgerEntry.Time(time)}" : status) is { } difference)
                return difference;
        await foreach (var (incident, status) in LeaverStore.AllStatuses(read))
            if (Differs($"incident/{incident}", status) is { } difference)
                return difference;
        await foreach (var (action, status) in ActionStore.AllStatuses(read))
            if (Differs($"action/{action}", status) is { } difference)
                return difference;
        foreach (var hold in await HoldStore.All(read))
            if (Differs($"hold/{hold.Id}", hold.LiftedAt is null ? $"held from {ReportTable.Text(hold.FirstDay)} to {ReportTable.Text(hold.LastDay)}" : "lifted") is { } difference)
                return difference;
        foreach (var (sample, elements, population) in await SampleStore.AllDrawn(read))
            if (Differs($"sample/{sample}", $"{elements} of {population}") is { } difference)
                return difference;
        foreach (var test in await ControlTestStore.AllResults(read))
            if (Differs($"control/{test.Control}/{test.Id}", $"{Kebab(test.Result)} for {ReportTable.Text(test.FirstDay)} to {ReportTable.Text(test.LastDay)} by {test.TestedBy}") is { } difference)
                return difference;
        await foreach (var s in OldSnapshotStore.All(read))
            if (Differs($"snapshot/{s.Number}", FormattableString.Invariant($"{s.Count} rows {s.ContentHash.Trim()} {s.RowsAre}")) is { } difference)
                return difference;
        await foreach (var (attachment, hash, subject) in AttachmentStore.AllKept(read))
            if (Differs($"attachment/{attachment}", $"{hash} of {subject}") is { } difference)
                return difference;
        return await Changes(read) ?? await Deployments(read) ?? Missing();
    }

    private async Task<string?> Changes(Read read)
    {
        await foreach (var change in ChangeStateStore.AllStatuses(read))
        {
            if (Differs($"change/{change.Id}", Kebab(change.Status)) is { } difference) return difference;
            if (change.CommitSha is { } commit && Differs($"change/{change.Id}/commit", commit) is { } other) return other;
            if (Differs($"change/{change.Id}/policy", change.PolicySays) is { } rules) return rules;
            var terms = Terms(Written(change.Repository), Written(change.Environment), change.PolicyHash, change.BeforeNeeded.ToString(CultureInfo.InvariantCulture), change.Retroactive, LedgerEntry.Time(change.ApproveBy));
            if (Differs($"change/{change.Id}/terms", terms) is { } bound) return bound;
            if (change.WindowUntil is { } window && Differs($"change/{change.Id}/window", LedgerEntry.Time(window)) is { } opened) return opened;
            if (change.GlassBy is { } by && Differs($"change/{change.Id}/glass", by.ToString()) is { } alone) return alone;
            if (change.Run is { } run && Differs($"change/{change.Id}/run", $"{Written(run)}{(change.RunFailed ? " failed" : "")}") is { } let) return let;
        }

        await foreach (var seat in ChangeStateStore.AllSeats(read))
            if (Differs($"change/{seat.Change}/seat/{seat.Number}", seat.Person.ToString()) is { } difference)
                return difference;
        return null;
    }

    private async Task<string?> Deployments(Read read)
    {
        await foreach (var question in GateStore.AllAnswers(read))
            if (Differs($"gate/{question.Id}", $"{Kebab(question.Answer)} by {Kebab(question.Rule)} {question.Change} until {(question.ExpiresAt is { } until ? LedgerEntry.Time(until) : "")}") is { } difference)
                return difference;
        await foreach (var deployment in DeploymentStateStore.AllStates(read))
            if ((Differs($"deployment/{deployment.Id}", $"{Kebab(deployment.Class)} {Kebab(deployment.Outcome)} of {deployment.CommitSha}")
                ?? Differs($"deployment/{deployment.Id}/of", Went(Written(deployment.Repository), Written(deployment.Environment), Written(deployment.RunUrl), LedgerEntry.Time(deployment.StartedAt), $"{deployment.Change}"))) is { } difference)
                return difference;
        foreach (var fact in (await ReconciliationStore.Between(read, DateOnly.MinValue, DateOnly.MaxValue)).Cast<Fact>().Concat(await ReconciliationStore.GatesBetween(read, DateOnly.MinValue, DateOnly.MaxValue)).Concat(await NoteStore.All(read)))
            if (Differs(fact.Subject, FactJson.Body(fact).Json) is { } difference)
                return difference;
        return null;
    }

    private static string Terms(ReadOnlySpan<char> repository, ReadOnlySpan<char> environment, ReadOnlySpan<char> policy, ReadOnlySpan<char> before, bool retroactive, ReadOnlySpan<char> approveBy) => $"{repository} {environment} under {policy}, {before} before, {(retroactive ? "retroactive" : "by " + approveBy.ToString())}";

    private static string Went(ReadOnlySpan<char> repository, ReadOnlySpan<char> environment, ReadOnlySpan<char> run, ReadOnlySpan<char> startedAt, ReadOnlySpan<char> change) => $"{repository} {environment} {run} {startedAt} {change}";

    private string? Missing() => said.Count == 0 ? null : $"row {said.Values.Min(s => s.Seq)}: the tables do not have what it says any more";

    /// <summary>Subject and state of each row; the next rows are read while these are looked up.</summary>
    private async Task<string?> Items(IAsyncEnumerable<DbDataReader> rows)
    {
        await using var chunks = rows.Select(r => (Subject: r.GetString(0), State: r.GetString(1))).Chunk(250).GetAsyncEnumerator();
        string? difference = null;
        for (var ahead = Next(chunks); await ahead;)
        {
            var chunk = chunks.Current;
            if (difference is not null) break;
            ahead = Next(chunks);
            foreach (var (subject, state) in chunk) difference ??= Differs(subject, state);
        }

        return difference;
    }

    private static Task<bool> Next<T>(IAsyncEnumerator<T> rows) => Task.Run(() => rows.MoveNextAsync().AsTask());

    private string? Differs(string subject, string state)
    {
        if (!said.Remove(Hash(subject), out var log)) return $"{subject}: the table says {state}, no row of the log does: the table was changed";
        return Hash(state) == log.State ? null : $"row {log.Seq}: of {subject} the table says {state}, this row does not: the table was changed";
    }

    /// <summary>A text of a table as <see cref="Value"/> finds it in a fact: escaped, and up to the first quotation mark.</summary>
    private static string Written(string text)
    {
        var written = JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value;
        return written.IndexOf('"', StringComparison.Ordinal) is var at and >= 0 ? written[..at] : written;
    }

    /// <summary>A value of an enumeration as facts write it.</summary>
    private static string Kebab(string name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name);

    private static UInt128 Hash(string text) => XxHash128.HashToUInt128(MemoryMarshal.AsBytes(text.AsSpan()));
}
