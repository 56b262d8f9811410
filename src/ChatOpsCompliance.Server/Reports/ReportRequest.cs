using System.Globalization;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Reports;

/// <summary>What a report is asked for: one review, or a period. Both days belong to it, from midnight to midnight UTC.</summary>
public sealed record ReportRequest(Id<Campaign>? Campaign, DateOnly? From = null, DateOnly? To = null)
{
    /// <summary>From what somebody typed or chose; empty is nothing.</summary>
    public static Result<ReportRequest> Parse(string? campaign, string? from, string? to)
    {
        Id<Campaign>? id = null;
        if (!string.IsNullOrEmpty(campaign))
        {
            if (!Id<Campaign>.TryParse(campaign, out var parsed)) return new CampaignNeeded();
            id = parsed;
        }

        var (first, no) = Day(from);
        if (no is not null) return no;
        var (last, wrong) = Day(to);
        return wrong is not null ? wrong : new ReportRequest(id, first, last);
    }

    /// <summary>Names what it is about, and where the audit log stood when it was asked for.</summary>
    public async Task<Result<ReportScope>> Scope(Read read, ReportOf of)
    {
        var head = await LedgerStore.HeadOf(read);
        IReadOnlyList<ReportFact> asOf = [new(ReportScope.AsOfFact, read.Now), new("audit_log_entries", head.Seq), new("audit_log_hash", head.Hash)];
        if (Campaign is { } id && of != ReportOf.Period)
        {
            if (await CampaignStore.ById(read, id) is not { } campaign) return new CampaignNeeded();
            return new ReportScope(
                $"{campaign.Title}, {ReportTable.Text(campaign.Period)}", DateTimeOffset.MinValue, DateTimeOffset.MaxValue, read.Now,
                [new("campaign", id.ToString()), new("definition", campaign.Definition), new("period", campaign.Period), .. asOf]);
        }

        if (of == ReportOf.Campaign) return new CampaignNeeded();
        if (From is not { } from || To is not { } to) return of == ReportOf.Period ? new OnlyPeriod() : new PeriodNeeded();
        if (to < from) return new PeriodBackwards(from, to);
        return new ReportScope($"{ReportTable.Text(from)} to {ReportTable.Text(to)}", Midnight(from), to == DateOnly.MaxValue ? DateTimeOffset.MaxValue : Midnight(to.AddDays(1)), read.Now, [new("from", from), new("to", to), .. asOf]);
    }

    private static DateTimeOffset Midnight(DateOnly day) => new(day.ToDateTime(default), TimeSpan.Zero);

    private static Result<DateOnly?> Day(string? text)
    {
        if (string.IsNullOrEmpty(text)) return (DateOnly?)null;
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : new NoDay(text);
    }
}

public sealed record CampaignNeeded() : Refusal("Say which campaign: --campaign ID; 'campaign list' has them.");

public sealed record PeriodNeeded() : Refusal("Say which campaign, or which period: its first and its last day, such as 2026-01-01 and 2026-06-30.");

public sealed record OnlyPeriod() : Refusal("This report is of a period: say its first and its last day, such as 2026-01-01 and 2026-06-30.");

public sealed record PeriodBackwards(DateOnly From, DateOnly To) : Refusal(string.Create(CultureInfo.InvariantCulture, $"The period ends on {To:yyyy-MM-dd}, before it begins on {From:yyyy-MM-dd}."));

public sealed record NoDay(string Text) : Refusal($"'{Text}' is no date like 2026-01-31.");
