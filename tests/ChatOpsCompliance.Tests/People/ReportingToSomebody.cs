using ChatOpsCompliance.People;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;
using static ChatOpsCompliance.Tests.Some;

namespace ChatOpsCompliance.Tests.People;

public sealed class ReportingToSomebody
{
    [Fact]
    public void However_far_up()
    {
        Assert.True(Lines().ReportsTo(Ben, Mia.Id));
        Assert.True(Lines().ReportsTo(Ben, Ada.Id));
        Assert.False(Lines().ReportsTo(Mia, Ben.Id));
        Assert.False(Lines().ReportsTo(Ben, Kim.Id));
    }

    [Fact]
    public void Nobody_reports_to_themselves() => Assert.False(Lines().ReportsTo(Ada, Ada.Id));

    [Fact]
    public void Through_somebody_who_left_the_line_goes_on()
    {
        var eve = Somebody("Eve", 7, manager: Uma);

        Assert.True(Lines(Ada, Mia, Uma, eve).ReportsTo(eve, Ada.Id));
    }

    [Fact]
    public void A_manager_is_active_and_somebody_else()
    {
        Assert.Equal(Mia, Lines().ManagerOf(Ben));
        Assert.Null(Lines().ManagerOf(Ada));
        Assert.Null(Lines().ManagerOf(Ben with { Manager = Ben.Id }));
        Assert.Null(Lines().ManagerOf(Ben with { Manager = Uma.Id }));
        Assert.Null(Lines().ManagerOf(Ben with { Manager = new(Guid.Empty) }));
    }

    [Fact]
    public void In_a_circle_everybody_reports_to_everybody_and_it_ends()
    {
        var (ada, mia) = (Ada with { Manager = Ben.Id }, Mia);
        var lines = Lines(ada, mia, Ben);

        Assert.True(lines.ReportsTo(ada, Ben.Id));
        Assert.True(lines.ReportsTo(Ben, ada.Id));
        Assert.False(lines.ReportsTo(Ben, Kim.Id));
    }

    [Property]
    public void It_is_handed_on_and_always_ends(byte[] managers)
    {
        var people = managers.Take(12).Select((m, i) => Somebody($"P{i}", i + 1) with { Manager = new(new Guid((m % 14) + 1, 0, 0, new byte[8])) }).ToList();
        var lines = new ReportingLines(people);

        foreach (var (a, b, c) in from a in people from b in people from c in people select (a, b, c))
            if (lines.ReportsTo(a, b.Id) && lines.ReportsTo(b, c.Id)) Assert.True(lines.ReportsTo(a, c.Id), $"{a.Name} → {b.Name} → {c.Name}");
    }
}
