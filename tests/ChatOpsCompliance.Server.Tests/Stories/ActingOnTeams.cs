using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Chat.Teams;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Tests.Chat;
using ChatOpsCompliance.Server.Tests.Chat.Teams;
using ChatOpsCompliance.Server.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>Who may act on Teams, what a press changes at once and for whom, and where the bot says what.</summary>
public sealed class ActingOnTeams
{
    private const string Keep = "Keep web: maintain of Mia Keller";

    [Theory]
    [InlineData("a guest", "Guests can't decide here.")]
    [InlineData("a guest by name", "Guests can't decide here.")]
    [InlineData("of another organisation", "You are not a member of this organisation")]
    [InlineData("anonymous", "You are not a member of this organisation")]
    [InlineData("without an address", "I don't know who you are in the roster")]
    public async Task Not_everybody_may_and_the_refusal_is_on_record(string who, string told)
    {
        await using var on = await CompanyOnTeams.Reviewing();
        var (carla, account) = (on.As(SmallCompany.Carla), CompanyOnTeams.UserOf(SmallCompany.Carla));
        await carla.Sees("3 items wait");
        var user = on.Teams.Users[account];
        user.Role = who switch { "a guest" => "guest", "anonymous" => "anonymous", _ => "user" };
        if (who == "a guest by name") user.Upn = "carla_example.com#EXT#@corp.onmicrosoft.com";
        if (who == "of another organisation") user.Tenant = "22222222-2222-4222-8222-222222222222";
        if (who == "without an address") on.Teams.Users[account] = user with { Email = "", Upn = "" };

        Assert.Contains(told, await carla.Press(Keep), StringComparison.Ordinal);

        var log = await on.Workspace.Read(r => LedgerStore.Latest(r, 20));
        Assert.DoesNotContain(log, f => f.Kind == "item.decided");
        Assert.Single(log, f => f.Kind == "act.refused");
    }

    [Fact]
    public async Task A_member_who_becomes_a_guest_can_soon_act_no_more_though_their_account_is_linked()
    {
        await using var on = await CompanyOnTeams.Reviewing();
        var carla = on.As(SmallCompany.Carla);
        await carla.Sees("3 items wait");
        await carla.Press(Keep);
        await carla.Sees("2 items wait");

        on.Teams.Users[CompanyOnTeams.UserOf(SmallCompany.Carla)].Role = "guest";
        on.Clock.Advance(TimeSpan.FromMinutes(11));

        Assert.Contains("Guests can't decide here.", await carla.Press("Keep organisation owner of Omar Haddad…"), StringComparison.Ordinal);
        Assert.Single(await on.Workspace.Read(r => LedgerStore.Latest(r, 20)), f => f.Kind == "item.decided");
    }

