using System.Globalization;
using System.Text.Json;
using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Reports;

/// <summary>What only the reports of emergency changes ask for: what the log keeps of each and a table forgets.</summary>
internal static class ChangeReportStore
{
    private static readonly Sql Turns = new("select at, kind, subject, body from ledger where kind in ('change.paged', 'change.said', 'change.glass-broken', 'change.follow-up', 'change.closed') order by seq");

    private static readonly Sql Beside = new("select id, deployment_id as deployment, glass_words as words from emergency_change");

    private static readonly Sql Paid = new("select change_id as change, id as deployment from deployment where change_id is not null order by started_at, id");

    private sealed record FactRow
    {
        public string At { get; init; } = "";

        public string Kind { get; init; } = "";

        public string Subject { get; init; } = "";

        public string Body { get; init; } = "";
    }

    private sealed record BesideRow
    {
        public Id<EmergencyChange> Id { get; init; }

        public Id<Deployment>? Deployment { get; init; }

        public string? Words { get; init; }
    }

    private sealed record PaidRow
    {
        public Id<EmergencyChange> Change { get; init; }

        public Id<Deployment> Deployment { get; init; }
    }

    /// <param name="By">Who did it; null where nobody did.</param>
    internal sealed record Turn(DateTimeOffset At, string Kind, Id<Person>? By);

    /// <param name="Explains">The deployment that a retroactive one explains.</param>
    /// <param name="GlassWords">Why somebody opened the gate alone.</param>
    internal sealed record Kept(Id<Deployment>? Explains, string? GlassWords);

    /// <summary>By the id of the change, oldest first.</summary>
    public static async Task<ILookup<Id<EmergencyChange>, Turn>> TurnsOf(Read read) => (await read.List<FactRow>(Turns)).ToLookup(r => Id<EmergencyChange>.Parse(r.Subject[(r.Subject.IndexOf('/', StringComparison.Ordinal) + 1)..]), Read);

    public static async Task<IReadOnlyDictionary<Id<EmergencyChange>, Kept>> KeptBeside(Read read) => (await read.List<BesideRow>(Beside)).ToDictionary(r => r.Id, r => new Kept(r.Deployment, r.Words));

    /// <summary>The last run each paid for.</summary>
    public static async Task<IReadOnlyDictionary<Id<EmergencyChange>, Id<Deployment>>> PaidFor(Read read) => (await read.List<PaidRow>(Paid)).GroupBy(r => r.Change).ToDictionary(g => g.Key, g => g.Last().Deployment);

    private static Turn Read(FactRow row)
    {
        using var body = JsonDocument.Parse(row.Body);
        return new(DateTimeOffset.Parse(row.At, CultureInfo.InvariantCulture), row.Kind, body.RootElement.TryGetProperty("by", out var by) && by.GetString() is { } id ? Id<Person>.Parse(id) : null);
    }
}
