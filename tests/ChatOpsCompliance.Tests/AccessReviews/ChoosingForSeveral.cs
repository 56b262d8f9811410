using ChatOpsCompliance.Access;
using ChatOpsCompliance.AccessReviews;
using Xunit;

namespace ChatOpsCompliance.Tests.AccessReviews;

public sealed class ChoosingForSeveral
{
    [Theory]
    [InlineData(0, nameof(NothingTicked))]
    [InlineData(1, null)]
    [InlineData(25, null)]
    [InlineData(26, nameof(TooManyToKeep))]
    public void Unflagged_items_are_kept_together_as_long_as_they_are_few_enough_to_read(int items, string? refusal) =>
        Assert.Equal(refusal, Together.May(Some.Keep(), [.. Enumerable.Repeat(Some.Item(), items)])?.Kind);

    [Fact]
    public void A_flagged_one_among_them_is_kept_apart()
    {
        var no = Together.May(Some.Keep("needed"), [Some.Item(), Some.Item(flags: FlagKind.NoMfa), Some.Item()]);

        Assert.Equal("1 of the ticked is flagged. Flagged access is kept one by one, or together for one person when the flags are the same.", Assert.IsType<FlaggedAmongThem>(no).Sentence);
    }

    [Fact]
    public void One_persons_items_with_the_same_flags_are_kept_together() =>
        Assert.Null(Together.May(Some.Keep("needed"), [Some.Item(flags: FlagKind.NoMfa), Some.Item(flags: FlagKind.NoMfa)]));

    [Fact]
    public void One_persons_items_with_other_flags_are_not() =>
        Assert.IsType<FlaggedAmongThem>(Together.May(Some.Keep("needed"), [Some.Item(flags: FlagKind.NoMfa), Some.Item(flags: FlagKind.Privileged)]));

    [Fact]
    public void Two_peoples_items_with_the_same_flags_are_not() =>
        Assert.IsType<FlaggedAmongThem>(Together.May(Some.Keep("needed"), [Some.Item(subject: Some.Ben, flags: FlagKind.NoMfa), Some.Item(subject: Some.Kim, flags: FlagKind.NoMfa)]));

    [Fact]
    public void What_goes_may_go_all_at_once() =>
        Assert.Null(Together.May(Some.Revoke(), [.. Enumerable.Repeat(Some.Item(flags: FlagKind.Leaver), 400)]));
}
