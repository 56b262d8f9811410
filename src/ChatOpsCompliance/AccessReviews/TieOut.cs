namespace ChatOpsCompliance.AccessReviews;

/// <summary>What became of one item.</summary>
public enum Outcome
{
    Undecided,
    Kept,
    Revoked,
    RevokedByNoResponse,
    UndecidedDeviation,
    RemovedBeforeDecision,
    Excluded,
}

/// <summary>Where the removal of one revoked item stands.</summary>
public enum Removal
{
    Open,
    Claimed,
    Verified,
    ConfirmedByInspection,
    RiskAccepted,
}

/// <summary>
/// The two equations a campaign closes on: population = decided + revoked by no-response + undecided (deviation) + removed before decision
/// + excluded; and revoked = verified + confirmed by inspection + risk accepted + open.
/// </summary>
public sealed record TieOut
{
    public int Population { get; init; }

    public int Kept { get; init; }

    public int Revoked { get; init; }

    public int RevokedByNoResponse { get; init; }

    public int UndecidedDeviation { get; init; }

    public int RemovedBeforeDecision { get; init; }

    public int Excluded { get; init; }

    /// <summary>Items still waiting for their reviewer; zero in a closed campaign.</summary>
    public int Undecided { get; init; }

    public int Verified { get; init; }

    public int ConfirmedByInspection { get; init; }

    public int RiskAccepted { get; init; }

    /// <summary>Removals not proven yet, claimed ones included.</summary>
    public int Open { get; init; }

    /// <summary>Counts items one by one, so that a million stream through.</summary>
    public static TieOut Of(IEnumerable<(Outcome Outcome, Removal? Removal)> items)
    {
        var population = 0;
        var outcomes = new int[Enum.GetValues<Outcome>().Length];
        var removals = new int[Enum.GetValues<Removal>().Length];
        foreach (var (outcome, removal) in items)
        {
            population++;
            outcomes[(int)outcome]++;
            if (removal is { } r) removals[(int)r]++;
        }

        return new()
        {
            Population = population,
            Undecided = outcomes[(int)Outcome.Undecided],
            Kept = outcomes[(int)Outcome.Kept],
            Revoked = outcomes[(int)Outcome.Revoked],
            RevokedByNoResponse = outcomes[(int)Outcome.RevokedByNoResponse],
            UndecidedDeviation = outcomes[(int)Outcome.UndecidedDeviation],
            RemovedBeforeDecision = outcomes[(int)Outcome.RemovedBeforeDecision],
            Excluded = outcomes[(int)Outcome.Excluded],
            Verified = removals[(int)Removal.Verified],
            ConfirmedByInspection = removals[(int)Removal.ConfirmedByInspection],
            RiskAccepted = removals[(int)Removal.RiskAccepted],
            Open = removals[(int)Removal.Open] + removals[(int)Removal.Claimed],
        };
    }

    /// <summary>Null when both equations hold; otherwise the sentence that says which does not.</summary>
    public string? Difference
    {
        get
        {
            var accounted = Kept + Revoked + RevokedByNoResponse + UndecidedDeviation + RemovedBeforeDecision + Excluded + Undecided;
            if (Population != accounted) return $"{Population} in the population, {accounted} accounted for";
            var removed = Revoked + RevokedByNoResponse;
            var tracked = Verified + ConfirmedByInspection + RiskAccepted + Open;
            return removed == tracked ? null : $"{removed} revoked, {tracked} tracked to removal";
        }
    }
}
