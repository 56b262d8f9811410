using ChatOpsCompliance.Access;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.People;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;
using static ChatOpsCompliance.Tests.Some;

namespace ChatOpsCompliance.Tests.AccessReviews;

public sealed class FindingTheReviewer
{
    private static readonly Bench Everybody = new(SystemOwner: Kim, Fallback: Tom, CampaignOwner: Ada);

    [Fact]
    public void A_persons_manager_decides() => Assert.Equal(new Route(Mia, OnlyOneAbove: false), Of(Grant(), Ben).Value);

    [Fact]
    public void Or_the_system_owner_where_the_definition_says_so() => Assert.Equal(Kim, Of(Grant(), Ben, rule: ReviewerRule.SystemOwner).Value.Reviewer);

    [Theory]
    [InlineData(AccountType.Service)]
    [InlineData(AccountType.Shared)]
    public void The_system_owner_decides_on_service_and_shared_accounts(AccountType type) => Assert.Equal(Kim, Of(Grant(type), Ben).Value.Reviewer);

    [Fact]
    public void The_owners_manager_decides_on_a_service_account_of_the_system_owner() => Assert.Equal(Ada, Of(Grant(AccountType.Service), Kim).Value.Reviewer);

    [Fact]
    public void Without_a_manager_the_fallback_decides()
    {
        Assert.Equal(Tom, Of(Grant(), Ada).Value.Reviewer);
        Assert.Equal(Tom, Of(Grant(), Ben with { Manager = Ben.Id }).Value.Reviewer);
        Assert.Equal(Tom, Of(Grant(), Ben with { Manager = Uma.Id }).Value.Reviewer);
        Assert.Equal(Tom, Of(Grant(), Ben with { Manager = new(Guid.Empty) }).Value.Reviewer);
    }

    [Fact]
    public void Nobody_who_reports_to_the_holder_while_there_is_another()
    {
        var kim = Kim with { Manager = null };
        var lines = Lines(Ada, Mia, Ben, kim);

        var route = Routing.ReviewerOf(Grant(), Mia with { Manager = null }, new(null, Fallback: Ben, CampaignOwner: kim), ReviewerRule.Manager, lines).Value;

        Assert.Equal(new Route(kim, OnlyOneAbove: false), route);
    }

    [Fact]
    public void The_head_of_the_company_is_decided_by_a_report_and_flagged() => Assert.Equal(new Route(Tom, OnlyOneAbove: true), Of(Grant(), Ada).Value);

    [Fact]
    public void Two_who_manage_each_other_do_not_decide_for_each_other()
    {
        var (ada, mia) = (Ada with { Manager = Mia.Id }, Mia with { Manager = Ada.Id });
        var kim = Kim with { Manager = null };

        var route = Routing.ReviewerOf(Grant(), mia, new(null, Fallback: kim, CampaignOwner: ada), ReviewerRule.Manager, Lines(ada, mia, kim)).Value;

        Assert.Equal(kim, route.Reviewer);
    }

    [Fact]
    public void Never_nobody_a_launch_without_anybody_independent_is_refused() =>
        Assert.Equal(new NobodyIndependent("ben", "admin"), Of(Grant(), Ada with { Manager = null }, bench: new(SystemOwner: Ada, Fallback: Uma, CampaignOwner: Ada)).No);

    [Property(MaxTest = 500, Arbitrary = [typeof(Companies)])]
    public void Under_any_managers_nobody_decides_on_their_own_access(CompanyAndAccount c)
    {
        var (route, no) = Routing.ReviewerOf(Grant(c.Type), c.Subject, c.Bench, c.Rule, new(c.People));

        if (route is null)
        {
            Assert.IsType<NobodyIndependent>(no);
            Assert.DoesNotContain(new[] { c.Bench.Fallback, c.Bench.CampaignOwner }, p => p is { Active: true } && p.Id != c.Subject?.Id);
            return;
        }

        Assert.NotEqual(c.Subject?.Id, route.Reviewer.Id);
        Assert.True(route.Reviewer.Active);
        if (c.Subject is not null) Assert.Equal(route.OnlyOneAbove, new ReportingLines(c.People).ReportsTo(route.Reviewer, c.Subject.Id));
    }

