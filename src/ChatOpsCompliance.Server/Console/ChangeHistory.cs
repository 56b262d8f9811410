using System.Globalization;
using System.Text.Json;
using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.EmergencyChanges;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Console;

/// <summary>One thing that happened to an emergency change, as its page tells it.</summary>
/// <param name="Entry">Its number in the audit log.</param>
/// <param name="Who">Null where nobody did it.</param>
/// <param name="Words">What they said.</param>
public sealed record HistoryLine(long Entry, DateTimeOffset At, string What, string? Who, string? Words);

/// <summary>What the audit log says of one emergency change, in sentences; the words, which stand beside the log, from where they are kept.</summary>
internal static class ChangeHistory
{
    public static async Task<IReadOnlyList<HistoryLine>> Of(Read read, EmergencyChange change, IReadOnlyDictionary<Id<Person>, string> names)
    {
        var said = new Queue<string>((await ChangeStore.Said(read, change.Id)).Select(w => w.Words));
        var lines = new List<HistoryLine>();
        foreach (var row in await LedgerStore.Of(read, $"change/{change.Id}"))
        {
            using var body = JsonDocument.Parse(row.Body);
            using var actor = JsonDocument.Parse(row.Actor);
            string? Text(string name) => body.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
            string? Name(string? id) => Id<Person>.TryParse(id, out var person) ? names.GetValueOrDefault(person, "somebody") : null;
            // What the service does, it does in the transaction of somebody's act: that is not theirs.
            var who = row.Kind is "change.claimed" or "change.used" or "change.run-failed" or "change.closed" or "change.paged" or "change.authors-read" ? null : Name(Text("by")) ?? (actor.RootElement.TryGetProperty("person", out var p) ? Name(p.GetString()) : null);
            var words = row.Kind switch
            {
                "change.said" => said.TryDequeue(out var word) ? word : null,
                "change.rejected" or "change.withdrawn" => change.EndedWords,
                _ => null,
            };
            lines.Add(new(row.Seq, DateTimeOffset.Parse(row.At, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal), What(row.Kind, Text, Name, body.RootElement), who, words));
        }

        return lines;
    }

    private static string What(string kind, Func<string, string?> text, Func<string?, string?> name, JsonElement body) => kind switch
    {
        "change.requested" => body.TryGetProperty("retroactive", out var after) && after.GetBoolean() ? "Put on record after the fact" : "Asked for",
        "change.commit-named" => $"Named the commit {Commit.Short(text("commit") ?? "")}",
        "change.authors-read" => text("known") == "yes" ? $"Read who wrote it: {ConsoleWords.Count(body.GetProperty("count").GetInt32(), "account")}" : $"Who wrote it is not known: {text("why")}",
        "change.paged" => $"Called {name(text("who")) ?? "somebody"}",
        "change.said" => "Said",
        "change.approved" => text("via") == ApproveChange.SignedIn ? "Approved, confirmed by signing in" : "Approved",
        "change.rejected" => "Rejected",
        "change.withdrawn" => "Withdrew it",
        "change.expired" => "Expired: nobody approved it in time",
        "change.unused" => "Expired unused: nothing was deployed in its time",
        "change.glass-broken" => "BREAK-GLASS: opened the gate alone",
        "change.second-given" => body.GetProperty("agrees").GetBoolean() ? "Gave the second approval" : "Objected, looking second",
        "change.sign-in-asked" => "Was asked to sign in to approve",
        "change.thread-kept" => "Kept where it is talked over",
        "change.claimed" => $"The gate let a run through: {text("run")}",
        "change.run-failed" => $"That run failed: {text("run")}",
        "change.used" => "Deployed: it pays for no other deployment",
        "change.detailed" => $"Added the details{Late(body)}",
        "change.reviewed" => $"Reviewed it{Late(body)}",
        "change.follow-up" => $"Wants something done by {name(text("owner")) ?? "somebody"}",
        "change.closed" => "Closed: everything that was asked of it is there",
        "change.late" => $"Late: {text("step") switch { "details" => "the details", "second" => "the second approval", _ => "the review" }}",
        _ => kind,
    };

    private static string Late(JsonElement body) => body.TryGetProperty("late", out var late) && late.GetBoolean() ? ", late" : "";
}
