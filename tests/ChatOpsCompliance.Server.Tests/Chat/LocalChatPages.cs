using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Chat.Local;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Chat;

/// <summary>The pages without scripts: plain links and forms.</summary>
public sealed class LocalChatPages : IAsyncLifetime
{
    private LocalChatHost host = null!;
    private LocalChatClient mia = null!;

    public async ValueTask InitializeAsync()
    {
        host = await LocalChatHost.Start();
        mia = await host.OpenMia();
    }

    public async ValueTask DisposeAsync()
    {
        mia.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task A_click_says_who_pressed_what_with_which_values()
    {
        await mia.Click("Order");

        var click = Assert.Single(host.Bot.Clicks);
        Assert.Equal("local:demo/mia", click.Account.ToString());
        Assert.Equal("mia@example.test", click.VerifiedEmail);
        Assert.Equal("lunch.open", click.Verb.Name);
        Assert.Equal("friday", click.Values["day"]);
    }

    [Fact]
    public async Task A_line_only_they_see_is_a_status()
    {
        var answer = await mia.Click("Who comes?", inMessageContaining: "Terrace");

        Assert.Equal("Ana and Bo, so far.", answer.Status);
        Assert.Null(answer.Form);
    }

    [Fact]
    public async Task A_refusal_is_an_alert() =>
        Assert.Equal("Only Ana Ruiz can call it off.", (await mia.Click("Call it off")).Alert);

    [Fact]
    public async Task A_form_sends_its_fields_what_it_hides_and_what_was_seen()
    {
        await mia.Click("Order");
        mia.Choose("Dish", "Vegetable curry", under: "Friday");
        mia.Choose("seat", "Table 7");
        mia.Tick("Sides", "Bread", "Fruit");
        mia.Write("For the kitchen", "\nno <onions>\n& \"salt\"");
        var answer = await mia.Submit("Order lunch");

        Assert.Equal("Ordered. Enjoy!", answer.Status);
        Assert.Null(answer.Form);
        var sent = host.Bot.Clicks.Last().Values;
        Assert.Equal(("friday", "curry", "7", "bread,fruit", "\nno <onions>\n& \"salt\"", ""), (sent["day"], sent["dish"], sent["seat"], sent["sides"], sent["note"], sent["guest"]));
        Assert.Equal(LunchBot.Order.Rendering(), sent["rendering"]);
    }

    [Fact]
    public async Task A_button_of_a_form_brings_values_of_its_own()
    {
        await mia.Click("Order");
        var answer = await mia.Submit("Start again");

        Assert.Equal("Started again.", answer.Form!.Banner);
        Assert.Equal("monday", host.Bot.Clicks.Last().Values["day"]);
    }

    [Fact]
    public async Task Mistakes_stand_beside_their_fields_and_nothing_typed_is_lost()
    {
        await mia.Click("Order");
        mia.Choose("Seat", "Table 7");
        mia.Tick("Sides", "Salad");
        mia.Write("Guest's name", "Cy");
        mia.Write("For the kitchen", "");
        var answer = await mia.Submit("Order lunch");
        Assert.Equal("Pick a dish.", answer.Form!.Mistakes["dish"]);
        Assert.Equal(["dish", "note"], answer.Form.Mistakes.Keys.Order());

        mia.Choose("Dish", "Lentil soup");
        mia.Write("For the kitchen", "nothing");
        await mia.Submit("Order lunch");
        var sent = host.Bot.Clicks.Last().Values;
        Assert.Equal(("soup", "7", "salad", "Cy"), (sent["dish"], sent["seat"], sent["sides"], sent["guest"]));
        Assert.Equal(LunchBot.Order.Rendering(), sent["rendering"]);
    }

    [Fact]
    public async Task A_draft_is_saved_quietly_and_the_form_stays_as_typed()
    {
        await mia.Click("Order");
        mia.Choose("Dish", "Lentil soup");
        var answer = await mia.SaveDraft("Dish");

        Assert.Equal("Draft saved", answer.Status);
        Assert.Equal("lunch.draft", host.Bot.Clicks.Last().Verb.Name);
        await mia.SaveDraft("Dish");
        Assert.Equal("soup", host.Bot.Clicks.Last().Values["dish"]);
    }

    [Fact]
    public async Task A_replay_is_the_same_delivery_and_a_new_press_is_not()
    {
        await mia.Click("Who comes?");
        await mia.Replay();
        var first = mia.Delivery;
        await mia.Click("Who comes?");

        var deliveries = host.Bot.Clicks.Select(c => c.Delivery).ToList();
        Assert.Equal([$"mia/{first}", $"mia/{first}"], deliveries[..2]);
        Assert.Equal($"mia/{mia.Delivery}", deliveries[2]);
        Assert.NotEqual(deliveries[0], deliveries[2]);
    }

    [Fact]
    public async Task What_changes_in_a_place_reaches_who_reads_it()
    {
        var seeing = mia.Sees("Soup is out");
        host.Workspace.Post(LocalChatHost.Direct(LocalChatHost.Mia), new("News", new Paragraph("Soup is out")), "news");

        Assert.Equal("Soup is out", (await seeing).Text);
    }

    [Fact]
    public async Task A_channel_is_open_to_everybody_and_direct_messages_are_not()
    {
        host.Workspace.Post(LocalPlatform.Channel("compliance"), new("Hello all"), "hello");
        using var bo = await LocalChatClient.Open(host.Address, "bo");
        Assert.Equal("# compliance", bo.Place);
        Assert.Equal("Hello all", Assert.Single(bo.Cards).Text);

        await bo.GoTo("ChatOpsCompliance");
        Assert.Empty(bo.Cards);
    }

    [Fact]
    public async Task The_clock_is_pushed_by_its_buttons()
    {
        await mia.PushClock("+7 days");

        Assert.Equal(new DateTimeOffset(2026, 3, 9, 9, 0, 0, TimeSpan.Zero), host.Clock.GetUtcNow());
        Assert.Equal("ChatOpsCompliance", mia.Place);
    }

    [Fact]
    public async Task A_reader_who_listens_does_not_hold_up_the_stop()
    {
        using var http = new HttpClient { BaseAddress = host.Address };
        await using var events = await http.GetStreamAsync("/chat/mia/events", TestContext.Current.CancellationToken);

        await host.Stop().WaitAsync(Time.Patience, TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("")]
    [InlineData("verb=lunch.who")]
    [InlineData("verb=lunch.who&delivery=d1&shown=%7Bnonsense")]
    public async Task What_is_not_one_of_our_forms_is_refused_and_never_handled(string body)
    {
        using var http = new HttpClient { BaseAddress = host.Address };
        using var content = new StringContent(body, null, "application/x-www-form-urlencoded");
        using var answer = await http.PostAsync("/chat/mia/click", content, TestContext.Current.CancellationToken);

        Assert.Equal(System.Net.HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Empty(host.Bot.Clicks);
    }

    [Fact]
    public async Task A_shortcut_starts_something_without_a_card() =>
        Assert.Equal("Say", (await mia.Click("Who comes to lunch?")).Kind);

    [Fact]
    public async Task A_button_that_is_not_there_is_named_with_those_that_are()
    {
        var why = await Assert.ThrowsAsync<InvalidOperationException>(() => mia.Click("Eat"));

        Assert.Contains("\"Order\"", why.Message);
    }
}