    [Property(MaxTest = 500, Arbitrary = [typeof(Companies)])]
    public void And_no_item_accepts_its_holder_whoever_its_reviewer_is(CompanyAndAccount c)
    {
        foreach (var person in c.People)
        {
            var item = Item(reviewer: person, subject: c.People[0]);
            foreach (var by in c.People)
                Assert.Equal(by.Id != c.People[0].Id && by.Active && by.Id == person.Id, item.Decide(Keep(), by, Now, "").Done);
        }
    }

    [Fact]
    public void A_second_look_is_neither_the_holders_nor_the_first_reviewers()
    {
        Assert.Equal(Kim, Routing.SecondReviewerOf(Item(), Mia.Id, Kim, Everybody, Lines()));
        Assert.Equal(Tom, Routing.SecondReviewerOf(Item(), Kim.Id, Kim, Everybody, Lines()));
        Assert.Equal(Tom, Routing.SecondReviewerOf(Item(subject: Kim), Ada.Id, Kim, Everybody, Lines()));
        Assert.Null(Routing.SecondReviewerOf(Item(subject: Kim), Ada.Id, Kim, new(Kim, Uma, Ada), Lines()));
    }

    [Fact]
    public void A_second_look_at_the_head_of_the_company_is_a_reports_only_when_the_first_was_too()
    {
        Assert.Null(Routing.SecondReviewerOf(Item(subject: Ada), Kim.Id, Mia, Everybody with { CampaignOwner = Mia }, Lines()));
        Assert.Equal(Mia, Routing.SecondReviewerOf(Item(subject: Ada, flags: FlagKind.ReviewerReportsToSubject), Kim.Id, Mia, Everybody, Lines()));
    }

    [Property(MaxTest = 500, Arbitrary = [typeof(Companies)])]
    public void Under_any_managers_the_second_look_is_independent(CompanyAndAccount c)
    {
        var item = Item(subject: c.People[0]);
        foreach (var first in c.People)
        {
            if (Routing.SecondReviewerOf(item, first.Id, c.Bench.SystemOwner, c.Bench, new(c.People)) is not { } second) continue;
            Assert.True(second.Active && second.Id != first.Id && second.Id != item.Subject && !new ReportingLines(c.People).ReportsTo(second, item.Subject!.Value));
        }
    }

    private static Result<Route> Of(Grant grant, Person subject, Bench? bench = null, ReviewerRule rule = ReviewerRule.Manager) =>
        Routing.ReviewerOf(grant, subject, bench ?? Everybody, rule, Lines());

    /// <summary>Up to eight people, each managed by any of them, by themselves, by nobody or by somebody unknown; some have left.</summary>
    public sealed record CompanyAndAccount(IReadOnlyList<Person> People, Person? Subject, Bench Bench, ReviewerRule Rule, AccountType Type);

    public static class Companies
    {
        public static Arbitrary<CompanyAndAccount> Any() => Arb.From(
            from size in Gen.Choose(1, 8)
            from managers in Gen.Choose(-1, size).ArrayOf(size)
            from left in Gen.Choose(0, 4).ArrayOf(size)
            from picked in Gen.Choose(-1, size - 1).ArrayOf(4)
            from rule in Gen.Elements(Enum.GetValues<ReviewerRule>())
            from type in Gen.Elements(Enum.GetValues<AccountType>())
            let people = Enumerable.Range(0, size).Select(i => Somebody($"P{i}", i + 1) with { Manager = managers[i] < 0 ? null : new(new Guid(managers[i] + 1, 0, 0, new byte[8])), Active = left[i] > 0 }).ToList()
            let found = picked.Select(i => i < 0 ? null : people[i]).ToList()
            select new CompanyAndAccount(people, found[0], new(found[1], found[2], found[3]), rule, type));
    }
}
