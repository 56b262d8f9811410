using ChatOpsCompliance.Access;
using Xunit;
using static ChatOpsCompliance.Tests.Some;

namespace ChatOpsCompliance.Tests.Access;

public sealed class ScopingAReview
{
    [Fact]
    public void All_covers_everything() => Assert.True(Of("all").Covers("github", Grant(environment: "test", privileged: false)));

    [Fact]
    public void Terms_of_one_kind_widen()
    {
        var scope = Of("system:github system:aws");

        Assert.True(scope.CoversSystem("github"));
        Assert.True(scope.CoversSystem("aws"));
        Assert.False(scope.CoversSystem("okta"));
    }

    [Fact]
    public void Terms_of_different_kinds_narrow()
    {
        var scope = Of("system:github environment:production privileged");

        Assert.True(scope.Covers("github", Grant(privileged: true)));
        Assert.False(scope.Covers("aws", Grant(privileged: true)));
        Assert.False(scope.Covers("github", Grant(privileged: true, environment: "test")));
        Assert.False(scope.Covers("github", Grant(privileged: false)));
    }

    [Fact]
    public void Access_not_known_to_be_unprivileged_is_covered() => Assert.True(Of("privileged").Covers("github", Grant(privileged: null)));

    [Theory]
    [InlineData("", "a scope is needed; 'all' reviews everything")]
    [InlineData("all privileged", "'all' stands alone")]
    [InlineData("systems:github", "'systems:github' is no scope term; use all, privileged, system:NAME or environment:NAME")]
    [InlineData("system:", "'system:' is no scope term; use all, privileged, system:NAME or environment:NAME")]
    public void What_cannot_be_read_is_named(string text, string fault)
    {
        Assert.Null(Scope.Parse(text, out var said));
        Assert.Equal(fault, said);
    }

    private static Scope Of(string text) => Scope.Parse(text, out _)!;
}
