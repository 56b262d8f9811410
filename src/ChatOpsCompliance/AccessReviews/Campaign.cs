using ChatOpsCompliance.People;

namespace ChatOpsCompliance.AccessReviews;

/// <summary>
/// Staged: the population is being frozen and nobody sees it. Active: reviewers decide. Remediating: every item has an outcome. Closed: nothing
/// changes any more. Approved: an executive has approved what was closed. Cancelled: given up with a reason; its period may be launched again.
/// </summary>
public enum CampaignStatus
{
    Staged,
    Active,
    Remediating,
    Closed,
    Approved,
    Cancelled,
}

/// <summary>
/// One review of one definition for one period (its scheduled local date), unique by both.
/// Staged → active → remediating → closed → approved; or cancelled while it was open.
/// </summary>
public sealed record Campaign
{
    public required Id<Campaign> Id { get; init; }

    public required string Definition { get; init; }

    public required string Title { get; init; }

    /// <summary>The scheduled date in the definition's time zone.</summary>
    public required DateOnly Period { get; init; }

    public required CampaignStatus Status { get; init; }

    public required DateTimeOffset LaunchedAt { get; init; }

    public required DateTimeOffset DueAt { get; init; }

    /// <summary>The due date it was launched with, when it was extended since.</summary>
    public DateTimeOffset? OriginalDueAt { get; init; }

    /// <summary>The cancelled campaign of the same period that this one takes the place of.</summary>
    public Id<Campaign>? Replaces { get; init; }

    public required Id<Person> Owner { get; init; }

    public required string OwnerName { get; init; }

    /// <summary>How many items the frozen population has, and the SHA-256 over them.</summary>
    public int Population { get; init; }

    public string PopulationHash { get; init; } = "";

    public DateTimeOffset? ReviewCompletedAt { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    public Id<Person>? ClosedBy { get; init; }

    public DateTimeOffset? CancelledAt { get; init; }

    /// <summary>Why it was cancelled.</summary>
    public string? Reason { get; init; }

    public DateTimeOffset? ApprovedAt { get; init; }

    public string? ApprovedByName { get; init; }

    /// <summary>Whether decisions, reviewers and removals of it can still change.</summary>
    public bool IsOpen => Status is CampaignStatus.Active or CampaignStatus.Remediating;

    /// <summary>
    /// Closes when everything ties out. Before the due date an undecided item refuses; after it, it is a deviation and needs management's
    /// response. Open removals do not refuse, but are named in the fact.
    /// </summary>
    /// <param name="recount">The tie-out counted from the items now.</param>
    /// <param name="hashNow">The population's hash computed from the items now.</param>
    public Result<CampaignClosed> Close(TieOut recount, string hashNow, Person by, bool isCompliance, Words? response, DateTimeOffset now)
    {
        if (!by.Active) return new NoLongerActive();
        if (by.Id != Owner && !isCompliance) return new NotTheCampaignOwner(OwnerName, "close it");
        if (!IsOpen) return new CampaignNotOpen(Status);
        if (hashNow != PopulationHash || recount.Population != Population) return new PopulationChanged(Population, recount.Population);
        if (recount.Undecided > 0 && now < DueAt) return new StillUndecided(recount.Undecided, DueAt);
        if (recount.Undecided > 0 && response is null) return new ResponseNeeded(recount.Undecided);
        var final = recount with { Undecided = 0, UndecidedDeviation = recount.UndecidedDeviation + recount.Undecided };
        if (final.Difference is { } difference) return new DoesNotTieOut(difference);
        return new CampaignClosed(Id, by.Id, now, final, response);
    }
}

/// <param name="Stale">Why it went ahead on extracts older than the definition allows.</param>
public sealed record CampaignLaunched(Id<Campaign> Campaign, string Definition, string DefinitionHash, DateOnly Period, int Population, string PopulationHash, string Snapshots, DateTimeOffset DueAt, Id<Campaign>? Replaces = null, Words? Stale = null) : Fact
{
    public override string Kind => "campaign.launched";

    public override string Subject => $"campaign/{Campaign}";
}

/// <summary>A reviewer put a signature under their drafts: how many, the hash of what the form showed, and which text was signed.</summary>
public sealed record ReviewSigned(Id<Campaign> Campaign, Id<Person> By, int Items, string Rendering, string SignatureVersion) : Fact
{
    public override string Kind => "review.signed";

    public override string Subject => $"campaign/{Campaign}";
}

/// <summary>The last item got its outcome: the review-complete date.</summary>
public sealed record ReviewCompleted(Id<Campaign> Campaign) : Fact
{
    public override string Kind => "campaign.review-completed";

    public override string Subject => $"campaign/{Campaign}";
}

public sealed record CampaignClosed(Id<Campaign> Campaign, Id<Person> By, DateTimeOffset At, TieOut TieOut, Words? Response) : Fact
{
    public override string Kind => "campaign.closed";

    public override string Subject => $"campaign/{Campaign}";
}

public sealed record NotTheCampaignOwner(string Owner, string What) : Refusal($"Only {Owner}, who owns this review, or a compliance officer can {What}.");

public sealed record StillUndecided(int Items, DateTimeOffset Due)
    : Refusal($"{Items} {(Items == 1 ? "item is" : "items are")} undecided and the review is not due until {Due.UtcDateTime:yyyy-MM-dd HH:mm} UTC. It closes when all are decided or the due date has passed.");

public sealed record ResponseNeeded(int Items)
    : Refusal($"{Items} {(Items == 1 ? "item was" : "items were")} not decided in time. That is a deviation: write management's response to close.")
{ public static string FieldName => "response"; }

public sealed record PopulationChanged(int Frozen, int Now)
    : Refusal($"The population is not the one frozen at launch ({Frozen} items then, {Now} now, or their content differs). The review can't be closed; run ledger verify and call your administrator.");

public sealed record DoesNotTieOut(string Difference) : Refusal($"The numbers don't tie out: {Difference}.");

/// <summary>The signature text is versioned: what was signed can always be read.</summary>
public static class Signature
{
    public const string Version = "1";

    public const string Text = "I know this person's work and what this access allows; none of it is mine.";
}
