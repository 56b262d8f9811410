using System.Globalization;
using System.Text.Json;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Reports;

/// <summary>What only reports ask for.</summary>
internal static class ReportStore
{
    private static readonly Sql Responses = new("select id, response from campaign where response is not null");

    private static readonly Sql AllMissed = new("select definition, period, noticed_at from review_missed order by noticed_at, definition, period");

    private static readonly Sql AllRisks = new("select id from risk_request order by asked_at, id");

    // The log keeps what a table forgets: that a removal was opened again, before it was proven in the end.
    private static readonly Sql AllReopened = new("select at, body from ledger where kind = 'removal.reopened' order by seq");

    private sealed record ResponseRow
    {
        public Id<Campaign> Id { get; init; }

        public string Response { get; init; } = "";
    }

    internal sealed record Missed
    {
        public string Definition { get; init; } = "";

        public DateOnly Period { get; init; }

        public DateTimeOffset NoticedAt { get; init; }
    }

    private sealed record FactRow
    {
        public string At { get; init; } = "";

        public string Body { get; init; } = "";
    }

    /// <summary>An extract or a second person saw what was said to be removed.</summary>
    internal sealed record StillThere(DateTimeOffset At, Id<Campaign> Campaign, int Ordinal);

    /// <summary>What management said when it closed a review with undecided items.</summary>
    public static async Task<IReadOnlyDictionary<Id<Campaign>, string>> ResponsesOf(Read read) => (await read.List<ResponseRow>(Responses)).ToDictionary(r => r.Id, r => r.Response);

    public static Task<IReadOnlyList<Missed>> MissedReviews(Read read) => read.List<Missed>(AllMissed);

    /// <summary>Every request to leave access for a time, oldest first.</summary>
    public static async Task<IReadOnlyList<RiskRequest>> Risks(Read read)
    {
        var all = new List<RiskRequest>();
        foreach (var id in await read.List<Id<RiskRequest>>(AllRisks)) all.Add((await RiskStore.One(read, id))!);
        return all;
    }

    public static async Task<IReadOnlyList<StillThere>> Reopened(Read read)
    {
        var all = new List<StillThere>();
        foreach (var row in await read.List<FactRow>(AllReopened))
        {
            using var body = JsonDocument.Parse(row.Body);
            var fact = body.RootElement;
            if (fact.GetProperty("reason").GetString() is not ("still-present" or "seen-by-second-person")) continue;
            all.Add(new(DateTimeOffset.Parse(row.At, CultureInfo.InvariantCulture), Id<Campaign>.Parse(fact.GetProperty("campaign").GetString()!), fact.GetProperty("ordinal").GetInt32()));
        }

        return all;
    }
}
