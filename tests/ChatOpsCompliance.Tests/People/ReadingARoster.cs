using ChatOpsCompliance.People;
using Xunit;
using static ChatOpsCompliance.Tests.Some;

namespace ChatOpsCompliance.Tests.People;

public sealed class ReadingARoster
{
    private static readonly ChatAccount U1 = new("slack", "T1", "U1");

    [Fact]
    public void One_in_which_everybody_stands_once_has_no_fault() =>
        Assert.Empty(Roster.Faults([Row(2, "Mia"), Row(3, "Ben", manager: "mia@example.org", accounts: U1), Row(4, "Kim", manager: "ben@example.org")]));

    [Fact]
    public void The_same_person_twice_with_different_managers_says_which()
    {
        var faults = Roster.Faults([Row(2, "Mia"), Row(3, "Ben", manager: "mia@example.org"), Row(4, "Ben")]);

        Assert.Equal(["line 4: person_id Ben stands on line 3 already (manager_email mia@example.org there, (none) here)"], faults.Select(f => f.ToString()));
    }

    [Fact]
    public void The_same_person_twice_with_two_addresses_says_so_and_the_second_is_nobodys_manager()
    {
        var faults = Roster.Faults([Row(2, "Mia"), Row(3, "Mia", email: "maier@example.org"), Row(4, "Ben", manager: "maier@example.org")]);

        Assert.Equal(
            ["line 3: person_id Mia stands on line 2 already (email mia@example.org there, maier@example.org here)", "line 4: manager_email maier@example.org is nobody in this file"],
            faults.Select(f => f.ToString()));
    }

    [Fact]
    public void Two_people_do_not_share_an_address() =>
        Assert.Equal("line 3: email mia@example.org stands on line 2 already, for Mia", Assert.Single(Roster.Faults([Row(2, "Mia"), Row(3, "Ben", email: "mia@example.org")])).ToString());

    [Fact]
    public void Nor_a_chat_account() =>
        Assert.Equal("line 3: chat account slack:T1/U1 stands on line 2 already", Assert.Single(Roster.Faults([Row(2, "Mia", accounts: U1), Row(3, "Ben", accounts: U1)])).ToString());

    [Fact]
    public void Managers_and_sponsors_are_in_the_file_and_faults_in_its_order()
    {
        var faults = Roster.Faults([Row(2, "Mia") with { SponsorEmail = "x@example.org" }, Row(3, "Ben", manager: "y@example.org"), Row(4, "Ben")]);

        Assert.Equal([2, 3, 4], faults.Select(f => f.Line));
        Assert.Equal("sponsor_email x@example.org is nobody in this file", faults[0].Reason);
    }

    [Theory]
    [InlineData(100, 5, true)]
    [InlineData(100, 6, false)]
    [InlineData(20, 1, true)]
    [InlineData(19, 1, false)]
    [InlineData(0, 0, true)]
    public void More_than_a_twentieth_leaving_at_once_is_refused(int before, int left, bool taken) => Assert.Equal(taken, Roster.Shrunk(before, left) is null);
}
