using System.Globalization;
using ChatOpsCompliance.Access;
using FsCheck.Xunit;
using Xunit;
using static ChatOpsCompliance.Tests.Some;

namespace ChatOpsCompliance.Tests.Access;

public sealed class FlaggingAGrant
{
    private static readonly GrantContext Known = new(Ben, AtLastReview: true, Environments: 1);

    [Fact]
    public void Unknown_never_flags() => Assert.Empty(Flags.Of(Grant(), Known with { AtLastReview = null }, Now));

    [Fact]
    public void What_the_source_says_does()
    {
        Assert.Equal([FlagKind.Privileged], Kinds(Grant(privileged: true)));
        Assert.Equal([FlagKind.NoMfa], Kinds(Grant() with { Mfa = false }));
        Assert.Empty(Kinds(Grant(privileged: false) with { Mfa = true, Active = false }));
    }

    [Fact]
    public void Unused_for_ninety_days_to_the_minute()
    {
        Assert.Empty(Kinds(Grant() with { LastUsedAt = Now.AddDays(-90).AddMinutes(1) }));
        Assert.Equal([new Flag(FlagKind.Unused90Days, "last used 2025-12-02, 90 days ago")], Flags.Of(Grant() with { LastUsedAt = Now.AddDays(-90) }, Known, Now));
    }

    [Fact]
    public void A_key_past_its_year()
    {
        Assert.Empty(Kinds(Grant() with { KeyCreatedAt = Now.AddDays(-364) }));
        Assert.Equal([FlagKind.KeyPastRotation], Kinds(Grant() with { KeyCreatedAt = Now.AddDays(-365) }));
    }

    [Fact]
    public void New_since_the_last_review_but_not_on_a_first_one()
    {
        Assert.Equal([FlagKind.NewSinceLastReview], Kinds(Grant(), Known with { AtLastReview = false }));
        Assert.Empty(Kinds(Grant(), Known with { AtLastReview = null }));
    }

    [Fact]
    public void Nobody_behind_it_or_somebody_who_left()
    {
        Assert.Equal([FlagKind.NoOwner], Kinds(Grant(), Known with { Person = null }));
        Assert.Equal("Uma is no longer active in the roster", Assert.Single(Flags.Of(Grant(), Known with { Person = Uma }, Now)).Reason);
    }

    [Fact]
    public void One_credential_in_several_environments_only_for_service_accounts()
    {
        Assert.Equal([FlagKind.OneCredentialAcrossEnvironments], Kinds(Grant(AccountType.Service), Known with { Environments = 2 }));
        Assert.Empty(Kinds(Grant(), Known with { Environments = 2 }));
    }

    [Fact]
    public void A_shared_account_always() => Assert.Equal([FlagKind.Shared], Kinds(Grant(AccountType.Shared)));

    [Fact]
    public void Its_reason_is_the_same_whatever_the_machines_calendar()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new("th-TH"); // a Buddhist calendar, 543 years ahead

            var flags = Flags.Of(Grant() with { LastUsedAt = Now.AddDays(-90), KeyCreatedAt = Now.AddDays(-365) }, Known, Now);

            Assert.Equal(["last used 2025-12-02, 90 days ago", "key made 2025-03-02, 365 days ago"], flags.Select(f => f.Reason));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Property]
    public void What_is_written_is_read_whatever_a_name_holds(FlagKind kind, string? name)
    {
        Flag[] flags = [new(kind, $"{name} is no longer active"), new(FlagKind.Shared, "shared account")];

        var read = Flag.Read(Flag.Write(flags));

        Assert.Equal(flags.Select(f => f.Kind), read.Select(f => f.Kind));
        Assert.Equal(Flag.Write(flags), Flag.Write(read));
    }

    private static IEnumerable<FlagKind> Kinds(Grant grant, GrantContext? context = null) => Flags.Of(grant, context ?? Known, Now).Select(f => f.Kind);
}