    [Fact]
    public async Task Guests_may_where_the_settings_let_them()
    {
        await using var on = await CompanyOnTeams.Start([.. SmallCompany.Settings, ("Teams:Guests", "true")], null);
        on.Teams.Users[CompanyOnTeams.UserOf(SmallCompany.Carla)].Role = "guest";
        on.Company.Campaign = (await on.Workspace.Launch("quarterly")).Value.Campaign!.Value;
        await on.Workspace.Deliver();
        var carla = on.As(SmallCompany.Carla);
        await carla.Sees("3 items wait");

        Assert.Contains("Recorded: Keep.", await carla.Press(Keep), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_buttons_of_what_is_decided_go_from_the_message_itself_before_the_outbox_comes_round()
    {
        await using var on = await CompanyOnTeams.Reviewing();
        var carla = on.As(SmallCompany.Carla);
        await carla.Sees("3 items wait");

        Assert.DoesNotContain(Keep, TeamsReading.Buttons(await Screen(carla, Keep)));
        await on.Teams.Until(async () => (await on.Teams.Messages(CompanyOnTeams.UserOf(SmallCompany.Carla))).FirstOrDefault(m => m.Edits > 0 && !TeamsReading.Buttons(m.Card!).Contains(Keep)), () => "the message still has its button");
    }

    [Fact]
    public async Task What_is_pressed_twice_acts_once_and_is_answered_the_same()
    {
        await using var on = await CompanyOnTeams.Reviewing();
        var carla = on.As(SmallCompany.Carla);
        await carla.Sees("3 items wait");
        await carla.Press(Keep);
        var first = on.Teams.Door.LastAnswer;

        Assert.Equal(first, await on.Teams.Door.Again());
        Assert.Single(await on.Workspace.Read(r => LedgerStore.Latest(r, 20)), f => f.Kind == "item.decided");
    }

    [Fact]
    public async Task A_form_is_not_taken_away_while_somebody_fills_it_in_and_the_message_is_drawn_when_they_have_done()
    {
        await using var on = await CompanyOnTeams.Reviewing();
        var mia = on.As(SmallCompany.Mia);
        await mia.Sees("9 items wait");
        await mia.Press("Review 9 items");
        await mia.Choose("organisation owner on github, production — Jo Berg", "Revoke: left the company");
        await mia.Press("Save, next page"); // counts at once: the message under the form is another now
        await on.Workspace.Deliver();

        Assert.Contains("Keep all 5 shown (2 with facts unknown)", await mia.Buttons());
        await mia.Press("Close");
        on.Clock.Advance(TimeSpan.FromMinutes(3));
        await on.Workspace.Deliver();
        await mia.Sees("8 items wait");
    }

    [Fact]
    public async Task The_second_copy_of_a_message_loses_its_buttons_when_it_is_pressed_and_shows_what_stands_when_it_is_looked_at()
    {
        await using var on = await CompanyOnTeams.Start();
        await on.Workspace.Deliver(); // of who left: what follows are the review's four
        on.Teams.Connector.Next("post", FakeFault.AnswerLost, FakeFault.AnswerLost, FakeFault.AnswerLost, FakeFault.AnswerLost);
        on.Company.Campaign = (await on.Workspace.Launch("quarterly")).Value.Campaign!.Value;
        await on.Workspace.Deliver();
        on.Clock.Advance(TimeSpan.FromSeconds(15));
        await on.Workspace.Deliver();
        var carla = on.As(SmallCompany.Carla);
        await on.Teams.Until(async () => (await carla.Messages()).Count(m => m.Text.Contains("3 items wait", StringComparison.Ordinal)) == 2 ? carla : null, () => "one copy only");

        await carla.Press(Keep);
        await on.Teams.Until(async () => (await carla.Messages()).Any(m => m.Text.Contains("2 items wait", StringComparison.Ordinal) && m.Buttons.Count > 0) ? carla : null, () => "neither copy was drawn anew");
        await carla.Look();

        Assert.DoesNotContain(await carla.Messages(), m => m.Buttons.Contains(Keep));
        Assert.Single(await on.Workspace.Read(r => LedgerStore.Latest(r, 20)), f => f.Kind == "item.decided");
    }

    [Fact]
    public async Task Nobody_is_shown_the_messages_of_others_by_their_keys()
    {
        await using var on = await CompanyOnTeams.Reviewing();
        var (carla, omar) = (CompanyOnTeams.UserOf(SmallCompany.Carla), CompanyOnTeams.UserOf(SmallCompany.Omar));
        await on.As(SmallCompany.Carla).Sees("3 items wait");
        var hers = (await on.Teams.Messages(carla)).Last(m => m.Card?["refresh"] is not null);
        var refresh = (JsonObject)hers.Card!["refresh"]!["action"]!.DeepClone();
        await on.As(SmallCompany.Omar).Write("help");
        await on.As(SmallCompany.Omar).Sees("What you can write to me");
        var his = (await on.Teams.Messages(omar))[^1];

        await Assert.ThrowsAsync<FakeTeamsComplaint>(() => on.Teams.Execute(omar, his, refresh, automatic: true));
        Assert.Contains("3 items wait", TeamsReading.Of(await on.Teams.Execute(carla, hers, refresh, automatic: true)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_asked_in_a_group_is_answered_in_private()
    {
        await using var on = await CompanyOnTeams.Reviewing();
        var mia = on.As(SmallCompany.Mia);
        foreach (var place in new[] { CompanyOnTeams.Group, CompanyOnTeams.Channel })
        {
            await mia.Write("my reviews", place);
            await on.Teams.Until(async () => (await on.Teams.Messages(CompanyOnTeams.UserOf(SmallCompany.Carla))).FirstOrDefault(m => m.Conversation.StartsWith(place, StringComparison.Ordinal) && m.Card is { } card && TeamsReading.Of(card).Contains("I've answered you in our own chat, since others read here.", StringComparison.Ordinal)), () => $"nothing in {place}");
        }

        var (own, hers) = (on.Teams.Personal(CompanyOnTeams.UserOf(SmallCompany.Mia)).Id, await on.Teams.Messages(CompanyOnTeams.UserOf(SmallCompany.Mia)));
        Assert.All(hers.Where(m => m.Card is { } card && TeamsReading.Of(card).Contains("9 items", StringComparison.Ordinal)), m => Assert.Equal(own, m.Conversation));
        Assert.Equal(2, hers.Count(m => m.Conversation == own && m.Card is { } card && TeamsReading.Of(card).Contains("quarterly", StringComparison.OrdinalIgnoreCase)) - 1); // and the digest
        Assert.Contains(hers, m => m.Conversation.StartsWith($"{CompanyOnTeams.Channel};messageid=", StringComparison.Ordinal) && m.Card is { } card && TeamsReading.Of(card).Contains("I've answered you", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Adding_the_app_is_the_first_contact_and_is_greeted_once()
    {
        await using var on = await CompanyOnTeams.Start();
        var (mia, account) = (on.As(SmallCompany.Mia), on.Teams.Users[CompanyOnTeams.UserOf(SmallCompany.Mia)]);

        await on.Teams.Door.Install(on.Teams.Personal(account.ObjectId), account);
        await mia.Sees("Nothing waits for you");
        await mia.Write("help");
        await mia.Sees("What you can write to me");

        Assert.Single(await mia.Messages(), m => m.Text.Contains("Nothing waits for you", StringComparison.Ordinal));
        Assert.Single(await on.Workspace.Read(r => LedgerStore.Latest(r, 20)), f => f.Kind == "account.linked");
    }

    [Fact]
    public async Task A_file_is_sent_first_and_chosen_in_the_form_that_asks_for_it()
    {
        await using var keeper = await Keeper.Start();
        await using var on = await CompanyOnTeams.Reviewing();
        var omar = on.As(SmallCompany.Omar);
        await Send(on, SmallCompany.Omar, "what I saw.png", new Uri(keeper.Address, "file"));

        await omar.Sees("I have what I saw.png.");
        await Send(on, SmallCompany.Omar, "elsewhere.png", new Uri("https://files.evil.example/x"));
        await omar.Sees("elsewhere.png: Teams did not say where it is.");
        await Send(on, SmallCompany.Omar, "gone.png", new Uri(keeper.Address, "nothing"));
        await omar.Sees("gone.png: Teams did not let me read it.");
        Assert.Equal(1, keeper.Asked);

        // The form that asks for one offers just that, to just him; chosen, it is his to keep as evidence.
        var files = on.Workspace.Get<TeamsFiles>();
        var offered = Assert.Single(await files.Offered(Account(SmallCompany.Omar), TestContext.Current.CancellationToken));
        Assert.Empty(await files.Offered(Account(SmallCompany.Mia), TestContext.Current.CancellationToken));
        var form = TeamsCards.Of(ShownForm.Fresh(new("Show it", [new Attach("file", "What shows it") { Required = true }], new(new("x"), "Send", Values.None), [], Values.None)), files: [offered]);
        var choice = Assert.Single(TeamsReading.Inputs(form));
        Assert.Equal("what I saw.png, 9 bytes", Assert.Single(TeamsReading.Choices(choice)).Title);
        var press = (JsonObject)TeamsReading.Actions(form).First().DeepClone();
        press["data"]!["in.file"] = TeamsReading.Choices(choice)[0].Value;
        var values = TeamsValues.Unpack(JsonElement.Parse(press.ToJsonString()))!.Values;
        var roles = on.Workspace.Get<RoleBook>();
        var kept = await on.Workspace.Database.InTransaction<Attachment>(
            Actor.Service,
            async tx => await PeopleStore.ByAccount(tx, Account(SmallCompany.Omar)) is { } by ? await AttachmentStore.Keep(tx, new(by, await roles.Of(tx, by), values), "file", "removal/1") : new UnknownAccount(),
            ct: TestContext.Current.CancellationToken);
        Assert.Equal("what I saw.png", kept.Value.Name);
        Assert.Empty(await files.Offered(Account(SmallCompany.Omar), TestContext.Current.CancellationToken));
    }

    private static ChatAccount Account(string key) => new("teams", FakeTeams.Tenant, CompanyOnTeams.UserOf(key));

    private static async Task<JsonObject> Screen(TeamsPerson person, string label)
    {
        await person.Press(label);
        return await person.Screen();
    }

    private static async Task Send(CompanyOnTeams on, string key, string name, Uri where)
    {
        await on.As(SmallCompany.Mia).Write("help"); // an activity of another person: this one's first word may be the file
        var (activity, user) = ((JsonObject)on.Teams.Door.Last!.DeepClone(), on.Teams.Users[CompanyOnTeams.UserOf(key)]);
        (activity["from"], activity["conversation"]) = (new JsonObject { ["id"] = user.Id, ["aadObjectId"] = user.ObjectId, ["name"] = user.Name }, on.Teams.Personal(user.ObjectId).Wire(null));
        (activity["id"], activity["text"]) = ($"f:{Guid.NewGuid()}", "");
        activity["attachments"] = new JsonArray(new JsonObject
        {
            ["contentType"] = "application/vnd.microsoft.teams.file.download.info",
            ["name"] = name,
            ["content"] = new JsonObject { ["downloadUrl"] = where.ToString(), ["uniqueId"] = "1", ["fileType"] = "png" },
        });
        await on.Teams.Door.Send(activity);
    }

    /// <summary>Where Teams keeps files; asked how often for the one it has.</summary>
    private sealed class Keeper : IAsyncDisposable
    {
        private WebApplication web = null!;
        private int asked;

        public int Asked => asked;

        public Uri Address => new(web.Urls.Single());

        public static async Task<Keeper> Start()
        {
            var keeper = new Keeper();
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            keeper.web = builder.Build();
            keeper.web.MapGet("/file", () =>
            {
                Interlocked.Increment(ref keeper.asked);
                return Results.Bytes(Encoding.UTF8.GetBytes("a picture"));
            });
            await keeper.web.StartAsync();
            return keeper;
        }

        public ValueTask DisposeAsync() => web.DisposeAsync();
    }
}
