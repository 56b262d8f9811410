using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Chat.Teams;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.Tests.Stories;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Chat.Teams;

/// <summary>Activities as nobody means them: broken, forged by somebody whom Teams vouches for, or such as Teams sends besides the usual.</summary>
public sealed class StrangeActivities
{
    private const string Keep = "Keep web: maintain of Mia Keller";

    public static TheoryData<string> Broken =>
    [
        """{"type":"\ud800","conversation":{"id":"x"}}""",
        """{"type":"invoke","conversation":{"id":"\udc00"},"channelId":"msteams"}""",
        """{"type":"invoke","conversation":{"id":"x"},"channelId":"\ud83d\ud83d"}""",
        """{"\ud800":1,"type":"invoke","conversation":{"id":"x"}}""",
        """{"type":"invoke","conversation":{"id":"x"},"channelId":"msteams","serviceUrl":"\ud800"}""",
        "{\"type\":\"\u0001\"}",
        """{"type":["invoke"],"conversation":[]}""",
        """[[[]]]""",
        "",
        "not json",
    ];

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task What_is_broken_is_refused_before_and_after_its_token_is_known(string body)
    {
        await using var on = await CompanyOnTeams.Start();

        Assert.Equal(HttpStatusCode.Unauthorized, await Post(on, Encoding.UTF8.GetBytes(body), token: false));
        Assert.InRange((int)await Post(on, Encoding.UTF8.GetBytes(body)), 400, 499);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_and_nests_without_end_are_refused()
    {
        await using var on = await CompanyOnTeams.Start();
        byte[] torn = [.. "{\"type\":\"invoke\",\"conversation\":{\"id\":\""u8, 0xED, 0xA0, 0x80, .. "\"}}"u8];
        var deep = Encoding.UTF8.GetBytes($$"""{"type":"invoke","conversation":{"id":"x"},"value":{{new string('[', 200_000)}}""");

        foreach (var body in new[] { torn, deep })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await Post(on, body, token: false));
            Assert.InRange((int)await Post(on, body), 400, 499);
        }
    }

    [Fact]
    public async Task A_text_that_a_client_cut_amid_a_pair_is_taken_all_the_same()
    {
        await using var on = await CompanyOnTeams.Reviewing();
        var carla = await PressOf(on, SmallCompany.Carla, "3 items wait", Keep);
        carla["value"]!["action"]!["data"]!["in.note"] = "@@";

        var answer = await Sent(on, Encoding.UTF8.GetBytes(carla.ToJsonString().Replace("@@", "ends in \\ud83d", StringComparison.Ordinal)));

        Assert.Contains("Recorded: Keep.", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Presses_that_Teams_gave_no_id_are_not_taken_for_one()
    {
        await using var on = await CompanyOnTeams.Reviewing();
        var first = await PressOf(on, SmallCompany.Carla, "3 items wait", Keep);
        var second = await PressOf(on, SmallCompany.Carla, "3 items wait", "Keep organisation owner of Omar Haddad…");
        first.Remove("id");
        second.Remove("id");
        await Try(on, first);
        await Try(on, second);

        Assert.NotEqual(1, (await on.Workspace.Read(r => LedgerStore.Latest(r, 20))).Count(f => f.Kind == "item.decided"));
    }

    [Fact]
    public async Task Nobody_wipes_out_a_message_by_a_key_that_is_not_its_own()
    {
        await using var on = await CompanyOnTeams.Reviewing();
        var card = (await on.Teams.Until(async () => (await on.Teams.Messages(CompanyOnTeams.UserOf(SmallCompany.Grace))).FirstOrDefault(m => m.Conversation.StartsWith(CompanyOnTeams.Channel, StringComparison.Ordinal) && m.Card is not null), () => "no card in the channel"))!;
        var own = await PressOf(on, SmallCompany.Carla, "3 items wait", Keep);
        await on.As(SmallCompany.Carla).Sees("3 items wait");
        var stands = card.Card!.ToJsonString();

        foreach (var key in new[] { (string)own["value"]!["action"]!["data"]!["card"]!, "f", "w:my reviews" })
        {
            foreach (var verb in new[] { (string)own["value"]!["action"]!["verb"]!, "teams.refresh" })
            {
                var forged = (JsonObject)own.DeepClone();
                (forged["id"], forged["replyToId"]) = ($"f:{Guid.NewGuid()}", card.Id);
                forged["conversation"] = on.Teams.Conversations[CompanyOnTeams.Channel].Wire(card.Id);
                (forged["value"]!["action"]!["verb"], forged["value"]!["action"]!["data"]!["card"]) = (verb, key);
                await Try(on, forged);
            }
        }

        await on.Workspace.Deliver();
        await on.As(SmallCompany.Carla).Write("help");
        await on.As(SmallCompany.Carla).Sees("What you can write to me"); // by then what followed the presses has been done
        var now = (await on.Teams.Messages(CompanyOnTeams.UserOf(SmallCompany.Grace))).Single(m => m.Id == card.Id);
        Assert.Equal((TeamsReading.Of(JsonNode.Parse(stands)!.AsObject()).Split('\n')[0], TeamsReading.Buttons(JsonNode.Parse(stands)!.AsObject()).Count), (TeamsReading.Of(now.Card!).Split('\n')[0], TeamsReading.Buttons(now.Card!).Count));
    }

    [Fact]
    public async Task Whoever_adds_the_app_once_more_is_greeted_once_more_and_an_update_of_it_greets_nobody()
    {
        await using var on = await CompanyOnTeams.Start();
        var (mia, user) = (on.As(SmallCompany.Mia), on.Teams.Users[CompanyOnTeams.UserOf(SmallCompany.Mia)]);
        var chat = on.Teams.Personal(user.ObjectId);
        await on.Teams.Door.Install(chat, user);
        await mia.Sees("Nothing waits for you");
        var add = (JsonObject)on.Teams.Door.Last!.DeepClone();
        async Task Update(string action)
        {
            var update = (JsonObject)add.DeepClone();
            (update["type"], update["action"], update["id"]) = ("installationUpdate", action, $"f:{Guid.NewGuid()}");
            update.Remove("membersAdded");
            await on.Teams.Door.Send(update);
        }

        await Update("remove-upgrade");
        await Update("add-upgrade");
        await Greetings(1);

        on.Clock.Advance(TimeSpan.FromMinutes(20)); // who they were is not known any more when they leave
        await on.Teams.Door.Remove(chat, user);
        Assert.Null(await on.Workspace.Read(r => TeamsConversationStore.Of(r, new("teams", FakeTeams.Tenant, user.ObjectId))));
        await on.Teams.Door.Install(chat, user);
        await Greetings(2);

        async Task Greetings(int count)
        {
            await mia.Write("help");
            await on.Teams.Until(async () => (await mia.Messages()).Count(m => m.Text.Contains("What you can write to me", StringComparison.Ordinal)) == count ? mia : null, () => "no help");
            await on.Teams.Until(async () => (await mia.Messages()).Count(m => m.Text.Contains("Nothing waits for you", StringComparison.Ordinal)) == count ? mia : null, () => $"not {count} greetings");
        }
    }

    [Fact]
    public async Task An_address_that_another_organisation_gave_somebody_makes_them_nobody_of_ours()
    {
        const string other = "22222222-2222-4222-8222-222222222222";
        await using var on = await CompanyOnTeams.Start([.. SmallCompany.Settings, ("Teams:OtherTenants", other)], null);
        var stranger = on.Teams.AddUser("00000000-0000-4000-8000-00000000bad1", "Mallory", "carla@example.com");
        (stranger.Tenant, stranger.Upn) = (other, "mallory@fabrikam.example");
        on.Company.Campaign = (await on.Workspace.Launch("quarterly")).Value.Campaign!.Value;
        await on.Workspace.Deliver();
        await on.As(SmallCompany.Carla).Sees("3 items wait");

        await on.Teams.As(stranger.ObjectId).Write("my reviews");
        await on.Teams.As(stranger.ObjectId).Sees("I don't know who you are in the roster");
    }

    [Fact]
    public async Task An_address_that_two_accounts_have_leads_to_neither()
    {
        await using var on = await CompanyOnTeams.Start([.. SmallCompany.Settings, ("Teams:Guests", "true")], null);
        var twin = on.Teams.AddUser("ffffffff-0000-4000-8000-00000000bad2", "Carla M.", "carla@example.com");
        (twin.Role, twin.Upn) = ("guest", "carla_example.com#EXT#@corp.onmicrosoft.com");
        on.Company.Campaign = (await on.Workspace.Launch("quarterly")).Value.Campaign!.Value;
        await on.Workspace.Deliver();

        Assert.DoesNotContain(await on.Teams.As(twin.ObjectId).Messages(), m => m.Text.Contains("3 items wait", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_cannot_be_had_is_said_to_be_so()
    {
        await using var on = await CompanyOnTeams.Reviewing();
        var mia = on.As(SmallCompany.Mia);
        await mia.Write("help");
        await mia.Sees("What you can write to me");
        var activity = (JsonObject)on.Teams.Door.Last!.DeepClone();
        (activity["id"], activity["text"]) = ($"f:{Guid.NewGuid()}", "");
        activity["attachments"] = new JsonArray(new JsonObject { ["contentType"] = "application/vnd.microsoft.teams.file.download.info", ["name"] = "proof.png", ["content"] = new JsonObject { ["downloadUrl"] = "http://127.0.0.1:1/nobody" } });

        await on.Teams.Door.Send(activity);

        await mia.Sees("proof.png: Teams did not let me read it. Please send it again.");
    }

    [Fact]
    public async Task A_token_that_was_taken_back_before_its_time_costs_no_message()
    {
        await using var on = await CompanyOnTeams.Start();
        on.Teams.Connector.Next("post", FakeFault.Http(401, "Unauthorized"));
        on.Teams.Connector.Next("open", FakeFault.Http(401, "Unauthorized"));
        on.Company.Campaign = (await on.Workspace.Launch("quarterly")).Value.Campaign!.Value;
        await on.Workspace.Deliver();

        Assert.Empty(await on.Workspace.Read(r => OutboxStore.Open(r, 100)));
        await on.As(SmallCompany.Mia).Sees("9 items wait");
    }

    [Fact]
    public async Task A_guest_who_writes_in_a_group_is_told_why_not_and_not_to_add_the_app()
    {
        await using var on = await CompanyOnTeams.Start();
        on.Teams.Users[CompanyOnTeams.UserOf(SmallCompany.Ada)].Role = "guest";

        await on.As(SmallCompany.Ada).Write("my reviews", CompanyOnTeams.Group);

        await on.As(SmallCompany.Ada).Sees("Guests can't decide here.");
    }

    /// <summary>The activity of a press, not sent yet.</summary>
    private static async Task<JsonObject> PressOf(CompanyOnTeams on, string key, string seen, string label)
    {
        var (person, user) = (on.As(key), on.Teams.Users[CompanyOnTeams.UserOf(key)]);
        await person.Sees(seen);
        await person.Write("help"); // whose activity is one like it
        await person.Sees("What you can write to me");
        var activity = (JsonObject)on.Teams.Door.Last!.DeepClone();
        activity.Remove("text");
        (activity["type"], activity["name"]) = ("invoke", "adaptiveCard/action");
        var message = (await on.Teams.Messages(user.ObjectId)).Last(m => m.Card is not null && TeamsReading.Buttons(m.Card).Contains(label));
        (activity["id"], activity["replyToId"]) = ($"f:{Guid.NewGuid()}", message.Id);
        activity["conversation"] = on.Teams.Personal(user.ObjectId).Wire(null);
        activity["value"] = new JsonObject { ["action"] = TeamsReading.Actions(message.Card!).First(a => TeamsReading.Word(a, "title") == label).DeepClone(), ["trigger"] = "manual" };
        return activity;
    }

    private static async Task Try(CompanyOnTeams on, JsonObject activity)
    {
        try
        {
            await on.Teams.Door.Send(activity);
        }
        catch (HttpRequestException)
        {
            // refused, which is as good
        }
    }

    private static async Task<HttpStatusCode> Post(CompanyOnTeams on, byte[] body, bool token = true) => (await Raw(on, body, token)).Status;

    private static async Task<string> Sent(CompanyOnTeams on, byte[] body) => (await Raw(on, body, token: true)).Answer;

    private static async Task<(HttpStatusCode Status, string Answer)> Raw(CompanyOnTeams on, byte[] body, bool token)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(on.Workspace.Address, "/api/messages")) { Content = new ByteArrayContent(body) };
        if (token) request.Headers.Authorization = System.Net.Http.Headers.AuthenticationHeaderValue.Parse(on.Teams.Issuer.Authorization(FakeTeams.AppId, on.Teams.ServiceUrl.ToString()));
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
