using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Remediation;
using Xunit;

namespace ChatOpsCompliance.Tests.AccessReviews;

public sealed class FindingDeviations
{
    private static readonly DateTimeOffset Due = Some.Now.AddDays(14);

    [Fact]
    public void A_review_cancelled_is_one_unless_another_took_its_place()
    {
        var cancelled = Some.Campaign() with { CancelledAt = Some.Now, Reason = "The extract was wrong." };

        var deviation = Assert.Single(Deviation.Of(cancelled, null, repeated: false));
        Assert.Equal((DeviationKind.ReviewCancelled, "The extract was wrong."), (deviation.Kind, deviation.Response));
        Assert.Empty(Deviation.Of(cancelled, null, repeated: true));
    }

    [Fact]
    public void A_review_completed_in_the_time_it_was_given_is_none()
    {
        var extended = Some.Campaign() with { OriginalDueAt = Due, DueAt = Due.AddDays(7), ReviewCompletedAt = Due.AddDays(3) };

        Assert.Empty(Deviation.Of(extended, null, repeated: false));
        Assert.Equal(DeviationKind.ReviewCompletedLate, Assert.Single(Deviation.Of(extended with { ReviewCompletedAt = Due.AddDays(8) }, null, repeated: false)).Kind);
    }

    [Theory]
    [InlineData(Removal.Open, false, 8, true)]
    [InlineData(Removal.Open, false, 7, false)]
    [InlineData(Removal.Unconfirmed, false, 8, true)]
    [InlineData(Removal.RiskAccepted, false, 8, false)]
    [InlineData(Removal.Withdrawn, false, 8, false)]
    [InlineData(Removal.Verified, true, 100, true)]
    public void A_removal_is_one_when_it_was_late_or_is(Removal status, bool provenLate, int day, bool deviates)
    {
        var task = Some.Task(status, provenAt: provenLate ? Some.Now.AddDays(9) : null);

        Assert.Equal(deviates, Deviation.Of(new RemediationLine(new(Some.Campaign(), Some.Item()), task), Some.Now.AddDays(day)) is not null);
    }
}
