using ChatOpsCompliance.Access;
using ChatOpsCompliance.People;
using Xunit;
using static ChatOpsCompliance.Tests.Some;

namespace ChatOpsCompliance.Tests.Access;

public sealed class KnowingWhoIsBehindAnAccount
{
    [Fact]
    public void The_map_counts_before_the_address()
    {
        var grant = Grant(account: "b.w") with { PersonEmail = Mia.Email };

        Assert.Equal(Ben, Map(new MappedAccount("b.w", Ben.Id)).Behind(grant));
        Assert.Equal(Mia, Map().Behind(grant));
    }

    [Fact]
    public void Nobody_is_an_answer_of_the_map_too() => Assert.Null(Map(new MappedAccount("b.w", null)).Behind(Grant(account: "b.w") with { PersonEmail = Ben.Email }));

    [Fact]
    public void A_service_account_has_its_owner()
    {
        var bot = Grant(AccountType.Service, account: "bot") with { PersonEmail = Mia.Email, OwnerEmail = Kim.Email };

        Assert.Equal(Kim, Map().Behind(bot));
        Assert.Equal(Ben, Map(new MappedAccount("bot", Ben.Id)).Behind(bot));
    }

    [Fact]
    public void Whom_nobody_knows_is_nobody()
    {
        Assert.Null(Map().Behind(Grant()));
        Assert.Null(Map().Behind(Grant() with { PersonEmail = "x@example.org" }));
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData(null, true, true)]
    [InlineData(null, false, false)]
    [InlineData(true, false, true)]
    [InlineData(false, true, true)]
    [InlineData(false, null, false)]
    public void Privileged_is_what_either_says_is(bool? source, bool? catalogue, bool? privileged)
    {
        var known = new Catalogue([new Entitlement("github", "admin") { Title = "Administrator", Privileged = catalogue }]);

        Assert.Equal(privileged, known.Complete(Grant(privileged: source)).Privileged);
        Assert.Equal(source, Catalogue.None.Complete(Grant(privileged: source)).Privileged);
    }

    private static AccountMap Map(params MappedAccount[] mapped)
    {
        Person[] people = [Ada, Mia, Ben, Kim];
        return new(mapped, people.ToDictionary(p => p.Email), people.ToDictionary(p => p.Id));
    }
}
