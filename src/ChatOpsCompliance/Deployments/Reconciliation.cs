namespace ChatOpsCompliance.Deployments;

/// <summary>How the source's own list of deployments and ours tie, counted by runs: listed = known + found + unrecorded, and ours = known + found + extra.</summary>
/// <param name="Listed">By the source, in the time that was read.</param>
/// <param name="Known">Of these, known before the reading.</param>
/// <param name="Found">Of these, found by the reading: nobody had told of them.</param>
/// <param name="Unrecorded">Of these, still not ours: the source does not say enough of them.</param>
/// <param name="Extra">Ours, in the same time, that the source does not list.</param>
public sealed record Reconciliation(int Listed, int Known, int Found, int Unrecorded, int Extra)
{
    public int Ours => Known + Found + Extra;

    public bool Ties => Unrecorded == 0 && Extra == 0;

    /// <param name="list">As the source tells it; may begin before the time that is counted.</param>
    /// <param name="ours">Those of the list's runs, and all that began in the time that is counted.</param>
    public static Reconciliation Of(IReadOnlyList<SourceDeployment> list, IEnumerable<Deployment> ours, DateTimeOffset since, DateTimeOffset until)
    {
        var byRun = ours.DistinctBy(d => d.Id).ToDictionary(d => d.RunUrl, StringComparer.Ordinal);
        var listed = list.Where(s => s.CreatedAt >= since && s.CreatedAt < until).ToList();
        var runs = listed.Select(s => Run.Of(s.RunUrl)).ToList();
        var distinct = runs.OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var (found, known) = (distinct.Count(r => byRun.TryGetValue(r, out var d) && d.SeenBy == SeenBy.DailyRead), distinct.Count(r => byRun.TryGetValue(r, out var d) && d.SeenBy != SeenBy.DailyRead));
        var without = runs.Count(r => r is null);
        var all = list.Select(s => Run.Of(s.RunUrl)).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return new(
            distinct.Count + without,
            known,
            found,
            distinct.Count - known - found + without,
            byRun.Values.Count(d => d.StartedAt >= since && d.StartedAt < until && !all.Contains(d.RunUrl)));
    }

    /// <summary>What of the list is to be recorded, oldest first: runs that are not known, and how known ones ended that were still running or were run again since.</summary>
    /// <param name="known">What we have of a run, or null.</param>
    public static IEnumerable<SourceDeployment> News(IEnumerable<SourceDeployment> list, Func<string, Deployment?> known)
    {
        foreach (var attempts in list.Where(s => Run.Of(s.RunUrl) is not null).GroupBy(s => Run.Of(s.RunUrl)!, StringComparer.Ordinal).OrderBy(g => g.Min(s => s.CreatedAt)))
        {
            // Each attempt once, in its order: an older one told again after a newer would turn the outcome back.
            var newest = attempts.OrderBy(s => s.CreatedAt).Last();
            if (known(attempts.Key) is not { } ours) foreach (var attempt in attempts.OrderBy(s => s.CreatedAt)) yield return attempt;
            else if ((ours.Outcome == Outcome.Running && newest.Outcome != Outcome.Running) || newest.CreatedAt > ours.FinishedAt || newest.Commit != ours.Commit) yield return newest;
        }
    }

    /// <summary>Whether what runs is what was approved last; null when that can't be told: nothing runs there, nothing was approved yet, or something approved has ended since the source was asked.</summary>
    /// <param name="baseline">What ran before anything was approved here, as the policy says.</param>
    public static bool? RunsWhatWasApproved(string? running, Deployment? lastApproved, string? baseline, DateTimeOffset asked)
    {
        if (running is null || (lastApproved?.Commit ?? baseline) is not { } approved) return null;
        if (running == approved) return true;
        return lastApproved?.FinishedAt > asked ? null : false;
    }
}
