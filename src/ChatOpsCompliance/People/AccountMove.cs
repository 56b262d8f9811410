namespace ChatOpsCompliance.People;

public enum MoveStatus
{
    Asked,
    Moved,
    Declined,
}

/// <summary>
/// A linked account is to become somebody else's: asked for by one administrator → moved or declined by another. What was decided through it before stays theirs who had it.
/// </summary>
public sealed record AccountMove
{
    public required Id<AccountMove> Id { get; init; }

    public required ChatAccount Account { get; init; }

    public required Id<Person> From { get; init; }

    public required Id<Person> To { get; init; }

    public required string Why { get; init; }

    public required Id<Person> AskedBy { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    public MoveStatus Status { get; init; }

    public static Result<AccountMoveAsked> Ask(Id<AccountMove> id, ChatAccount account, Id<Person> from, Person to, Words? why, Person by)
    {
        if (to.Id == from) return new TheirsAlready(to.Name);
        if (!to.Active) return new GoneAlready(to.Name);
        if (by.Id == from || by.Id == to.Id) return new NotOnesOwnAccount();
        return why is null ? new MoveNeedsWhy() : new AccountMoveAsked(id, account.ToString(), from, to.Id, why, by.Id);
    }

    /// <param name="to">As the roster has them now.</param>
    public Result<AccountMoved> Confirm(Person by, Person to)
    {
        if (MayAnswer(by) is { } no) return no;
        return to.Active ? new AccountMoved(Id, Account.ToString(), From, To, AskedBy, by.Id) : new GoneAlready(to.Name);
    }

    public Result<AccountMoveDeclined> Decline(Person by) => MayAnswer(by) is { } no ? no : new AccountMoveDeclined(Id, Account.ToString(), From, To, by.Id);

    public Refusal? MayAnswer(Person by)
    {
        if (Status != MoveStatus.Asked) return new MoveAnswered();
        if (by.Id == AskedBy) return new AnotherAdministrator();
        return by.Id == From || by.Id == To ? new NotOnesOwnAccount() : null;
    }
}

public sealed record AccountMoveAsked(Id<AccountMove> Move, string Account, Id<Person> From, Id<Person> To, Words Why, Id<Person> By) : Fact
{
    public override string Kind => "account.move-asked";

    public override string Subject => $"account/{Move}";
}

/// <param name="AskedBy">Two administrators, neither of whom it was or became.</param>
public sealed record AccountMoved(Id<AccountMove> Move, string Account, Id<Person> From, Id<Person> To, Id<Person> AskedBy, Id<Person> By) : Fact
{
    public override string Kind => "account.moved";

    public override string Subject => $"account/{Move}";
}

public sealed record AccountMoveDeclined(Id<AccountMove> Move, string Account, Id<Person> From, Id<Person> To, Id<Person> By) : Fact
{
    public override string Kind => "account.move-declined";

    public override string Subject => $"account/{Move}";
}

public sealed record TheirsAlready(string Name) : Refusal($"This account is {Name}'s already.");

public sealed record GoneAlready(string Name) : Refusal($"{Name} is not active in the roster, so no account becomes theirs.");

public sealed record NotOnesOwnAccount() : Refusal("Nobody moves an account that is their own, or becomes their own. Other administrators can.");

public sealed record AnotherAdministrator() : Refusal("You asked for this. Another administrator confirms or declines it.");

public sealed record MoveAnswered() : Refusal("This was answered already.");

public sealed record MoveNeedsWhy() : Refusal("Say how you know whose account it is.");
