using ChatOpsCompliance.People;

namespace ChatOpsCompliance.Evidence;

/// <summary>
/// A legal hold: placed → lifted. While it stands nothing of its days goes, whatever its age and whoever asks.
/// </summary>
/// <param name="From">UTC; null from the beginning.</param>
/// <param name="To">The last day; null without an end.</param>
/// <param name="Why">Null once it was erased.</param>
public sealed record Hold(Id<Hold> Id, DateOnly? From, DateOnly? To, string? Why, Id<Person> By, DateTimeOffset PlacedAt)
{
    public const int LongestWhy = 1000;

    public DateTimeOffset Start => From is { } day ? new(day, TimeOnly.MinValue, TimeSpan.Zero) : DateTimeOffset.MinValue;

    /// <summary>The first instant that no longer belongs to it.</summary>
    public DateTimeOffset End => To is { } day && day < DateOnly.MaxValue ? new(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero) : DateTimeOffset.MaxValue;

    /// <summary><c>everything</c>, or <c>2025-01-01 to 2025-12-31</c>.</summary>
    public string Days => (From, To) switch
    {
        (null, null) => "everything",
        (null, { } to) => $"everything up to {ReportTable.Text(to)}",
        ({ } from, null) => $"everything from {ReportTable.Text(from)} on",
        ({ } from, { } to) => $"{ReportTable.Text(from)} to {ReportTable.Text(to)}",
    };

    public bool Meets(DateTimeOffset began, DateTimeOffset ended) => began < End && ended >= Start;
}

/// <param name="From">Null from the beginning.</param>
/// <param name="To">Null without an end.</param>
public sealed record HoldPlaced(Id<Hold> Hold, DateOnly? From, DateOnly? To, Words Why, Id<Person> By) : Fact
{
    public override string Kind => "hold.placed";

    public override string Subject => $"hold/{Hold}";
}

public sealed record HoldLifted(Id<Hold> Hold, Words Why, Id<Person> By) : Fact
{
    public override string Kind => "hold.lifted";

    public override string Subject => $"hold/{Hold}";
}

/// <summary>The rows of an extract were let go after retention; who made it, when, the counts and the hash stay.</summary>
public sealed record SnapshotLetGo(long Snapshot, string System, int Count, string ContentHash, DateTimeOffset Before) : Fact
{
    public const string KindName = "snapshot.let-go";

    public override string Kind => KindName;

    public override string Subject => $"snapshot/{Snapshot}";
}

public sealed record OnlyComplianceHolds() : Refusal("Only compliance officers place holds, lift them, and erase what people wrote.");

public sealed record NoSuchHold() : Refusal("This hold does not stand: it was lifted, or never placed.");

public sealed record HoldSaysWhy() : Refusal("Say why: the matter, and who asked for it.");

public sealed record HoldEndsBeforeItBegins() : Refusal("The last day is before the first.");

public sealed record DayUnread() : Refusal("Write a day such as 2026-01-31, or nothing.");

public sealed record StillHere(string Name) : Refusal($"{Name} is active in the roster. What somebody wrote can be erased once they have left and the audit window is over.");

public sealed record TooYoungToErase(string Name, DateTimeOffset Newest) : Refusal($"What {Name} did last is of {Newest:yyyy-MM-dd}, and the audit window is {WhatMayGo.AuditWindowMonths} months: it can be erased from {Newest.AddMonths(WhatMayGo.AuditWindowMonths):yyyy-MM-dd} on.");

public sealed record UnderHold(string Days) : Refusal($"A legal hold stands ({Days}): nothing of it can be erased before it is lifted.");

public sealed record NothingToErase(string Name) : Refusal($"There is nothing left that {Name} wrote.");
