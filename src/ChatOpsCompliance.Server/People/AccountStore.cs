using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.People;

/// <summary>An account and whose it is.</summary>
public sealed record LinkedAccount(ChatAccount Account, Id<Person> Person, DateTimeOffset LinkedAt);

/// <summary>Linked accounts, of chat platforms and of the sign-in's provider alike, and their moves from one person to another.</summary>
public static class AccountStore
{
    private const string Columns = "select platform, workspace, user_id as [user], person_id as person, linked_at from chat_account";

    private const string MoveColumns = "select id, platform, workspace, user_id as [user], from_person as [from], to_person as [to], why, asked_by, asked_at, status from account_move";

    private static readonly Sql Find = new(Columns + " where platform = @platform and workspace = @workspace and user_id = @user");

    private static readonly Sql OfPeople = new(Columns + " where person_id in list(@people) order by platform, workspace, user_id");

    private static readonly Sql FindMove = new(MoveColumns + " where id = @id");

    private static readonly Sql OpenMoves = new(MoveColumns + " where status = 'Asked' order by asked_at, id");

    private static readonly Sql AskMove = new("""
        insert into account_move (id, platform, workspace, user_id, from_person, to_person, why, asked_by, asked_at, status)
        select @id, @platform, @workspace, @user, @from, @to, @why, @by, @now, 'Asked'
        where not exists (select 1 from account_move where platform = @platform and workspace = @workspace and user_id = @user and status = 'Asked')
        """);

    private static readonly Sql Answer = new("update account_move set status = @status, answered_by = @by, answered_at = @now where id = @id and status = 'Asked'");

    private static readonly Sql MoveIt = new("update chat_account set person_id = @to, linked_at = @now where platform = @platform and workspace = @workspace and user_id = @user and person_id = @from");

    private static readonly Sql Forget = new("update standing_message set external_id = null, address = null, rendering = null where person_id = @from and address = @user");

    private sealed record Row
    {
        public string Platform { get; init; } = "";

        public string Workspace { get; init; } = "";

        public string User { get; init; } = "";

        public Id<Person> Person { get; init; }

        public DateTimeOffset LinkedAt { get; init; }

        public LinkedAccount Value => new(new(Platform, Workspace, User), Person, LinkedAt);
    }

    private sealed record MoveRow
    {
        public Id<AccountMove> Id { get; init; }

        public string Platform { get; init; } = "";

        public string Workspace { get; init; } = "";

        public string User { get; init; } = "";

        public Id<Person> From { get; init; }

        public Id<Person> To { get; init; }

        public string Why { get; init; } = "";

        public Id<Person> AskedBy { get; init; }

        public DateTimeOffset AskedAt { get; init; }

        public MoveStatus Status { get; init; }

        public AccountMove Value => new() { Id = Id, Account = new(Platform, Workspace, User), From = From, To = To, Why = Why, AskedBy = AskedBy, AskedAt = AskedAt, Status = Status };
    }

    public static async Task<LinkedAccount?> One(Read read, ChatAccount account) => (await read.One<Row>(Find, new { platform = account.Platform, workspace = account.Workspace, user = account.User }))?.Value;

    public static async Task<ILookup<Id<Person>, LinkedAccount>> Of(Read read, IReadOnlyList<Id<Person>> people) =>
        (await read.List<Row>(OfPeople, new { people = read.In(people) })).Select(r => r.Value).ToLookup(a => a.Person);

    public static async Task<AccountMove?> Move(Read read, Id<AccountMove> id) => (await read.One<MoveRow>(FindMove, new { id }))?.Value;

    /// <summary>What waits for a second administrator.</summary>
    public static async Task<IReadOnlyList<AccountMove>> Waiting(Read read) => [.. (await read.List<MoveRow>(OpenMoves)).Select(r => r.Value)];

    /// <summary>False when a move of it waits already.</summary>
    internal static async Task<bool> Record(Tx tx, AccountMoveAsked asked, ChatAccount account) => await tx.Run(
        AskMove,
        new { id = asked.Move, platform = account.Platform, workspace = account.Workspace, user = account.User, from = asked.From, to = asked.To, why = asked.Why.Text, by = asked.By, now = tx.Now }) > 0;

    /// <summary>The account is the other's from now on; messages of the old owner's that stand in its place are theirs no more. False when it was answered, or moved, meanwhile.</summary>
    internal static async Task<bool> Record(Tx tx, AccountMoved moved, ChatAccount account)
    {
        var key = new { platform = account.Platform, workspace = account.Workspace, user = account.User, from = moved.From, to = moved.To, now = tx.Now };
        if (await tx.Run(Answer, new { id = moved.Move, status = nameof(MoveStatus.Moved), by = moved.By, now = tx.Now }) == 0 || await tx.Run(MoveIt, key) == 0) return false;
        await tx.Run(Forget, new { from = moved.From, user = account.User });
        return true;
    }

    internal static async Task<bool> Record(Tx tx, AccountMoveDeclined declined) => await tx.Run(Answer, new { id = declined.Move, status = nameof(MoveStatus.Declined), by = declined.By, now = tx.Now }) > 0;
}
