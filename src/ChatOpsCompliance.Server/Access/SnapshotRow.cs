using ChatOpsCompliance.Access;
using ChatOpsCompliance.People;

namespace ChatOpsCompliance.Server.Access;

/// <summary>A snapshot as <see cref="SnapshotStore"/> reads it.</summary>
internal sealed record SnapshotRow
{
    public long Number { get; init; }

    public string System { get; init; } = "";

    public string Status { get; init; } = "";

    public DateTimeOffset ExtractedAt { get; init; }

    public string ExtractedBy { get; init; } = "";

    public string Method { get; init; } = "";

    public string? ToolVersion { get; init; }

    public int SourceCount { get; init; }

    public int RowCount { get; init; }

    public string ContentHash { get; init; } = "";

    public string FileHash { get; init; } = "";

    public DateTimeOffset ImportedAt { get; init; }

    public Id<Person>? ConfirmedBy { get; init; }

    public DateTimeOffset? RowsGoneAt { get; init; }

    public AccessSnapshot Value => new(Number, System, new(ExtractedAt, ExtractedBy, Method, SourceCount) { ToolVersion = ToolVersion }, RowCount, ContentHash) { ConfirmedBy = ConfirmedBy, RowsGoneAt = RowsGoneAt };
}
