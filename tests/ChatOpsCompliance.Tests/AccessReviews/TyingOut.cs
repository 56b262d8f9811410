using ChatOpsCompliance.AccessReviews;
using FsCheck.Xunit;
using Xunit;

namespace ChatOpsCompliance.Tests.AccessReviews;

public sealed class TyingOut
{
    private static readonly Outcome[] Outcomes = Enum.GetValues<Outcome>();

    /// <summary>A withdrawn removal belongs to an item that is revoked no more.</summary>
    private static readonly Removal[] Removals = [.. Enum.GetValues<Removal>().Where(r => r != Removal.Withdrawn)];

    /// <summary>Each count, raised by one.</summary>
    private static readonly Func<TieOut, TieOut>[] OneMore =
    [
        t => t with { Population = t.Population + 1 }, t => t with { Kept = t.Kept + 1 }, t => t with { Revoked = t.Revoked + 1 }, t => t with { Modified = t.Modified + 1 }, t => t with { RevokedByNoResponse = t.RevokedByNoResponse + 1 },
        t => t with { UndecidedDeviation = t.UndecidedDeviation + 1 }, t => t with { RemovedBeforeDecision = t.RemovedBeforeDecision + 1 }, t => t with { Excluded = t.Excluded + 1 },
        t => t with { Undecided = t.Undecided + 1 }, t => t with { Verified = t.Verified + 1 }, t => t with { ConfirmedByInspection = t.ConfirmedByInspection + 1 },
        t => t with { RiskAccepted = t.RiskAccepted + 1 }, t => t with { Open = t.Open + 1 },
    ];

    [Fact]
    public void Nothing_ties_out() => Assert.Null(new TieOut().Difference);

    [Fact]
    public void A_claimed_removal_is_still_open()
    {
        var tieOut = TieOut.Of(new Dictionary<Outcome, int> { [Outcome.Revoked] = 2 }, new Dictionary<Removal, int> { [Removal.Claimed] = 1, [Removal.Open] = 1 });

        Assert.Equal(2, tieOut.Open);
        Assert.Null(tieOut.Difference);
    }

    [Fact]
    public void A_difference_is_said_in_numbers()
    {
        Assert.Equal("3 in the population, 2 accounted for", new TieOut { Population = 3, Kept = 2 }.Difference);
        Assert.Equal("1 revoked or modified, 2 tracked to removal", new TieOut { Population = 1, Revoked = 1, Open = 2 }.Difference);
    }

    [Property]
    public void Any_items_with_a_removal_for_each_revoked_one_tie_out(byte[] items, byte[] removals) => Assert.Null(Consistent(items, removals).Difference);

    [Property]
    public void And_no_count_can_be_one_off(byte[] items, byte[] removals)
    {
        var right = Consistent(items, removals);

        Assert.All(OneMore, more => Assert.NotNull(more(right).Difference));
    }

    /// <summary>Each byte is an item with some outcome; each revoked one has a removal in some state.</summary>
    private static TieOut Consistent(byte[] items, byte[] removals)
    {
        var outcomes = items.Select(b => Outcomes[b % Outcomes.Length]).ToList();
        var revoked = outcomes.Count(o => o is Outcome.Revoked or Outcome.Modified or Outcome.RevokedByNoResponse);
        var states = Enumerable.Range(0, revoked).Select(i => Removals[removals.ElementAtOrDefault(i) % Removals.Length]);
        return TieOut.Of(outcomes.CountBy(o => o).ToDictionary(), states.CountBy(r => r).ToDictionary());
    }
}
