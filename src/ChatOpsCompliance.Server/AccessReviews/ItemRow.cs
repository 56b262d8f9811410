using ChatOpsCompliance.Access;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.People;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>An item as <see cref="ItemStore"/> reads it.</summary>
internal record ItemRow
{
    public Id<Campaign> CampaignId { get; init; }

    public int Ordinal { get; init; }

    public CampaignStatus CampaignStatus { get; init; }

    public string System { get; init; } = "";

    public string Account { get; init; } = "";

    public AccountType AccountType { get; init; }

    public string Entitlement { get; init; } = "";

    public string Environment { get; init; } = "";

    public bool? Privileged { get; init; }

    public bool? Mfa { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }

    public Id<Person>? SubjectId { get; init; }

    public string? SubjectName { get; init; }

    public Id<Person> ReviewerId { get; init; }

    public string ReviewerName { get; init; } = "";

    public string Flags { get; init; } = "";

    public string? Draft { get; init; }

    public DateTimeOffset? DraftedAt { get; init; }

    public string? DraftWords { get; init; }

    public string? DraftTo { get; init; }

    public Outcome Outcome { get; init; }

    public string? Decision { get; init; }

    public string? Words { get; init; }

    public string? ModifyTo { get; init; }

    public Id<Person>? DecidedBy { get; init; }

    public string? DecidedByName { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    public ItemKind Kind { get; init; }

    public int Stage { get; init; }

    public int Covers { get; init; }

    public Id<Person>? FirstBy { get; init; }

    public string? Statement { get; init; }

    public string? LastSaid { get; init; }

    public ReviewItem Value => new()
    {
        Campaign = CampaignId,
        Ordinal = Ordinal,
        CampaignStatus = CampaignStatus,
        System = System,
        Grant = new(Account, Entitlement, Environment),
        AccountType = AccountType,
        Privileged = Privileged,
        Mfa = Mfa,
        LastUsedAt = LastUsedAt,
        Subject = SubjectId,
        SubjectName = SubjectName,
        Reviewer = ReviewerId,
        ReviewerName = ReviewerName,
        Flags = Flag.Read(Flags),
        Draft = Choice.Parse(Draft, DraftWords, DraftTo),
        Decided = Choice.Parse(Decision, Words, ModifyTo),
        DraftedAt = DraftedAt,
        DecidedBy = DecidedBy,
        DecidedByName = DecidedByName,
        DecidedAt = DecidedAt,
        Outcome = Outcome,
        Kind = Kind,
        Stage = Stage,
        KeptFirstBy = FirstBy,
        Covers = Covers,
        Statement = Statement,
        LastSaid = LastSaid,
    };
}
