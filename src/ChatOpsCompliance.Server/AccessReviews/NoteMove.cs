using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>What follows from a move: where a review of moves is configured, the mover waits for it.</summary>
public sealed class NoteMove(ReviewBook reviews)
{
    public async Task From(Tx tx, PersonMoved moved)
    {
        if (reviews.All.Any(d => d.WhenSomebodyMoves)) await MoveStore.Note(tx, moved.Person);
    }
}
