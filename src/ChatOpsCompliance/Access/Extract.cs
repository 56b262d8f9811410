using ChatOpsCompliance.People;

namespace ChatOpsCompliance.Access;

/// <summary>A snapshot: all grants of a system at one instant. Published whole or not at all; failed or partial is not empty.</summary>
/// <param name="Number">Grows with each snapshot of the database.</param>
/// <param name="ContentHash">SHA-256, lower-case hex, over the grants in the order of the file.</param>
public sealed record AccessSnapshot(long Number, string System, ExtractFacts Facts, int Count, string ContentHash)
{
    /// <summary>Of a system that can't be exported: the second person who looked and found the same. Such a snapshot is counted apart.</summary>
    public Id<Person>? ConfirmedBy { get; init; }

    /// <summary>When its rows were let go after retention: counts, facts and hash are what is left of it. Null while they are there.</summary>
    public DateTimeOffset? RowsGoneAt { get; init; }
}

/// <summary>What an auditor asks of an extract.</summary>
/// <param name="ExtractedAt">UTC; when the source was read, not when the file came in.</param>
/// <param name="By">The e-mail or name of who ran it.</param>
/// <param name="Method">The query or tool; two extracts with one method and scope can be compared.</param>
/// <param name="SourceCount">The source's own count of the rows it gave, identical ones included.</param>
public sealed record ExtractFacts(DateTimeOffset ExtractedAt, string By, string Method, int SourceCount)
{
    /// <summary>Cut to microseconds, as it is stored: the same extract given again is known by it.</summary>
    public DateTimeOffset ExtractedAt { get; init; } = ExtractedAt.AddTicks(-(ExtractedAt.Ticks % TimeSpan.TicksPerMicrosecond));

    public string? ToolVersion { get; init; }

    /// <summary>Whether this person made it, as far as it says: by e-mail or by name.</summary>
    public bool MadeBy(Person person) => By.Contains(person.Email, StringComparison.OrdinalIgnoreCase) || By.Contains(person.Name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Refuses an extract that can't be what it says it is.</summary>
    public Refusal? Check(int dataRows, DateTimeOffset now, AccessSnapshot? newest, string? lookedAt)
    {
        if (ExtractedAt > now) return new ExtractedInTheFuture(ExtractedAt, now);
        if (dataRows != SourceCount) return new CountMismatch(SourceCount, dataRows);
        if (newest is null) return null;
        if (ExtractedAt < newest.Facts.ExtractedAt) return new OlderThanTheNewest(ExtractedAt, newest.Facts.ExtractedAt);
        var before = newest.Facts.SourceCount;
        if (dataRows < before && dataRows * 5L <= before * 4L && string.IsNullOrWhiteSpace(lookedAt)) return new SnapshotShrank(before, dataRows);
        return null;
    }
}

public sealed record CountMismatch(int Source, int Ours)
    : Refusal($"The source counted {Source} rows, the file has {Ours}. A partial extract is not taken; export it again.");

public sealed record ExtractedInTheFuture(DateTimeOffset ExtractedAt, DateTimeOffset Now)
    : Refusal($"The extract says it was made at {ExtractedAt:u}, after now ({Now:u}). Give the time the source was read.");

public sealed record OlderThanTheNewest(DateTimeOffset ExtractedAt, DateTimeOffset Newest)
    : Refusal($"A snapshot extracted at {Newest:u} is here already; one of {ExtractedAt:u} is older and would turn time back.");

public sealed record SnapshotShrank(int Before, int Now)
    : Refusal($"The last snapshot had {Before} rows, this one {Now}: 20 % fewer or more. Look at the extract; if it is right, say why when you send it again (--looked-at; looked_at in the API).");

public sealed record SystemUnknown(string System, string Known)
    : Refusal($"There is no system {System} in the configuration (Systems). Known: {Known}.");

/// <summary>A snapshot was published. Large sets are one fact with the set's hash.</summary>
public sealed record SnapshotTaken(string System, long Snapshot, DateTimeOffset ExtractedAt, Words By, string Method, int SourceCount, int Count, string ContentHash, string FileHash, string? Attachment, Words? LookedAt, Id<Person>? ConfirmedBy = null) : Fact
{
    public override string Kind => "snapshot.taken";

    public override string Subject => $"snapshot/{Snapshot}";
}
