using ChatOpsCompliance.People;

namespace ChatOpsCompliance.AccessReviews;

/// <summary>An item got an outcome that is no reviewer's decision: revoked by silence, gone before anybody decided, or left out of the review.</summary>
/// <param name="By">Who approved that it is left out; null when a rule settled it.</param>
/// <param name="Snapshot">The extract in which the access was gone.</param>
public sealed record ItemSettled(Id<Campaign> Campaign, int Ordinal, Outcome Outcome, Id<Person>? By = null, Words? Words = null, long? Snapshot = null) : Fact
{
    public override string Kind => "item.settled";

    public override string Subject => $"campaign/{Campaign}/{Ordinal}";
}

/// <summary>A reviewer took a decision back to decide anew: its signature is void, the decision stays in the history, and silence is no answer to it.</summary>
public sealed record ItemReopened(Id<Campaign> Campaign, int Ordinal, Id<Person> By, Words? Words) : Fact
{
    public override string Kind => "item.reopened";

    public override string Subject => $"campaign/{Campaign}/{Ordinal}";
}
