using ChatOpsCompliance.Access;
using ChatOpsCompliance.People;
using Xunit;
using static ChatOpsCompliance.Tests.Some;

namespace ChatOpsCompliance.Tests.Access;

public sealed class GuessingWhoseAnAccountIs
{
    private static readonly Person
        Noah = Somebody("Noah", 11) with { Name = "Noah Weber", Email = "noah@example.org" },
        Nora = Somebody("Nora", 12) with { Name = "Nora Berg", Email = "n.berg@example.org" },
        Old = Somebody("Noah", 13) with { Name = "Noah West", Email = "noah.west@example.org", Active = false };

    [Theory]
    [InlineData("noah-w", null, "Noah Weber,Noah West")]
    [InlineData("nweber", null, "")]
    [InlineData("weber.noah", null, "Noah Weber,Noah West")]
    [InlineData("CORP\\nora", null, "Nora Berg")]
    [InlineData("x1", "n.berg@old.example", "Nora Berg")]
    [InlineData("ci-runner", null, "")]
    [InlineData("n", null, "")]
    [InlineData("", null, "")]
    public void By_the_looks_of_the_names_and_never_sure(string account, string? email, string guesses) =>
        Assert.Equal(guesses, string.Join(',', Of(account, email).Guesses([Nora, Old, Noah, Ada], 3).Select(p => p.Name)));

    [Fact]
    public void No_more_than_asked_for() => Assert.Single(Of("noah", null).Guesses([Noah, Old], 1));

    private static UnmatchedAccount Of(string account, string? email) => new("github", account, AccountType.Human, email, 1, 0, Now);
}
