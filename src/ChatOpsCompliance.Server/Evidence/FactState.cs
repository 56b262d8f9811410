using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Remediation;

namespace ChatOpsCompliance.Server.Evidence;

/// <summary>What an entry of the audit log says its subject is from then on, as the tables would say it.</summary>
internal static class FactState
{
    /// <summary>Null where no table is held against this kind.</summary>
    public static string? Of(LedgerEntry entry) => entry.Kind switch
    {
        "item.decided" => string.Concat(Value(entry.Body, "\"decision\":\""), " by ", Value(entry.Body, "\"by\":\"")),
        "snapshot.taken" => $"{Number(entry.Body, "\"count\":")} rows {Value(entry.Body, "\"contentHash\":\"")} kept",
        SnapshotLetGo.KindName => $"{Number(entry.Body, "\"count\":")} rows {Value(entry.Body, "\"contentHash\":\"")} let go",
        "hold.placed" => $"held from {Value(entry.Body, "\"from\":\"")} to {Value(entry.Body, "\"to\":\"")}",
        "hold.lifted" => "lifted",
        "sample.drawn" => $"{Value(entry.Body, "\"elementsHash\":\"")} of {Value(entry.Body, "\"populationHash\":\"")}",
        "item.settled" => string.Concat("settled ", Value(entry.Body, "\"outcome\":\"")),
        "removal.opened" or "removal.reopened" or "removal.risk-expired" => nameof(Removal.Open),
        "removal.claimed" => nameof(Removal.Claimed),
        "removal.unconfirmed" => nameof(Removal.Unconfirmed),
        "removal.verified" or "removal.confirmed" => nameof(Removal.Verified),
        "removal.inspected" => nameof(Removal.ConfirmedByInspection),
        "removal.risk-accepted" => string.Concat(nameof(Removal.RiskAccepted), " until ", Value(entry.Body, "\"until\":\"")),
        "removal.withdrawn" => nameof(Removal.Withdrawn),
        "attachment.kept" => string.Concat(Value(entry.Body, "\"hash\":\""), " of ", Value(entry.Body, "\"of\":\"")),
        "action.opened" or "action.doubted" or "action.reopened" => nameof(ActionStatus.Open),
        "action.done" => nameof(ActionStatus.Done),
        "action.confirmed" => nameof(ActionStatus.Confirmed),
        "action.verified" => nameof(ActionStatus.Verified),
        "incident.opened" or "incident.reopened" => nameof(IncidentStatus.Open),
        "incident.claimed" => nameof(IncidentStatus.Claimed),
        "incident.verified" => nameof(IncidentStatus.Verified),
        "incident.withdrawn" => nameof(IncidentStatus.Withdrawn),
        "change.requested" => "requested",
        "change.approved" or "change.second-given" => Value(entry.Body, "\"status\":\"").ToString(),
        "change.glass-broken" => "approved",
        "change.rejected" => "rejected",
        "change.withdrawn" => "withdrawn",
        "change.expired" => "expired",
        "change.unused" => "expired-unused",
        "change.used" => "review-due",
        "change.reviewed" => "reviewed",
        "change.closed" => "closed",
        "gate.answered" => $"{Value(entry.Body, "\"answer\":\"")} by {Value(entry.Body, "\"rule\":\"")} {Value(entry.Body, "\"change\":\"")} until {Value(entry.Body, "\"expiresAt\":\"")}",
        // They hold no words, so that the row can be written as the log has it.
        "deployments.reconciled" or "gate.protection-read" or "deployment.noted" => entry.Body,
        "deployment.recorded" or "deployment.ended" => string.Concat(Value(entry.Body, "\"class\":\""), " ", Value(entry.Body, "\"outcome\":\""), string.Concat(" of ", Value(entry.Body, "\"commit\":\""))),
        _ => null,
    };

    /// <summary>A text of the body, as it is written there.</summary>
    public static ReadOnlySpan<char> Value(string body, string mark)
    {
        var at = body.IndexOf(mark, StringComparison.Ordinal);
        if (at < 0) return default;
        var rest = body.AsSpan(at + mark.Length);
        return rest[..rest.IndexOf('"')];
    }

    public static ReadOnlySpan<char> Number(string body, string mark)
    {
        var rest = body.AsSpan(body.IndexOf(mark, StringComparison.Ordinal) + mark.Length);
        var end = rest.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? rest : rest[..end];
    }
}
