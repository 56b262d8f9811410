using System.Text;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.Storage;
using ChatOpsCompliance.Server.Tests.Console;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Chat;

/// <summary>A file chosen in a form, in chat and in the console: uploaded, kept by the act as evidence, or thrown away.</summary>
public sealed class FilesComeWithForms : IAsyncLifetime
{
    private static readonly Verb Open = new("test.inspect"), Send = new("test.inspected");
    private static readonly byte[] Picture = Encoding.UTF8.GetBytes("<script>alert(1)</script> a picture of the settings");

    private readonly ConsoleHost host = new();

    public async ValueTask InitializeAsync()
    {
        await host.InitializeAsync();
        host.Get<ChatRoutes>().Show(Open, (_, _) => Task.FromResult<Result<Reply>>(new Show(Inspection))).On(Send, Inspected);
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task In_chat_the_file_arrives_whole_and_becomes_evidence()
    {
        using var omar = await Chat("Omar");
        omar.Attach("What you saw", @"C:\secret\screen <1>.png", Picture);
        omar.Write("In words", "All three are gone.");
        var answer = await omar.Submit("I looked");

        var kept = Assert.Single(await host.Read(r => AttachmentStore.Of(r, "inspection/1")));
        Assert.Equal($"Noted with screen <1>.png, {Picture.Length} bytes.", answer.Status);
        Assert.Equal(Picture, await host.Read(r => AttachmentStore.Content(r, kept.Id)));
        Assert.Equal((await host.Person("Omar")).Id, kept.By);
        var fact = (await host.Read(r => LedgerStore.Latest(r, 10))).Single(e => e.Kind == "attachment.kept");
        Assert.Contains(kept.Hash, fact.Body);
        Assert.DoesNotContain("screen", fact.Body);
    }

    [Fact]
    public async Task A_mistake_elsewhere_does_not_lose_the_file()
    {
        using var omar = await Chat("Omar");
        omar.Attach("What you saw", "screen.png", Picture);
        await omar.Submit("I looked");
        Assert.Contains("Uploaded: screen.png", omar.Form!.Text);
        omar.Write("In words", "Gone.");
        await omar.Submit("I looked");

        Assert.Equal("screen.png", Assert.Single(await host.Read(r => AttachmentStore.Of(r, "inspection/1"))).Name);
    }

    [Fact]
    public async Task Without_a_file_or_with_an_empty_one_it_says_so_beside_the_field()
    {
        using var omar = await Chat("Omar");
        omar.Write("In words", "Gone.");
        await omar.Submit("I looked");
        Assert.Contains("Choose a file to attach.", omar.Form!.Text);
        omar.Attach("What you saw", "nothing.png", []);
        await omar.Submit("I looked");

        Assert.Contains("This file is empty.", omar.Form!.Text);
        Assert.Empty(await host.Read(r => AttachmentStore.Of(r, "inspection/1")));
    }

    [Fact]
    public async Task Nobody_hands_in_a_file_of_somebody_else_or_the_same_one_twice()
    {
        var (omar, mia) = (await host.Person("Omar"), await host.Person("Mia"));
        var file = await Upload(omar.Id);
        var byMia = await HandIn(mia.Id, file);
        var byOmar = await HandIn(omar.Id, file);
        var again = await HandIn(omar.Id, file);

        Assert.Equal("This file is not there any more, or it was handed in with something else already. Choose it again.", Assert.IsType<Mistakes>(byMia).Fields["picture"]);
        Assert.IsType<Finish>(byOmar);
        Assert.IsType<Mistakes>(again);
    }

    [Fact]
    public async Task What_no_act_used_is_thrown_away_and_evidence_stays()
    {
        var omar = await host.Person("Omar");
        var (kept, lost) = (await Upload(omar.Id), await Upload(omar.Id));
        await HandIn(omar.Id, kept);
        host.Clock.Push(TimeSpan.FromDays(8));
        await Tidy();

        Assert.NotNull(await host.Read(r => AttachmentStore.ById(r, kept)));
        Assert.Null(await host.Read(r => AttachmentStore.ById(r, lost)));
    }

    [Theory]
    [InlineData("update attachment set content = x'00'", "the table was changed")]
    [InlineData("update attachment set subject = 'inspection/2'", "the table was changed")]
    [InlineData("delete from attachment", "the tables do not have what it says any more")]
    public async Task Another_file_in_its_place_is_found_by_the_log(string sql, string fault)
    {
        var omar = await host.Person("Omar");
        await HandIn(omar.Id, await Upload(omar.Id));
        Assert.Null(await Fault());
        host.Tamper(sql);

        Assert.Contains(fault, await Fault());
    }

    [Theory]
    [InlineData("Grace", 200)]
    [InlineData("Vera", 403)] // nothing is evidence that was only uploaded
    [InlineData("Omar", 200)]
    [InlineData("Mia", 403)]
    public async Task It_is_saved_never_shown_and_only_by_whom_it_concerns(string who, int status)
    {
        var id = await Upload((await host.Person("Omar")).Id);
        using var visitor = await host.Visit(who);
        var answer = await visitor.Get($"/console/attachments/{id}");

        Assert.Equal(status, (int)answer.Status);
        if (status != 200) return;
        Assert.Equal(Picture, answer.Content);
        Assert.Equal("application/octet-stream", answer.Headers["Content-Type"]);
        Assert.StartsWith("attachment;", answer.Headers["Content-Disposition"]);
        Assert.Equal("nosniff", answer.Headers["X-Content-Type-Options"]);
    }

    [Fact]
    public async Task The_page_of_the_review_and_the_log_lead_to_it()
    {
        var omar = await host.Person("Omar");
        var file = await Upload(omar.Id);
        await HandIn(omar.Id, file, $"campaign/{host.Campaign.Id}/1");
        using var vera = await host.Visit("Vera");
        var (page, log) = (await (await vera.Get($"/console/campaigns/{host.Campaign.Id}")).Page(), await (await vera.Get("/console/log")).Page());

        Assert.Equal($"/console/attachments/{file}", page.QuerySelectorAll("tbody a").Single(a => a.TextContent.StartsWith("screen.png", StringComparison.Ordinal)).GetAttribute("href"));
        Assert.NotNull(log.QuerySelector($"a[href='/console/attachments/{file}']"));
    }

    [Fact]
    public async Task Too_large_a_file_is_refused_before_it_is_read()
    {
        using var grace = await host.Visit("Grace");
        var answer = await grace.PostFile("/console/do", ("f.picture", "huge.bin", new byte[Attachment.Largest + 1]), ("verb", Send.Name), ("delivery", "1"));

        Assert.Equal(422, (int)answer.Status);
        Assert.Contains("at most 20 MB", answer.Text);
    }

    private async Task<LocalChatClient> Chat(string name)
    {
        var person = await host.Person(name);
        host.Get<ChatOpsCompliance.Server.Chat.Local.LocalWorkspace>().Post(
            ChatPlace.Direct(new("local", "demo", person.RosterKey)),
            new("Look", new Buttons(new Button(Open, "Confirm by looking", Values.None))),
            Guid.NewGuid().ToString());
        var chat = await LocalChatClient.Open(host.Address, person.RosterKey);
        await chat.Click("Confirm by looking");
        return chat;
    }

    private async Task<Id<Attachment>> Upload(Id<ChatOpsCompliance.People.Person> by) =>
        (await host.Get<Database>().InTransaction<Attachment>(Actor.Service, async tx => await AttachmentStore.Upload(tx, new(Guid.CreateVersion7()), "screen.png", Picture, by))).Value.Id;

    private Task<Reply> HandIn(Id<ChatOpsCompliance.People.Person> by, Id<Attachment> file, string subject = "inspection/1") =>
        host.Get<ChatRouter>().Handle(by, Send, new Values { ["picture"] = file.ToString(), ["words"] = "Gone.", ["subject"] = subject }, Guid.NewGuid().ToString());

    private Task<int> Tidy() => host.Get<Database>().Bulk(Actor.Service, tx => AttachmentStore.Forget(tx, tx.Now.AddDays(-7)));

    private async Task<string?> Fault() => (await host.Get<VerifyLedger>().Run(1, [])).Fault;

    private static Form Inspection => new(
        "Confirm by looking",
        [new Attach("picture", "What you saw", "A picture or an export."), new Write("words", "In words", Long: true)],
        new Button(Send, "I looked", Values.None, ButtonStyle.Primary),
        [],
        Values.None);

    private static async Task<Result<Reply>> Inspected(Tx tx, Visit visit)
    {
        if (visit.Values["words"].Length == 0) return new WordsMissing { Field = "words" };
        var (file, no) = await AttachmentStore.Keep(tx, visit, "picture", visit.Values.Has("subject") ? visit.Values["subject"] : "inspection/1");
        return file is null ? no! : new Finish($"Noted with {file}.");
    }

    private sealed record WordsMissing() : Refusal("Say what you saw.");
}
