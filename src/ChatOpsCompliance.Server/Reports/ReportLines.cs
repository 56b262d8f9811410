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
    public static async Task<IReadOnlyList<AccessSnapshot>> MadeFrom(Read read, Campaign campaign)
    {
        var snapshots = new List<AccessSnapshot>();
        foreach (var (_, number) in await CampaignStore.Snapshots(read, campaign.Id))
            if (await SnapshotStore.Find(read, number) is { } snapshot) snapshots.Add(snapshot);
        return snapshots;
    }

    public static async Task<IReadOnlyList<CompletionLine>> Completion(Read read, Campaign campaign)
    {
        var removals = (await RemediationStore.Of(read, campaign.Id)).ToDictionary(t => t.Ordinal);
        var leftOut = (await RequestStore.Of(read, campaign.Id)).Where(r => r is { Kind: RequestKind.Exclusion, Status: RequestStatus.Approved }).SelectMany(r => r.Items.Select(i => (i, r))).ToLookup(p => p.i, p => p.r);
        var lines = new List<CompletionLine>();
        await foreach (var item in FrozenPopulation.Items(read, campaign.Id))
        {
            var removal = removals.GetValueOrDefault(item.Ordinal);
            lines.Add(new(item, removal?.Status, removal?.ProvenAt, item.Outcome == Outcome.Excluded ? leftOut[item.Ordinal].LastOrDefault() : null));
        }

        return lines;
    }

    public static async Task<IReadOnlyList<DecisionLine>> Decisions(Read read, ReportRequest request, ReportScope scope)
    {
        var lines = new List<DecisionLine>();
        foreach (var campaign in await Campaigns(read, request, scope))
        {
            var all = await DecisionStore.Of(read, campaign.Id);
            var last = all.GroupBy(d => d.Ordinal).ToDictionary(g => g.Key, g => g.Max(d => d.Number));
            var entries = all.Where(d => scope.Has(d.At)).ToList();
            var items = await Items(read, campaign, entries.Select(d => d.Ordinal).ToHashSet());
            lines.AddRange(entries.Select(d => new DecisionLine(items[d.Ordinal], d.Number, d.Stage, d.Choice, d.ByName ?? "somebody", d.At, d.Number == last[d.Ordinal])));
        }

        return lines;
    }

    public static async Task<IReadOnlyList<RemediationLine>> Removals(Read read, ReportRequest request, ReportScope scope)
    {
        var lines = new List<RemediationLine>();
        foreach (var campaign in await Campaigns(read, request, scope))
        {
            var tasks = await RemediationStore.Of(read, campaign.Id);
            var items = await Items(read, campaign, tasks.Select(t => t.Ordinal).ToHashSet());
            lines.AddRange(tasks.Select(t => new RemediationLine(items[t.Ordinal], t)));
        }

        return lines;
    }

    public static async Task<IReadOnlyList<RiskLine>> Risks(Read read, ReportRequest request, ReportScope scope)
    {
        var byTask = (await Removals(read, request, scope)).ToDictionary(l => l.Task.Id);
        var (lines, approvals) = (new List<RiskLine>(), new Dictionary<Id<RemediationTask>, int>());
        foreach (var risk in (await ReportStore.Risks(read)).OrderBy(r => r.DecidedAt ?? DateTimeOffset.MaxValue))
            foreach (var task in risk.Tasks.Where(t => byTask.ContainsKey(t.Id)))
                lines.Add(new(byTask[task.Id].About, task, risk, risk.State == RiskState.Accepted ? approvals[task.Id] = approvals.GetValueOrDefault(task.Id) + 1 : 0));
        return lines;
    }

    public static async Task<IReadOnlyList<Deviation>> Deviations(Read read, ReportRequest request, ReportScope scope)
    {
        var (all, responses) = (new List<Deviation>(), await ReportStore.ResponsesOf(read));
        var removals = await Removals(read, request, scope);
        var campaigns = await Campaigns(read, request, scope);
        var replaced = (await CampaignStore.All(read)).Select(c => c.Replaces).ToHashSet();
        foreach (var campaign in campaigns)
        {
            var undecided = (await ItemStore.Outcomes(read, campaign.Id)).GetValueOrDefault(Outcome.UndecidedDeviation) == 0 ? [] : await Undecided(read, campaign.Id);
            all.AddRange(Deviation.Of(campaign, responses.GetValueOrDefault(campaign.Id), undecided, replaced.Contains(campaign.Id)));
        }

        all.AddRange(removals.Select(l => Deviation.Of(l, scope.AsOf)).OfType<Deviation>());
        var byItem = removals.ToDictionary(l => (l.About.Campaign.Id, l.About.Item.Ordinal));
        foreach (var seen in await ReportStore.Reopened(read))
            if (byItem.TryGetValue((seen.Campaign, seen.Ordinal), out var line))
                all.Add(new(DeviationKind.SaidRemovedButPresent, seen.At, RemediationReport.Ended(line.Task), line.About.Campaign.Title, line.About.Campaign.Period, seen.Ordinal, Deviation.Named(line.About.Item), line.Task.OwnerName, null));
        if (request.Campaign is not null) return all;

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

    private static async Task<List<ReviewItem>> Undecided(Read read, Id<Campaign> campaign)
    {
        var undecided = new List<ReviewItem>();
        await foreach (var item in FrozenPopulation.Items(read, campaign))
            if (item.Outcome == Outcome.UndecidedDeviation) undecided.Add(item);
        return undecided;
    }

    /// <summary>Oldest first.</summary>
    private static async Task<IReadOnlyList<Campaign>> Campaigns(Read read, ReportRequest request, ReportScope scope) => request.Campaign is { } id
        ? [(await CampaignStore.ById(read, id))!]
        : [.. (await CampaignStore.All(read)).Where(c => c.LaunchedAt < scope.End).Reverse()];

    private static async Task<Dictionary<int, ReportedItem>> Items(Read read, Campaign campaign, HashSet<int> ordinals)
    {
        var items = new Dictionary<int, ReportedItem>(ordinals.Count);
        if (ordinals.Count == 0) return items;
        if (ordinals.Count < campaign.Population / 50)
        {
            // A few of many: each by its key rather than a walk over all.
            foreach (var ordinal in ordinals)
                if (await ItemStore.One(read, campaign.Id, ordinal) is { } one) items.Add(ordinal, new(campaign, one));
            return items;
        }

        await foreach (var item in FrozenPopulation.Items(read, campaign.Id))
            if (ordinals.Contains(item.Ordinal)) items.Add(item.Ordinal, new(campaign, item));
        return items;
    }
}
