namespace ChatOpsCompliance.AccessReviews;

/// <summary>What became of one item.</summary>
public enum Outcome
{
    Undecided,
    Kept,
    Revoked,
    Modified,
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
/// + excluded; and revoked or modified = verified + confirmed by inspection + risk accepted + open.
/// </summary>
public sealed record TieOut
{
    public int Population { get; init; }

    public int Kept { get; init; }

    public int Revoked { get; init; }

    /// <summary>To be exchanged for another entitlement.</summary>
    public int Modified { get; init; }

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
            Modified = Items(Outcome.Modified),
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

    /// <summary>What the campaign closes on, as console, shell and reports show it: one place for all of them.</summary>
    public IReadOnlyList<Equation> Equations() =>
    [
        new("in the population", "accounted for", Population,
        [
            ("kept", Kept), ("revoked", Revoked), ("modified", Modified), ("revoked by no response", RevokedByNoResponse), ("undecided (deviation)", UndecidedDeviation), ("removed before decision", RemovedBeforeDecision),
            ("excluded", Excluded), ("still undecided", Undecided),
        ]),
        new("revoked or modified", "tracked to removal", Revoked + Modified + RevokedByNoResponse,
            [("removal verified", Verified), ("removal confirmed by inspection", ConfirmedByInspection), ("risk accepted", RiskAccepted), ("removal open", Open)]),
    ];

    /// <summary>Null when both equations hold; otherwise the sentence that says which does not.</summary>
    public string? Difference => Equations().FirstOrDefault(e => !e.Holds)?.Difference;
}

/// <summary>A whole and the parts it must be the sum of.</summary>
/// <param name="Whole">What is counted on the left: <c>in the population</c>.</param>
/// <param name="Sum">What the parts are together: <c>accounted for</c>.</param>
public sealed record Equation(string Whole, string Sum, int Total, IReadOnlyList<(string Label, int Number)> Parts)
{
    public bool Holds => Total == Parts.Sum(p => p.Number);

    public string Difference => $"{Total} {Whole}, {Parts.Sum(p => p.Number)} {Sum}";

    /// <summary><c>26 in the population = 20 kept + 4 revoked + …</c>; the other half when it does not hold.</summary>
    public override string ToString() => $"{Total} {Whole} {(Holds ? "=" : "≠")} {string.Join(" + ", Parts.Select(p => $"{p.Number} {p.Label}"))}";
}
