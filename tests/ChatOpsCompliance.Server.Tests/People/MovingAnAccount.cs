using System.Net;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Tests.SignIn;
using ChatOpsCompliance.Server.Tests.Stories;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.People;

/// <summary>An account turns out to be somebody else's: Ada asks, Ben confirms, both administrators.</summary>
public sealed class MovingAnAccount
{
    private static readonly (string Key, string Value) Admins = ("Console:Roles:admin", "ada@example.com, ben@example.com");

    [Fact]
    public async Task Of_the_sign_in_whoever_was_signed_in_by_it_is_out_and_the_other_comes_in()
    {
        await using var host = await SignInHost.Start(Admins);
        using var mia = await host.Visit("mia@example.com");
        var account = await AccountOf(host.Workspace, "mia@example.com");
        Assert.IsType<Finish>(await Ask(host.Workspace, "ada@example.com", account, "carla@example.com"));
        var move = (await host.Workspace.Read(AccountStore.Waiting)).Single();
        Assert.IsType<Finish>(await Act(host.Workspace, "ben@example.com", LinkVerbs.Confirm, move));

        Assert.Equal(HttpStatusCode.Found, (await mia.Get("/console")).Status);
        using var carla = await host.Visit("mia@example.com");
        Assert.Equal("Carla Mendes", await (await carla.Get("/console")).Of(".who .name"));
        Assert.Equal(["account.move-asked", "account.moved"], (await host.Workspace.Read(r => LedgerStore.Of(r, $"account/{move.Id}"))).Select(f => f.Kind));
    }

    [Fact]
    public async Task Of_chat_it_takes_two_who_see_what_was_done_through_it_which_stays_and_the_account_is_told()
    {
        var (workspace, company) = await SmallCompany.Reviewing(Admins);
        await using var _ = workspace;
        using var mia = await company.As(SmallCompany.Mia);
        await mia.Click("Review 9 items");
        mia.Choose("payments: admin on github, production — Ada Novak", "Revoke: more than the job needs");
        await mia.Submit("Save, and sign what I chose");
        var before = await Decisions(workspace, company);
        var account = await AccountOf(workspace, "mia@example.com");
        Assert.Equal("TheirsAlready", await Said(Ask(workspace, "ada@example.com", account, "mia@example.com")));
        Assert.Equal("NotOnesOwnAccount", await Said(Ask(workspace, "ada@example.com", account, "ada@example.com")));
        Assert.Equal("GoneAlready", await Said(Ask(workspace, "ada@example.com", account, "jo@example.com")));
        Assert.Equal("OnlyAdministratorsLink", await Said(Ask(workspace, "grace@example.com", account, "carla@example.com")));
        Assert.Equal("Finish", await Said(Ask(workspace, "ada@example.com", account, "carla@example.com")));
        Assert.Equal("MoveWaits", await Said(Ask(workspace, "ben@example.com", account, "omar@example.com")));
        var move = (await workspace.Read(AccountStore.Waiting)).Single();
        Assert.Equal("AnotherAdministrator", await Said(Act(workspace, "ada@example.com", LinkVerbs.Confirm, move)));
        Assert.Equal("OnlyAdministratorsLink", await Said(Act(workspace, "grace@example.com", LinkVerbs.Confirm, move)));
        var look = Assert.IsType<Show>(await Act(workspace, "ben@example.com", LinkVerbs.Look, move)).Form.Sketch();
        Assert.Equal("Finish", await Said(Act(workspace, "ben@example.com", LinkVerbs.Confirm, move)));
        Assert.Equal("MoveAnswered", await Said(Act(workspace, "ben@example.com", LinkVerbs.Confirm, move)));

        Assert.Contains("item.decided", look, StringComparison.Ordinal);
        Assert.Contains("Mia Keller", look, StringComparison.Ordinal);
        Assert.Equal(before, await Decisions(workspace, company));
        Assert.Equal("carla@example.com", (await workspace.Read(r => PeopleStore.ByAccount(r, account)))!.Email);
        await workspace.Deliver();
        await mia.Refresh();
        Assert.Contains(mia.Cards, c => c.Text.Contains("is Carla Mendes's from now on", StringComparison.Ordinal));
        Assert.Null((await workspace.Verify()).Fault);
    }

    /// <summary>The kind of a refusal; or that it was done.</summary>
    private static async Task<string> Said(Task<Reply> reply) => await reply switch
    {
        Refused no => no.Kind,
        Mistakes { Fields: var fields } => fields.Values.Single() switch { var s when s.Contains("already", StringComparison.Ordinal) => "TheirsAlready", var s when s.StartsWith("Nobody moves", StringComparison.Ordinal) => "NotOnesOwnAccount", var s when s.Contains("not active", StringComparison.Ordinal) => "GoneAlready", var s => s },
        { } done => done.GetType().Name,
    };

    private static Task<Reply> Ask(Workspace workspace, string by, ChatAccount account, string to) => Act(workspace, by, LinkVerbs.Ask, LinkVerbs.Of(account).With(LinkVerbs.To, to).With(LinkVerbs.Why, "HR told us"));

    private static Task<Reply> Act(Workspace workspace, string by, Verb verb, AccountMove move) => Act(workspace, by, verb, new Values { [LinkVerbs.Which] = move.Id.ToString() });

    private static async Task<Reply> Act(Workspace workspace, string by, Verb verb, Values values) => await workspace.Act(await workspace.Person(by), verb, values);

    private static async Task<ChatAccount> AccountOf(Workspace workspace, string email)
    {
        var person = await workspace.Person(email);
        return (await workspace.Read(r => AccountStore.Of(r, [person.Id])))[person.Id].Single().Account;
    }

    private static async Task<string> Decisions(Workspace workspace, SmallCompany company) => string.Join('\n', (await workspace.Items(company.Campaign)).Select(i => $"{i.Ordinal} {i.Outcome} {i.DecidedBy}"));
}
