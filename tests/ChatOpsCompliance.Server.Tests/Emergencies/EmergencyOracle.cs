namespace ChatOpsCompliance.Server.Tests.Emergencies;

/// <summary>
/// What should become of one emergency change, written a second time and from the rules' text alone: sets of names, minutes and runs. Knows nothing of the
/// product's types, so that the two can only agree where both are right, or wrong alike.
/// </summary>
internal sealed class EmergencyOracle(string requester, IReadOnlySet<string> authors, bool authorsKnown, IReadOnlySet<(string Away, string For)> absences, IReadOnlySet<string> approvers, int needed, bool glassAllowed, int approveWithin, int window)
{
    private readonly HashSet<string> seats = [];
    private readonly List<(string Run, bool RightCommit, bool Open, bool ToldNo)> questions = []; // in the order in which they were asked
    private readonly Dictionary<string, string> deployments = [];
    private int? openUntil;
    private bool ended;
    private bool used;
    private string? holder;
    private bool holderFailed;
    private bool secondWanted;
    private string? alone; // opened the gate

    public bool Approve(string by, int at)
    {
        if (ended || openUntil is not null || at >= approveWithin || !Independent(by) || !approvers.Contains(by) || seats.Contains(by)) return false;
        seats.Add(by);
        if (seats.Count < needed) return true;
        openUntil = at + window;
        secondWanted = needed == 1;
        LetThrough(at);
        return true;
    }

    public bool Second(string by)
    {
        if (!secondWanted || by == alone || !Independent(by) || !approvers.Contains(by) || seats.Contains(by)) return false;
        secondWanted = false;
        seats.Add(by);
        return true;
    }

    public bool Reject(string by, int at)
    {
        if (ended || openUntil is not null || at >= approveWithin || by == requester || !approvers.Contains(by)) return false;
        return ended = true;
    }

    public bool Withdraw(string by)
    {
        if (ended || by != requester || used || (holder is not null && !holderFailed)) return false;
        secondWanted = false;
        return ended = true;
    }

    public bool BreakGlass(string by, int at)
    {
        if (ended || openUntil is not null || at >= approveWithin || !glassAllowed || (by != requester && !approvers.Contains(by))) return false;
        openUntil = at + window;
        alone = by;
        secondWanted = true;
        LetThrough(at);
        return true;
    }

    /// <summary>Whether the gate opens for this run now.</summary>
    public bool Ask(string run, bool rightCommit, int at)
    {
        var place = questions.FindIndex(q => q.Run == run);
        if (place >= 0 && questions[place].RightCommit != rightCommit) return false; // refused: it has asked for another commit
        var may = rightCommit && Open(at) && (used ? holder == run && place >= 0 && questions[place].Open : holder is null || holder == run || holderFailed);
        if (may && !used) (holder, holderFailed) = (run, false);
        if (place < 0)
        {
            questions.Add((run, rightCommit, may, false));
        }
        else if (!may && questions[place].Open)
        {
            questions[place] = (run, rightCommit, false, ToldNo: true); // it waits no more
        }
        else if (questions[place].ToldNo)
        {
            questions.RemoveAt(place); // it asks anew, behind those that wait
            questions.Add((run, rightCommit, may, false));
        }
        else
        {
            questions[place] = (run, rightCommit, may, false);
        }

        return may;
    }

    /// <returns>Whether somebody had approved it.</returns>
    public bool Deploy(string run, bool rightCommit, bool success, int at)
    {
        if (deployments.ContainsKey(run)) throw new InvalidOperationException("Once a run.");
        var place = questions.FindIndex(q => q.Run == run);
        var paid = rightCommit && openUntil is not null && !ended && at < openUntil
            && (place >= 0 ? questions[place] is { RightCommit: true, Open: true } && holder == run : !used && (holder is null || holder == run || holderFailed));
        deployments[run] = paid ? success ? "paid" : "tried" : "nobody";
        if (!paid) return false;
        (holder, holderFailed) = (run, !success && !used);
        if (success) used = true;
        else if (!used) LetThrough(at);
        return true;
    }

    public int SuccessesPaid => deployments.Values.Count(d => d == "paid");

    public IReadOnlySet<string> Seats => seats;

    private bool Open(int at) => openUntil is { } until && !ended && at < until;

    /// <summary>Somebody waits: the first who asked gets it.</summary>
    private void LetThrough(int at)
    {
        for (var n = 0; n < questions.Count; n++)
        {
            var (run, right, open, no) = questions[n];
            if (open || no || !right || !Open(at) || used || (holder is not null && holder != run && !holderFailed)) continue;
            (holder, holderFailed) = (run, false);
            questions[n] = (run, right, true, false);
        }
    }

    private bool Independent(string by) =>
        authorsKnown && by != requester && !absences.Contains((requester, by)) && authors.All(a => a != by && !absences.Contains((a, by)));
}
