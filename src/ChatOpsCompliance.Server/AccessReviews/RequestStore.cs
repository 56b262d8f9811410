using System.Globalization;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>What was asked for and must be approved by another, with its answer.</summary>
public static class RequestStore
{
    private const string Columns = """
        select q.id, q.campaign_id as campaign, q.kind, q.detail, q.words, q.asked_by, coalesce(a.name, 'somebody') as asked_by_name, q.status, b.name as answered_by_name, q.answer
        from campaign_request q join roster_current r on r.id = 1
        left join roster_entry a on a.roster = r.roster and a.person_id = q.asked_by
        left join roster_entry b on b.roster = r.roster and b.person_id = q.answered_by
        """;

    private static readonly Sql Find = new(Columns + " where q.id = @id");

    private static readonly Sql OfCampaign = new(Columns + " where q.campaign_id = @campaign order by q.asked_at, q.id");

    private static readonly Sql Insert = new("""
        insert into campaign_request (id, campaign_id, kind, detail, words, asked_by, asked_at, status) values (@id, @campaign, @kind, @detail, @words, @by, @now, 'Open')
        """);

    private static readonly Sql AnswerIt = new("""
        update campaign_request set status = @status, answered_by = @by, answered_at = @now, answer = @answer where id = @id and status = 'Open'
        """);

    private static readonly Sql Erase = new("""
        update campaign_request set words = case when asked_by = @person then null else words end, answer = case when answered_by = @person then null else answer end
        where asked_by = @person or answered_by = @person
        """);

    private sealed record Row
    {
        public Id<CampaignRequest> Id { get; init; }

        public Id<Campaign> Campaign { get; init; }

        public RequestKind Kind { get; init; }

        public string Detail { get; init; } = "";

        public string? Words { get; init; }

        public Id<Person> AskedBy { get; init; }

        public string AskedByName { get; init; } = "";

        public RequestStatus Status { get; init; }

        public string? AnsweredByName { get; init; }

        public string? Answer { get; init; }

        public CampaignRequest Value => new()
        {
            Id = Id,
            Campaign = Campaign,
            Kind = Kind,
            Until = Kind == RequestKind.Extension ? DateTimeOffset.Parse(Detail, CultureInfo.InvariantCulture) : null,
            Items = Kind == RequestKind.Exclusion ? [.. Detail.Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture))] : [],
            Why = ChatOpsCompliance.Words.Of(Words),
            AskedBy = AskedBy,
            AskedByName = AskedByName,
            Status = Status,
            AnsweredByName = AnsweredByName,
            Answer = Answer,
        };
    }

    public static async Task<CampaignRequest?> One(Read read, Id<CampaignRequest> id) => (await read.One<Row>(Find, new { id }))?.Value;

    /// <summary>In the order they were asked.</summary>
    public static async Task<IReadOnlyList<CampaignRequest>> Of(Read read, Id<Campaign> campaign) => [.. (await read.List<Row>(OfCampaign, new { campaign })).Select(r => r.Value)];

    internal static Task<int> Record(Tx tx, RequestAsked fact) => tx.Run(Insert, new
    {
        id = fact.Request,
        campaign = fact.Campaign,
        kind = fact.What.ToString(),
        detail = fact.Until?.ToString("O", CultureInfo.InvariantCulture) ?? fact.Items,
        words = fact.Why.Text,
        by = fact.By,
        now = tx.Now,
    });

    /// <summary>False when somebody else has answered.</summary>
    internal static async Task<bool> Record(Tx tx, RequestAnswered fact) => await tx.Run(AnswerIt, new
    {
        id = fact.Request,
        status = (fact.Approved ? RequestStatus.Approved : RequestStatus.Refused).ToString(),
        by = fact.By,
        now = tx.Now,
        answer = fact.Why?.Text,
    }) > 0;

    internal static Task<int> EraseWords(Tx tx, Id<Person> person) => tx.Run(Erase, new { person });
}
