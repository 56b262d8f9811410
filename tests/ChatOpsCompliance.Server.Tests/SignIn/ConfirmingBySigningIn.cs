using System.Net;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.EmergencyChanges;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Tests.Emergencies;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.SignIn;

/// <summary>An approval that is to be confirmed by signing in is not confirmed by having signed in before.</summary>
public sealed class ConfirmingBySigningIn
{
    [Theory]
    [InlineData(null, false)]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    public async Task Only_who_proved_themselves_after_the_link_was_made_confirms(int? minutesAfter, bool confirmed)
    {
        await using var story = await Emergency.Starting(("EmergencyChanges:Policies:production:StepUp", "true"));
        story.At.Authors = new(["ada"], null);
        var change = await story.Ask();
        using var omar = await story.As(Stories.SmallCompany.Omar);
        await omar.Click("Approve: deploy 0000000000 of acme/app to production");
        var given = System.Web.HttpUtility.ParseQueryString(Assert.Single(omar.AsideLinks).Query);
        var by = await story.Workspace.Person(Emergency.Omar);
        var made = story.Workspace.Clock.GetUtcNow();
        var session = await Session(story, by, minutesAfter is { } m ? made.AddMinutes(m) : null);
        var values = Values(given);
        var router = story.Workspace.Get<Server.Chat.ChatRouter>();
        await router.Handle(new SignedIn(by.Id, session), ChangeVerbs.Approve, values, Guid.NewGuid().ToString(), TestContext.Current.CancellationToken);
        var look = await router.Handle(new SignedIn(by.Id, session), ChangeVerbs.ApproveSignedIn, values, "look", TestContext.Current.CancellationToken);

        Assert.Equal(confirmed, (await story.Now(change)).Seats.Count == 1);
        Assert.Equal(!confirmed, look is ChatOpsCompliance.Chat.Refused { Kind: nameof(SignInAgain) });
    }

    [Fact]
    public async Task The_provider_is_asked_to_make_them_and_one_that_does_not_confirms_nothing()
    {
        await using var host = await SignInHost.Start();
        host.Provider.Person = FakeProvider.Of("omar@example.com");
        host.Provider.ProvedAt = DateTimeOffset.UtcNow.AddHours(-2);
        using var browser = host.Browser();
        await browser.Follow("/console/sign-in?fresh=yes&back=/console");
        var asked = host.Provider.Questions.Single();
        Assert.Equal(("login", "0"), (asked["prompt"], asked["max_age"]));
        Assert.NotNull(browser.Cookies.GetCookies(host.Address)["__Host-console"]);

        host.Provider.ObeysFresh = false;
        using var another = host.Browser();
        var answer = await another.Follow("/console/sign-in?fresh=yes&back=/console");
        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Contains("did not make you sign in anew", answer.Text);
        Assert.Null(another.Cookies.GetCookies(host.Address)["__Host-console"]);
    }

    private static ChatOpsCompliance.Chat.Values Values(System.Collections.Specialized.NameValueCollection given) =>
        ChatOpsCompliance.Chat.Values.Of(given.AllKeys.Select(k => KeyValuePair.Create(k!, given[k]!)));

    private static async Task<Id<ConsoleSession>> Session(Emergency story, Person by, DateTimeOffset? freshAt)
    {
        var id = new Id<ConsoleSession>(Guid.CreateVersion7());
        var now = story.Workspace.Clock.GetUtcNow();
        await story.Workspace.Database.Bulk(Actor.Service, async tx =>
        {
            await SessionStore.Begin(tx, new() { Id = id, Person = by.Id, BeganAt = now, IdleAt = now.AddHours(1), EndsAt = now.AddHours(12), FreshAt = freshAt }, "hash", []);
            return 1;
        });
        return id;
    }
}
