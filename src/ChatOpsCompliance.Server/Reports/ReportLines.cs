using ChatOpsCompliance.Access;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Reports;

/// <summary>What the reports are made of, read from the stores. A period's reports look at every review launched before it ended.</summary>
internal static class ReportLines
{
    /// <summary>How many items are looked at together: the ordinals of a review run from one to its population.</summary>
    private const int Step = 2000;

    public static async Task<IReadOnlyList<AccessSnapshot>> MadeFrom(Read read, Campaign campaign)
    {
        var snapshots = new List<AccessSnapshot>();
        foreach (var (_, number) in await CampaignStore.Snapshots(read, campaign.Id))
            if (await SnapshotStore.Find(read, number) is { } snapshot) snapshots.Add(snapshot);
        return snapshots;
    }

    public static async IAsyncEnumerable<CompletionLine> Completion(Read read, Campaign campaign)
    {
        var leftOut = (await RequestStore.Of(read, campaign.Id)).Where(r => r is { Kind: RequestKind.Exclusion, Status: RequestStatus.Approved }).SelectMany(r => r.Items.Select(i => (i, r))).ToLookup(p => p.i, p => p.r);
        for (var after = 0; after < campaign.Population; after += Step)
        {
            var removals = (await RemediationStore.Of(read, campaign.Id, after, after + Step)).ToDictionary(t => t.Ordinal);
            foreach (var item in await ItemStore.Page(read, campaign.Id, after, Step))
            {
                var removal = removals.GetValueOrDefault(item.Ordinal);
                yield return new(item, removal?.Status, removal?.ProvenAt, item.Outcome == Outcome.Excluded ? leftOut[item.Ordinal].LastOrDefault() : null);
            }
        }
    }

    /// <summary>Review by review, item by item.</summary>
    /// <param name="of">Only of these reviews; null for all.</param>
    public static async IAsyncEnumerable<DecisionLine> Decisions(Read read, ReportRequest request, ReportScope scope, Func<Campaign, bool>? of = null)
    {
        foreach (var campaign in await Campaigns(read, request, scope))
            for (var after = 0; after < campaign.Population && of?.Invoke(campaign) != false; after += Step)
            {
                var all = await DecisionStore.Of(read, campaign.Id, after, after + Step);
                var last = all.GroupBy(d => d.Ordinal).ToDictionary(g => g.Key, g => g.Max(d => d.Number));
                var entries = all.Where(d => scope.Has(d.At)).ToList();
                var items = await Items(read, campaign, after, entries.Select(d => d.Ordinal).ToHashSet());
                foreach (var d in entries) yield return new(items[d.Ordinal], d.Number, d.Stage, d.Choice, d.ByName ?? "somebody", d.At, d.Number == last[d.Ordinal]);
            }
    }

    /// <summary>Review by review, item by item.</summary>
    public static async IAsyncEnumerable<RemediationLine> Removals(Read read, ReportRequest request, ReportScope scope)
    {
        foreach (var campaign in await Campaigns(read, request, scope))
            for (var after = 0; after < campaign.Population; after += Step)
            {
                var tasks = await RemediationStore.Of(read, campaign.Id, after, after + Step);
                var items = await Items(read, campaign, after, tasks.Select(t => t.Ordinal).ToHashSet());
                foreach (var task in tasks) yield return new(items[task.Ordinal], task);
            }
    }

    public static async Task<IReadOnlyList<RiskLine>> Risks(Read read, ReportRequest request, ReportScope scope)
    {
        var risks = (await ReportStore.Risks(read)).OrderBy(r => r.DecidedAt ?? DateTimeOffset.MaxValue).ToList();
        var asked = risks.SelectMany(r => r.Tasks).Select(t => t.Id).ToHashSet();
        var byTask = new Dictionary<Id<RemediationTask>, RemediationLine>();
        if (asked.Count > 0)
            await foreach (var line in Removals(read, request, scope))
                if (asked.Contains(line.Task.Id)) byTask.Add(line.Task.Id, line);
        var (lines, approvals) = (new List<RiskLine>(), new Dictionary<Id<RemediationTask>, int>());
        foreach (var risk in risks)
            foreach (var task in risk.Tasks.Where(t => byTask.ContainsKey(t.Id)))
                lines.Add(new(byTask[task.Id].About, task, risk, risk.State == RiskState.Accepted ? approvals[task.Id] = approvals.GetValueOrDefault(task.Id) + 1 : 0));
        return lines;
    }

