namespace ChatOpsCompliance.Server.Api;

/// <summary>What became of an extract. Of a file that was taken before there is its number alone.</summary>
internal sealed record SnapshotShape
{
    public required long Snapshot { get; init; }

    public required string System { get; init; }

    /// <summary>True for the very file that was taken before; left out otherwise.</summary>
    public bool? Already { get; init; }

    public int? Count { get; init; }

    public int? SourceCount { get; init; }

    public string? ContentHash { get; init; }

    /// <summary>Rows that say what another row said: counted once.</summary>
    public IReadOnlyList<Row>? Identical { get; init; }

    public IReadOnlyList<string>? UnknownColumns { get; init; }

    public int? RemovalsVerified { get; init; }

    public int? RemovalsReopened { get; init; }

    public int? IncidentsOpened { get; init; }

    internal sealed record Row(int Line, string Reason);
}
