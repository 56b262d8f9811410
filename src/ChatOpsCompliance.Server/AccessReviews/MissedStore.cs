using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Schedule;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>A period came and went without its review: the control did not operate, and launching it late would not change that.</summary>
public sealed record ReviewMissed(string Definition, DateOnly Period) : Fact
{
    public override string Kind => "review.missed";

    public override string Subject => $"review/{Definition}";
}

/// <summary>Finds periods whose review was due and that a later one has overtaken without its launch. Each is recorded, and told to compliance, once.</summary>
public static class MissedStore
{
    private static readonly Sql Note = new("""
        insert into review_missed (definition, period, noticed_at)
        select @definition, @period, @now
        where not exists (select 1 from review_missed where definition = @definition and period = @period)
          and not exists (select 1 from campaign where definition = @definition and period = @period)
        """);

    /// <param name="due">All instants at which it was due since it is known, oldest first; the last may still be launched.</param>
    internal static async Task Record(Tx tx, ReviewDefinition definition, IReadOnlyList<DateTimeOffset> due, Outbox outbox)
    {
        var missed = new List<DateOnly>();
        foreach (var period in due.SkipLast(1).Select(d => ReviewSchedule.PeriodOf(definition, d)))
        {
            if (await tx.Run(Note, new { definition = definition.Name, period, now = tx.Now }) == 0) continue;
            tx.Happened(new ReviewMissed(definition.Name, period));
            missed.Add(period);
        }

        if (missed.Count == 0) return;
        var title = $"{definition.Title} was missed {(missed.Count == 1 ? "once" : $"{missed.Count} times")}";
        await outbox.PostToCompliance(tx, new(
            title,
            new Heading(title),
            new Paragraph($"It was due {string.Join(", ", missed.Select(p => $"{p:yyyy-MM-dd}"))} and was never launched. That is a deviation and stays one; only the newest period is launched now."),
            new Note("If this was planned, write down why: an auditor will ask.")));
    }
}