    public static async IAsyncEnumerable<Deviation> Deviations(Read read, ReportRequest request, ReportScope scope)
    {
        var responses = await ReportStore.ResponsesOf(read);
        var campaigns = await Campaigns(read, request, scope);
        var replaced = (await CampaignStore.All(read)).Select(c => c.Replaces).ToHashSet();
        foreach (var campaign in campaigns)
        {
            var response = responses.GetValueOrDefault(campaign.Id);
            foreach (var deviation in Deviation.Of(campaign, response, replaced.Contains(campaign.Id))) yield return deviation;
            if ((await ItemStore.Outcomes(read, campaign.Id)).GetValueOrDefault(Outcome.UndecidedDeviation) == 0) continue;
            await foreach (var item in FrozenPopulation.Items(read, campaign.Id))
                if (item.Outcome == Outcome.UndecidedDeviation) yield return Deviation.Undecided(campaign, item, response);
        }

        var reopened = (await ReportStore.Reopened(read)).ToLookup(s => (s.Campaign, s.Ordinal), s => s.At);
        await foreach (var line in Removals(read, request, scope))
        {
            if (Deviation.Of(line, scope.AsOf) is { } late) yield return late;
            foreach (var at in reopened[(line.About.Campaign.Id, line.About.Item.Ordinal)])
                yield return new(DeviationKind.SaidRemovedButPresent, at, RemediationReport.Ended(line.Task), line.About.Campaign.Title, line.About.Campaign.Period, line.Task.Ordinal, Deviation.Named(line.About.Item), line.Task.OwnerName, null);
        }

        if (request.Campaign is not null) yield break;
        foreach (var other in await Others(read, scope, campaigns)) yield return other;
    }

    /// <summary>Those of the scope, oldest first.</summary>
    public static async Task<IReadOnlyList<Deviation>> DeviationsIn(Read read, ReportRequest request, ReportScope scope)
    {
        var found = new List<Deviation>();
        await foreach (var deviation in Deviations(read, request, scope))
            if (DeviationsReport.In(scope, deviation)) found.Add(deviation);
        return [.. found.OrderBy(DeviationsReport.Place)];
    }

    /// <summary>Deviations of what is no review.</summary>
    private static async Task<IReadOnlyList<Deviation>> Others(Read read, ReportScope scope, IReadOnlyList<Campaign> campaigns)
    {
        var all = new List<Deviation>();
        all.AddRange((await LeaverStore.All(read)).Select(i => Deviation.Of(i, scope.AsOf)).OfType<Deviation>());
        var actions = await ActionStore.All(read);
        all.AddRange(actions.Select(a => Deviation.Of(a, scope.AsOf)).OfType<Deviation>());
        all.AddRange((await ChangeLines.All(read)).SelectMany(c => Deviation.Of(c, scope.AsOf)));
        all.AddRange(await ChangeLines.Unauthorised(read, scope, actions));
        var titles = campaigns.GroupBy(c => c.Definition).ToDictionary(g => g.Key, g => g.Last().Title);
        all.AddRange((await ReportStore.MissedReviews(read)).Select(m => new Deviation(DeviationKind.ReviewMissed, new(m.Period.ToDateTime(default), TimeSpan.Zero), null, titles.GetValueOrDefault(m.Definition, m.Definition), m.Period, null, Deviation.Whole, null, null) { Part = m.Definition }));
        return all;
    }

    /// <summary>One line for each incident; who left and had nothing has one too.</summary>
    public static async Task<IReadOnlyList<LeaverLine>> Leavers(Read read)
    {
        var lines = new List<LeaverLine>();
        var names = (await PeopleStore.Everybody(read)).ToDictionary(p => p.Id, p => p.Name);
        var incidents = (await LeaverStore.All(read)).ToLookup(i => i.Person);
        var departures = await DepartureStore.All(read);
        foreach (var departure in departures)
        {
            // Somebody may leave twice: an incident belongs to the departure before it.
            var next = departures.Where(d => d.Person == departure.Person && d.NoticedAt > departure.NoticedAt).Select(d => d.NoticedAt).DefaultIfEmpty(DateTimeOffset.MaxValue).Min();
            var own = incidents[departure.Person].Where(i => i.OpenedAt >= departure.NoticedAt && i.OpenedAt < next).ToList();
            lines.AddRange(own.Cast<LeaverIncident?>().DefaultIfEmpty().Select(i => new LeaverLine(names.GetValueOrDefault(departure.Person, "somebody"), departure.LastDay, departure.NoticedAt, departure.How, departure.ReturnedAt, i)));
        }

        var placed = lines.Select(l => l.Incident?.Id).ToHashSet();
        lines.AddRange(incidents.SelectMany(i => i).Where(i => !placed.Contains(i.Id)).Select(i => new LeaverLine(i.PersonName, null, null, null, null, i)));
        return lines;
    }

    /// <summary>Oldest first.</summary>
    private static async Task<IReadOnlyList<Campaign>> Campaigns(Read read, ReportRequest request, ReportScope scope) => request.Campaign is { } id
        ? [(await CampaignStore.ById(read, id))!]
        : [.. (await CampaignStore.All(read)).Where(c => c.LaunchedAt < scope.End).Reverse()];

    /// <summary>Of the items after one and a step further, those asked for.</summary>
    private static async Task<Dictionary<int, ReportedItem>> Items(Read read, Campaign campaign, int after, HashSet<int> ordinals)
    {
        var items = new Dictionary<int, ReportedItem>(ordinals.Count);
        if (ordinals.Count < Step / 50)
        {
            // A few of many: each by its key rather than a walk over all.
            foreach (var ordinal in ordinals)
                if (await ItemStore.One(read, campaign.Id, ordinal) is { } one) items.Add(ordinal, new(campaign, one));
            return items;
        }

        foreach (var item in await ItemStore.Page(read, campaign.Id, after, Step))
            if (ordinals.Contains(item.Ordinal)) items.Add(item.Ordinal, new(campaign, item));
        return items;
    }
}
