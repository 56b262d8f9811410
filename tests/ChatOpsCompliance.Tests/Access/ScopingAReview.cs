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
    [InlineData("entitlement:admin", "admin", true)]
    [InlineData("entitlement:admin", "administrator", false)]
    [InlineData("entitlement:*DEPLOY*", "payments: deploy to live", true)]
    [InlineData("entitlement:workflow*", "payments: workflow", false)]
    [InlineData("entitlement:*:*secrets", "payments: read secrets", true)]
    [InlineData("entitlement:a*a", "a", false)]
    [InlineData("entitlement:*x*y*", "yx", false)]
    [InlineData("entitlement:*deploy* entitlement:*bypass*", "branch protection: bypass", true)]
    [InlineData("none", "admin", false)]
    public void Entitlements_are_named_by_pattern(string scope, string entitlement, bool covered) =>
        Assert.Equal(covered, Of(scope).Covers("github", Grant() with { Entitlement = entitlement }));

    [Theory]
    [InlineData("privileged", true)]
    [InlineData("environment:production", true)]
    [InlineData("entitlement:*deploy*", true)]
    [InlineData("all", false)]
    [InlineData("environment:staging", false)]
    public void Production_privileged_and_pipeline_access_is_sensitive(string scope, bool sensitive) => Assert.Equal(sensitive, Of(scope).IsSensitive);

    [Theory]
    [InlineData("all")]
    [InlineData("none")]
    [InlineData("system:aws system:github environment:production entitlement:*x* privileged")]
    public void It_says_itself_as_the_setting_does(string scope) => Assert.Equal(scope, Of(scope).ToString());

    [Theory]
    [InlineData("", "a scope is needed; 'all' reviews everything")]
    [InlineData("all privileged", "'all' stands alone")]
    [InlineData("systems:github", "'systems:github' is no scope term; use all, none, privileged, system:NAME, environment:NAME or entitlement:PATTERN")]
    [InlineData("system:", "'system:' is no scope term; use all, none, privileged, system:NAME, environment:NAME or entitlement:PATTERN")]
    public void What_cannot_be_read_is_named(string text, string fault)
    {
        Assert.Null(Scope.Parse(text, out var said));
        Assert.Equal(fault, said);
    }

    private static Scope Of(string text) => Scope.Parse(text, out _)!;
}
