using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Reminders;

/// <summary>Something one person should hear, when their working day allows.</summary>
/// <param name="Topic">What is said, such as <c>review/ID/day-3</c>: to each person once. At most 200 characters, ids and no names.</param>
/// <param name="Title">The heading of this part, and what a notification reads.</param>
/// <param name="Blocks">What follows the heading; buttons included.</param>
public sealed record Nudge(Id<Person> To, string Topic, string Title, params IReadOnlyList<Block> Blocks)
{
    /// <summary>It waits for a business day of this calendar, where the person lives.</summary>
    public BusinessCalendar Calendar { get; init; } = BusinessCalendar.WeekendsOnly;
}

/// <summary>
/// Who knows what people should hear: each source asks the state, so that what is done needs no reminder. A source may name the same topic
/// for as long as it is true; it is said once. Filled in <c>Composition</c>.
/// </summary>
public sealed class NudgeSources
{
    private readonly List<Func<Read, Task<IReadOnlyList<Nudge>>>> sources = [];

    public NudgeSources From(Func<Read, Task<IReadOnlyList<Nudge>>> source)
    {
        sources.Add(source);
        return this;
    }

    internal async Task<IReadOnlyList<Nudge>> All(Read read)
    {
        var all = new List<Nudge>();
        foreach (var source in sources) all.AddRange(await source(read));
        return all;
    }
}
