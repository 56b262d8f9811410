using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Chat;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Chat;

/// <summary>What the product relies on, whatever the platform. A platform's class brings it up with one person in it and reads what that person sees.</summary>
public abstract class ChatPlatformContract
{
    protected abstract IChatPlatform Platform { get; }

    /// <summary>The e-mail of a person the platform knows.</summary>
    protected abstract string KnownEmail { get; }

    /// <summary>What that person reads in the place, oldest first, as a human reader would: escapes resolved, buttons apart.</summary>
    protected abstract Task<IReadOnlyList<SeenMessage>> Read(ChatPlace place);

    private readonly DateTimeOffset began = DateTimeOffset.UtcNow;

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_posted_card_shows_its_text_and_its_buttons()
    {
        var place = await Direct();
        await Post(place, Asking("Does Ana still need the vault?"), "k1");

        var seen = Assert.Single(await Read(place));
        Assert.Contains("Does Ana still need the vault?", seen.Text);
        Assert.Contains("vault-admin", seen.Text);
        Assert.Equal(["Keep", "Revoke"], seen.Buttons);
    }

    [Fact]
    public async Task Posting_again_under_one_key_shows_one_message_with_one_id()
    {
        var place = await Direct();
        var first = await Post(place, Asking("Once"), "k1");
        await Post(place, Asking("Another"), "k2");
        var second = await Post(place, Asking("Once"), "k1", again: true);

        Assert.Equal(first, second);
        Assert.Equal(2, (await Read(place)).Count);
    }

    [Fact]
    public async Task Posting_again_shows_the_newest_card()
    {
        var place = await Direct();
        await Post(place, Asking("As it was"), "k1");
        await Post(place, Asking("As it is"), "k1", again: true);

        Assert.Contains("As it is", Assert.Single(await Read(place)).Text);
    }

    [Fact]
    public async Task An_update_replaces_the_text_and_takes_the_buttons_away()
    {
        var place = await Direct();
        var id = await Post(place, Asking("Undecided"), "k1");
        var answer = await Platform.Update(place, id, new Card("Kept", new Paragraph("Kept by Mia.")), Ct);

        Assert.IsType<Delivery.Sent>(answer);
        var seen = Assert.Single(await Read(place));
        Assert.Contains("Kept by Mia.", seen.Text);
        Assert.DoesNotContain("Undecided", seen.Text);
        Assert.Empty(seen.Buttons);
    }

    [Fact]
    public async Task Updating_a_message_that_is_not_there_says_that_it_is_gone()
    {
        var place = await Direct();
        await Post(place, Asking("Here"), "k1");

        Assert.IsType<Delivery.Gone>(await Platform.Update(place, "no-such-message", Asking("x"), Ct));
    }

    [Fact]
    public async Task Messages_stand_in_the_order_they_were_posted_in()
    {
        var place = await Direct();
        await Post(place, Asking("First"), "k1");
        await Post(place, Asking("Second"), "k2");

        var seen = await Read(place);
        Assert.Contains("First", seen[0].Text);
        Assert.Contains("Second", seen[1].Text);
    }

    [Fact]
    public async Task Nobody_is_found_by_an_unknown_address() =>
        Assert.Null(await Platform.Find("stranger@elsewhere.example", Ct));

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("@channel <!channel> <@U1>")]
    [InlineData("*bold* _it_ ~x~ `code` [a](http://b.example)")]
    [InlineData("&amp; &lt;b&gt; \"quoted\" 'single'")]
    public async Task What_people_wrote_is_read_as_they_wrote_it(string text)
    {
        var place = await Direct();
        await Post(place, new Card(text, new Heading(text), new Paragraph(text), new Facts(("Reason", text))), "k1");

        var seen = Assert.Single(await Read(place));
        Assert.Equal(3, seen.Text.Split(text).Length - 1);
    }

    [Fact]
    public async Task Every_kind_of_block_is_shown()
    {
        var place = await Direct();
        await Post(place, new Card("All", new Heading("Head"), new Paragraph("Body"), new Note("Small"), new Facts(("Label", "Value")), new Progress(3, 7, "Decided"), new Divider()), "k1");

        var seen = Assert.Single(await Read(place));
        Assert.All(["Head", "Body", "Small", "Label", "Value", "Decided", "3", "7"], part => Assert.Contains(part, seen.Text));
    }

    private async Task<ChatPlace> Direct()
    {
        ChatAccount? account = await Platform.Find(KnownEmail, Ct);
        return ChatPlace.Direct(account!);
    }

    private async Task<string> Post(ChatPlace place, Card card, string key, bool again = false) =>
        Assert.IsType<Delivery.Sent>(await Platform.Post(place, card, key, again ? began : null, Ct)).Message;

    private static Card Asking(string question) => new(
        question,
        new Paragraph(question),
        new Facts(("Access", "vault-admin")),
        new Buttons(
            new Button(new("test.keep"), "Keep", new Values { ["item"] = "1" }, ButtonStyle.Primary),
            new Button(new("test.revoke"), "Revoke", new Values { ["item"] = "1" }, ButtonStyle.Danger)));
}

/// <summary>A message as its reader sees it.</summary>
public sealed record SeenMessage(string Text, IReadOnlyList<string> Buttons);
