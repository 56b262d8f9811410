using ChatOpsCompliance.Access;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.People;
using Xunit;
using static ChatOpsCompliance.Tests.Some;

namespace ChatOpsCompliance.Tests.AccessReviews;

public sealed class AskingOfMoreThanGrants
{
    private static readonly Entitlement Member = new("github", "member") { Title = "Member", Birthright = true };

    [Fact]
    public void A_birthright_is_of_a_human_who_is_active_in_the_roster()
    {
        Assert.True(Birthright.Fits(Grant(), Member, Ben));
        Assert.False(Birthright.Fits(Grant(), Member, Uma));
        Assert.False(Birthright.Fits(Grant(), Member, null));
        Assert.False(Birthright.Fits(Grant(AccountType.Service), Member, Ben));
        Assert.False(Birthright.Fits(Grant(AccountType.Shared), Member, Ben));
    }

    [Fact]
    public void What_is_not_known_to_be_a_birthright_is_none()
    {
        Assert.False(Birthright.Fits(Grant(), Member with { Birthright = null }, Ben));
        Assert.False(Birthright.Fits(Grant(), null, Ben));
    }

    [Fact]
    public void A_rule_says_how_many_it_stands_for()
    {
        Assert.Equal("All 12 accounts that have this belong to somebody active in the roster.", Birthright.Statement(12, 0));
        Assert.Equal("12 of 15 accounts that have this belong to somebody active in the roster. Each of the other 3 is an item of its own.", Birthright.Statement(12, 3));
    }

    [Fact]
    public void A_role_says_what_it_allows_or_that_nobody_wrote_it_down()
    {
        Assert.Equal("Deployer. It allows: deploying to production. 1 account has it.", RoleDefinition.Statement("deploy", new("github", "deploy") { Title = "Deployer", Allows = "deploying to production." }, 1));
        Assert.Equal("deploy. Nobody has written down what it allows. 4 accounts have it.", RoleDefinition.Statement("deploy", null, 4));
    }

    [Fact]
    public void A_role_without_an_owner_is_flagged() =>
        Assert.Equal([FlagKind.Privileged, FlagKind.NoOwner], RoleDefinition.Flags(null, privileged: true).Select(f => f.Kind));

    [Fact]
    public void What_was_said_last_time_names_who_and_when()
    {
        var kept = Item() with { Decided = Keep("on-call"), DecidedByName = "Mia", DecidedBy = Mia.Id, DecidedAt = Now, Outcome = Outcome.Kept };

        Assert.Equal(new LastSaid("Keep: on call (Mia, 2026-03-02)", Mia.Id), LastSaid.Of(kept));
        Assert.Equal("to be removed, since nobody decided in time", LastSaid.Of(Item() with { Outcome = Outcome.RevokedByNoResponse })!.Text);
        Assert.Null(LastSaid.Of(Item()));
    }

    [Theory]
    [InlineData(Decision.Keep, true, 1, "system-owner", true)]
    [InlineData(Decision.Revoke, true, 1, "system-owner", false)]
    [InlineData(Decision.Keep, false, 1, "system-owner", false)]
    [InlineData(Decision.Keep, true, 2, "system-owner", false)]
    [InlineData(Decision.Keep, true, 1, null, false)]
    public void Only_what_is_flagged_and_kept_gets_a_second_look_and_once(Decision decision, bool flagged, int stage, string? setting, bool wanted)
    {
        var item = Item(flags: flagged ? [FlagKind.Privileged] : []) with { Stage = stage };

        Assert.Equal(wanted, SecondLook.Wanted(item, decision, setting));
    }

    [Fact]
    public void A_review_of_one_person_is_a_review_of_its_own()
    {
        var moves = Definition() with { WhenSomebodyMoves = true };

        Assert.Equal(("moves/P3", "Moves: Ben", (Id<Person>?)Ben.Id), (moves.Of(Ben).Name, moves.Of(Ben).Title, moves.Of(Ben).OnlyOf));
    }

    [Fact]
    public void Whatever_changes_what_is_asked_changes_the_definitions_hash()
    {
        ReviewDefinition[] all =
        [
            Definition(), Definition() with { SecondStage = "system-owner" }, Definition() with { Roles = RoleDefinitions.All }, Definition() with { WhenSomebodyMoves = true },
            Definition() with { Attestations = [new("drill", "A drill was held.", "ada@example.org")] }, Definition() with { Scope = Scope.Parse("entitlement:*deploy*", out _)! },
        ];

        Assert.Equal(all.Length, all.Select(d => d.ContentHash()).Distinct().Count());
    }

    private static ReviewDefinition Definition() => new()
    {
        Name = "moves",
        Title = "Moves",
        Scope = Scope.Parse("all", out _)!,
        Cron = ReviewDefinition.HalfYearly,
        TimeZone = "Europe/Vienna",
        Owner = "ada@example.org",
        Fallback = "tom@example.org",
    };
}
