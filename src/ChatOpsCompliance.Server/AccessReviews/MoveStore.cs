using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>Who moved and waits for the review of their access. Written down with the move, since the launch comes later and may be refused for want of an extract.</summary>
public static class MoveStore
{
    private static readonly Sql Insert = new("""
        insert into person_move (person_id, moved_on)
        select @person, @day where not exists (select 1 from person_move where person_id = @person and moved_on = @day)
        """);

    private static readonly Sql Open = new("select person_id as person, moved_on as day from person_move where settled_at is null order by moved_on, person_id");

    private static readonly Sql SettleIt = new("update person_move set settled_at = @now where person_id = @person and moved_on = @day and settled_at is null");

    internal sealed record Move
    {
        public Id<Person> Person { get; init; }

        /// <summary>UTC.</summary>
        public DateOnly Day { get; init; }
    }

    internal static Task<int> Note(Tx tx, Id<Person> person) => tx.Run(Insert, new { person, day = DateOnly.FromDateTime(tx.Now.UtcDateTime) });

    internal static Task<IReadOnlyList<Move>> Waiting(Read read) => read.List<Move>(Open);

    internal static Task<int> Settle(Tx tx, Move move) => tx.Run(SettleIt, new { person = move.Person, day = move.Day, now = tx.Now });
}
