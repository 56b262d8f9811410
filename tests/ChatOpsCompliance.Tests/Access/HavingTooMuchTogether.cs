using ChatOpsCompliance.Access;
using Xunit;
using static ChatOpsCompliance.Tests.Some;

namespace ChatOpsCompliance.Tests.Access;

public sealed class HavingTooMuchTogether
{
    private static readonly string[] Systems = ["github", "erp"];

    private static readonly Conflict Payments = Conflict.Parse("payments", "erp/pay, erp/approve, release: sign", Systems, out _)!;

    [Theory]
    [InlineData("", "at least two")]
    [InlineData("erp/pay", "at least two")]
    [InlineData("erp/pay, erp/pay", "at least two")]
    [InlineData("erp/pay, erp/", "name is missing")]
    public void A_conflict_has_two_sides(string text, string fault)
    {
        Assert.Null(Conflict.Parse("x", text, Systems, out var says));
        Assert.Contains(fault, says, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_before_a_slash_is_a_system_only_when_there_is_one() =>
        Assert.Equal([new("erp", "pay"), new(null, "team/admin: write")], Conflict.Parse("x", "erp/pay,team/admin: write", Systems, out _)!.Terms);

    [Fact]
    public void One_person_with_both_is_told_of_each_and_over_systems()
    {
        var held = Held((Ben, "erp", "pay"), (Ben, "github", "release: sign"), (Mia, "erp", "approve"));

        Assert.Equal(["conflicts with release: sign on github (payments)"], held.With(Ben.Id, "erp", "pay"));
        Assert.Equal(["conflicts with pay on erp (payments)"], held.With(Ben.Id, "github", "release: sign"));
    }

    [Fact]
    public void Two_people_with_one_each_do_not_conflict_nor_does_one_thing_twice()
    {
        var held = Held((Ben, "erp", "pay"), (Mia, "erp", "approve"), (Ben, "erp", "pay"), (Ben, "github", "approve"));

        Assert.Empty(held.With(Ben.Id, "erp", "pay"));
        Assert.Empty(held.With(Mia.Id, "erp", "approve"));
        Assert.Empty(held.With(null, "erp", "pay"));
    }

    [Fact]
    public void Only_the_names_that_matter_are_looked_for()
    {
        Assert.Equal(["pay", "approve", "release: sign"], Held().NamesIn("erp"));
        Assert.Equal(["release: sign"], Held().NamesIn("github"));
        Assert.False(new HeldTogether([]).Any);
    }

    [Fact]
    public void It_is_a_flag_with_its_reason() => Assert.Equal(
        [new Flag(FlagKind.Conflicting, "conflicts with pay on erp (payments)"), new Flag(FlagKind.RiskAccepted, "risk accepted until 2026-03-12")],
        Flags.Of(Grant(), new GrantContext(Ben, null, 1) { Conflicts = ["conflicts with pay on erp (payments)"], RiskAcceptedUntil = Now.AddDays(10) }, Now));

    private static HeldTogether Held(params (ChatOpsCompliance.People.Person Person, string System, string Entitlement)[] grants)
    {
        var held = new HeldTogether([Payments]);
        foreach (var (person, system, entitlement) in grants) held.Add(person.Id, system, entitlement);
        return held;
    }
}
