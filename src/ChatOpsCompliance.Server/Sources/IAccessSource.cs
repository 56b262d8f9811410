using ChatOpsCompliance.Access;
using ChatOpsCompliance.People;

namespace ChatOpsCompliance.Server.Sources;

/// <summary>
/// Something that grants can be read from: a file, later an API. Streams; a row that can't be read is a fault, not the end.
/// Judged by <c>AccessSourceContract</c>.
/// </summary>
public interface IAccessSource
{
    /// <summary>SHA-256 of what is read, lower-case hex, when it can be known before reading: a broken import goes on where it stood.</summary>
    Task<string> ContentId(CancellationToken ct);

    IAsyncEnumerable<SourceRow> Rows(CancellationToken ct);

    /// <summary>Columns or fields the source has and we don't know; complete once all rows were read.</summary>
    IReadOnlyList<string> Unknown { get; }
}

/// <summary>A grant, or what is wrong with the row.</summary>
public readonly record struct SourceRow(int Line, Grant? Grant, Fault? Fault);
