using System.IO.Hashing;
using System.Runtime.InteropServices;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Evidence;

/// <summary>
/// Holds what the tables say against what the log says: reports are made from the tables, so a decision or a removal altered there must not go
/// unseen. Keeps 128 bits and a state for each item and removal that was acted on.
/// </summary>
internal sealed class StateWalk
{
    private readonly Dictionary<UInt128, (string State, long Seq)> said = [];

    public void Step(LedgerEntry entry)
    {
        var state = entry.Kind switch
        {
            "item.decided" => $"{Value(entry.Body, "decision")} by {Value(entry.Body, "by")}",
            "removal.opened" or "removal.reopened" => nameof(Removal.Open),
            "removal.claimed" => nameof(Removal.Claimed),
            "removal.verified" => nameof(Removal.Verified),
            _ => null,
        };
        if (state is not null) said[Key(entry.Subject)] = (state, entry.Seq);
    }

    /// <summary>The first difference, naming the row of the log, or null.</summary>
    public async Task<string?> Compare(Read read)
    {
        await foreach (var item in ItemStore.Outcomes(read))
            if (Differs($"campaign/{item.CampaignId}/{item.Ordinal}", item.Outcome is Outcome.Kept or Outcome.Revoked ? $"{(item.Outcome == Outcome.Kept ? "keep" : "revoke")} by {item.DecidedBy}" : null) is { } difference)
                return difference;
        await foreach (var task in RemediationStore.AllStatuses(read))
            if (Differs($"removal/{task.Id}", task.Status.ToString()) is { } difference)
                return difference;
        return said.Count == 0 ? null : $"row {said.Values.Min(s => s.Seq)}: what it speaks of is not in the tables any more";
    }

    private string? Differs(string subject, string? state)
    {
        if (said.Remove(Key(subject), out var log)) return log.State == state ? null : $"row {log.Seq}: it says {log.State} of {subject}, the table says {state ?? "undecided"}: the table was changed";
        return state is null ? null : $"{subject}: the table says {state}, no row of the log does: the table was changed";
    }

    /// <summary>The text under a name of a canonical body.</summary>
    private static string Value(string body, string name)
    {
        var mark = $"\"{name}\":\"";
        var at = body.IndexOf(mark, StringComparison.Ordinal);
        return at < 0 ? "" : body[(at + mark.Length)..body.IndexOf('"', at + mark.Length)];
    }

    private static UInt128 Key(string subject) => XxHash128.HashToUInt128(MemoryMarshal.AsBytes(subject.AsSpan()));
}
