namespace ChatOpsCompliance.Server.Operations;

/// <summary>How the service is, read at one instant. Ages are in seconds; null is none.</summary>
internal sealed record Vitals
{
    public static readonly Vitals None = new();

    public int OutboxWaiting { get; init; }

    public int OutboxDead { get; init; }

    /// <summary>Of what has not gone out yet; 0 when everything has.</summary>
    public double OutboxOldest { get; init; }

    public long LedgerHead { get; init; }

    /// <summary>How many entries no checkpoint covers yet.</summary>
    public long LedgerUnsigned { get; init; }

    public double? CheckpointAge { get; init; }

    /// <summary>Undecided items of reviews that are past their due date.</summary>
    public int ItemsOverdue { get; init; }

    public int RemovalsOverdue { get; init; }

    public int ActionsOverdue { get; init; }

    public int GateWaiting { get; init; }

    /// <summary>By system: how old its newest extract is.</summary>
    public IReadOnlyDictionary<string, double> SourceAge { get; init; } = new Dictionary<string, double>();
}
