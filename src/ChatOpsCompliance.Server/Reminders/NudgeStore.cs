using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Reminders;

/// <summary>When each person was reminded, and of what. The row of a person and day is what keeps a second message from going out.</summary>
public static class NudgeStore
{
    // A later day may not be followed by an earlier one: whoever flies west is not reminded twice.
    private static readonly Sql TakeDay = new("""
        insert into nudge (person_id, day, sent_at)
        select @person, @day, @now where not exists (select 1 from nudge where person_id = @person and day >= @day)
        """);

    private static readonly Sql InsertTopic = new("""
        insert into nudge_topic (person_id, topic, day)
        select @person, @topic, @day where not exists (select 1 from nudge_topic where person_id = @person and topic = @topic)
        """);

    private static readonly Sql Topics = new("select topic from nudge_topic where person_id = @person and topic in list(@topics)");

    private static readonly Sql LastDay = new("select max(day) from nudge where person_id = @person");

    /// <summary>The last day, where the person lives, on which they were reminded.</summary>
    public static Task<DateOnly?> Last(Read read, Id<Person> person) => read.One<DateOnly?>(LastDay, new { person });

    /// <summary>Which of these topics the person has heard.</summary>
    public static Task<IReadOnlyList<string>> Heard(Read read, Id<Person> person, IEnumerable<string> topics) => read.List<string>(Topics, new { person, topics = read.In(topics) });

    /// <summary>False when the person was reminded that day already.</summary>
    internal static async Task<bool> Take(Tx tx, Id<Person> person, DateOnly day) => await tx.Run(TakeDay, new { person, day, now = tx.Now }) > 0;

    internal static Task<int> Say(Tx tx, Id<Person> person, string topic, DateOnly day) => tx.Run(InsertTopic, new { person, topic, day });
}
