using ChatOpsCompliance.Evidence;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;
using static ChatOpsCompliance.Tests.Some;

namespace ChatOpsCompliance.Tests.Evidence;

public sealed class WhatIsOldMayGo
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero), Day = Now.AddYears(-4);

    [Fact]
    public void Nothing_is_kept_for_less_than_the_audit_window() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => WhatMayGo.Of(WhatMayGo.AuditWindowMonths - 1, Now, []));

    [Theory]
    [InlineData(-25, true)]
    [InlineData(-24, false)]
    [InlineData(-1, false)]
    public void What_lasted_counts_from_its_end(int ended, bool goes)
    {
        var may = WhatMayGo.Of(24, Now, []);

        Assert.Equal(goes, may.MayGo(Day, Now.AddMonths(ended)));
        Assert.False(may.MayGo(Day, null));
    }

    [Fact]
    public void A_hold_keeps_whatever_has_any_part_of_its_days()
    {
        var may = WhatMayGo.Of(24, Now, [Held(new(2026, 3, 1), new(2026, 3, 31))]);
        var (first, last) = (new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 3, 31, 23, 59, 59, TimeSpan.Zero));

        Assert.True(may.MayGo(Day, first.AddTicks(-1)));
        Assert.False(may.MayGo(Day, first));
        Assert.False(may.MayGo(last, last.AddDays(5)));
        Assert.True(may.MayGo(last.AddSeconds(1), last.AddDays(5)));
        Assert.False(WhatMayGo.Of(24, Now, [Held(null, null)]).MayGo(Day, Day));
    }

    /// <summary>Whatever the holds, a moment is free just when something that happened then may go.</summary>
    [Property(MaxTest = 300)]
    public Property The_free_times_are_all_that_is_old_and_not_held() => Prop.ForAll(
        Gen.Choose(0, 60).Two().ListOf().Select(l => l.Take(5).ToList()).ToArbitrary(),
        Gen.Choose(-2, 70).ToArbitrary(),
        (pairs, moment) =>
        {
            var first = DateOnly.FromDateTime(Now.AddMonths(-24).AddDays(-50).Date);
            Hold[] holds = [.. pairs.Select(p => Held(p.Item1 == 0 ? null : first.AddDays(Math.Min(p.Item1, p.Item2)), p.Item2 == 60 ? null : first.AddDays(Math.Max(p.Item1, p.Item2))))];
            var may = WhatMayGo.Of(24, Now, holds);
            var at = new DateTimeOffset(first.AddDays(moment), new(12, 0), TimeSpan.Zero);
            var free = may.Free().ToList();
            return free.Count(f => f.From <= at && at < f.To) == (may.MayGo(at, at) ? 1 : 0) && free.TrueForAll(f => f.From < f.To && f.To <= may.Before);
        });

    private static Hold Held(DateOnly? from, DateOnly? to) => new(new(Guid.NewGuid()), from, to, "a matter", Mia.Id, Now);
}
