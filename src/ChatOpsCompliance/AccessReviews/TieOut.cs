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

    /// <summary>An extract shows it gone, but who removed or held the access made that extract: a second person is to look.</summary>
    Unconfirmed,
    Verified,
    ConfirmedByInspection,
    RiskAccepted,

    /// <summary>The decision behind it was corrected before anything was proven.</summary>
    Withdrawn,
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

    /// <summary>From how many items there are of each outcome, and how many removals in each state.</summary>
    public static TieOut Of(IReadOnlyDictionary<Outcome, int> items, IReadOnlyDictionary<Removal, int> removals)
    {
        int Items(Outcome outcome) => items.GetValueOrDefault(outcome);
        int Removals(Removal removal) => removals.GetValueOrDefault(removal);
        return new()
        {
            Population = items.Values.Sum(),
            Undecided = Items(Outcome.Undecided),
            Kept = Items(Outcome.Kept),
            Revoked = Items(Outcome.Revoked),
            RevokedByNoResponse = Items(Outcome.RevokedByNoResponse),
            UndecidedDeviation = Items(Outcome.UndecidedDeviation),
            RemovedBeforeDecision = Items(Outcome.RemovedBeforeDecision),
            Excluded = Items(Outcome.Excluded),
            Verified = Removals(Removal.Verified),
            ConfirmedByInspection = Removals(Removal.ConfirmedByInspection),
            RiskAccepted = Removals(Removal.RiskAccepted),
            Open = Removals(Removal.Open) + Removals(Removal.Claimed) + Removals(Removal.Unconfirmed),
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
