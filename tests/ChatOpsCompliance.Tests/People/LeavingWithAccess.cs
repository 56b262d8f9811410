using ChatOpsCompliance.People;
using Xunit;
using static ChatOpsCompliance.Tests.Some;

namespace ChatOpsCompliance.Tests.People;

public sealed class LeavingWithAccess
{
    [Fact]
    public void Only_who_answers_for_the_system_says_that_it_is_gone()
    {
        Assert.IsType<NotInChargeOfSystem>(Incident().Claim(Mia, inCharge: false, "Kim", null, Now).No);
        Assert.Equal("Only Kim, who answers for this system, can say that this access was removed.", Incident().Claim(Mia, inCharge: false, "Kim", null, Now).No!.Sentence);
        Assert.IsType<OwnDeparture>(Incident().Claim(Uma, inCharge: true, "Kim", null, Now).No);
        Assert.True(Incident().Claim(Kim, inCharge: true, "Kim", null, Now).Done);
        Assert.IsType<IncidentAlreadyClaimed>(Claimed().Claim(Kim, inCharge: true, "Kim", null, Now).No);
        Assert.IsType<IncidentSettled>((Incident() with { Status = IncidentStatus.Verified }).Claim(Kim, inCharge: true, "Kim", null, Now).No);
    }

    [Fact]
    public void A_newer_extract_without_it_proves_it_gone_claimed_or_not()
    {
        Assert.IsType<IncidentVerified>(Incident().Judge(Snapshot(at: Now.AddHours(1)), grants: 0));
        Assert.IsType<IncidentVerified>(Claimed().Judge(Snapshot(at: Now.AddHours(1)), grants: 0));
    }

    [Fact]
    public void Neither_an_older_extract_nor_another_method_proves_anything()
    {
        Assert.Null(Incident().Judge(Snapshot(at: Now), grants: 0));
        Assert.Null(Incident().Judge(Snapshot(at: Now.AddHours(1), method: "by hand"), grants: 0));
    }

    [Fact]
    public void What_is_seen_after_the_word_that_it_is_gone_opens_it_again_however_it_was_seen()
    {
        Assert.Null(Incident().Judge(Snapshot(at: Now.AddHours(1)), grants: 2));
        Assert.Null(Claimed().Judge(Snapshot(at: Now.AddMinutes(30)), grants: 2));
        Assert.IsType<IncidentReopened>(Claimed().Judge(Snapshot(at: Now.AddHours(3), method: "by hand"), grants: 2));
        Assert.IsType<IncidentReopened>((Incident() with { Status = IncidentStatus.Verified, ProvenAt = Now.AddHours(1) }).Judge(Snapshot(at: Now.AddHours(2)), grants: 1));
    }

    [Fact]
    public void Of_somebody_who_is_back_nothing_is_said() => Assert.Null((Incident() with { Status = IncidentStatus.Withdrawn }).Judge(Snapshot(at: Now.AddHours(1)), grants: 3));

    [Theory]
    [InlineData("2026-03-02T23:30:00Z", "America/New_York", false)]
    [InlineData("2026-03-03T04:59:00Z", "America/New_York", false)]
    [InlineData("2026-03-03T05:00:00Z", "America/New_York", true)]
    [InlineData("2026-03-02T11:00:00Z", "Pacific/Kiritimati", true)]
    public void The_last_day_ends_where_the_person_is(string now, string zone, bool ended) =>
        Assert.Equal(ended, Roster.HasEnded(new(2026, 3, 2), zone, DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void A_contractor_has_a_sponsor_who_stands_in_for_a_manager()
    {
        var zed = Somebody("Zed", 9) with { Contractor = true, Sponsor = Kim.Id };

        Assert.Equal(Kim, Lines(Ada, Kim, zed).ManagerOf(zed));
        Assert.Equal(Mia, Lines(Ada, Mia, Kim).ManagerOf(zed with { Manager = Mia.Id }));
        Assert.Null(Lines(Ada, Kim).ManagerOf(zed with { Contractor = false }));
    }

    [Fact]
    public void One_without_is_refused_and_odd_ones_are_named()
    {
        var boss = Row(2, "Mia");
        RosterRow Contractor(int line, string key) => Row(line, key) with { WorkerType = "contractor" };

        Assert.Equal("line 3: sponsor_email is empty; a contractor has a sponsor, an employee who answers for them", Assert.Single(Roster.Faults([boss, Contractor(3, "Zed")])).ToString());
        Assert.Empty(Roster.Faults([boss, Contractor(3, "Zed") with { Active = false }]));
        Assert.Contains(Roster.Faults([boss, Contractor(3, "Zed") with { SponsorEmail = "zed@example.org" }]), f => f.Reason == "sponsor_email is the contractor's own");
        Assert.Contains(Roster.Faults([boss with { StartDate = new(2026, 2, 1), EndDate = new(2026, 1, 31) }]), f => f.Reason == "end_date is before start_date");
        Assert.Equal(
            ["line 4: zed@example.org, sponsor of the contractor Yan, is no active employee", "line 3: the contractor Zed has no end_date"],
            Roster.Notes([boss, Contractor(3, "Zed") with { SponsorEmail = "mia@example.org" }, Contractor(4, "Yan") with { SponsorEmail = "zed@example.org", EndDate = new(2026, 9, 1) }]));
    }

    private static LeaverIncident Incident() => new()
    {
        Id = new(new Guid("01890000-0000-7000-8000-0000000000f1")),
        Person = Uma.Id,
        PersonName = Uma.Name,
        System = "github",
        Status = IncidentStatus.Open,
        OpenedAt = Now,
        DueAt = Now.AddDays(1),
        Grants = 2,
        Privileged = 1,
        What = "admin",
        Method = "api",
        SeenAt = Now,
    };

    private static LeaverIncident Claimed() => Incident() with { Status = IncidentStatus.Claimed, ClaimedAt = Now.AddHours(2), ClaimedByName = "Kim" };
}
