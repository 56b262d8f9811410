using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Chat.Local;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Chat;

public sealed class LocalWorkspaceKeepsItself : IDisposable
{
    private static readonly ChatPlace Place = LocalChatHost.Direct(LocalChatHost.Mia);
    private readonly string journal = Path.Combine(Path.GetTempPath(), $"local-chat-{Guid.NewGuid():N}", "messages.jsonl");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(journal)!, recursive: true);

    [Fact]
    public void A_message_is_there_after_a_restart_as_it_last_was()
    {
        using (var before = Open())
        {
            var id = before.Post(Place, new Card("Old", new Paragraph("Old")), "k1");
            before.Update(Place, id, EveryBlock);
        }

        using var after = Open();
        var message = Assert.Single(after.In(Place));
        Assert.Equal(EveryBlock.Sketch(), message.Card.Sketch());
        Assert.Equal((2, true, 2L), (message.Revision, message.Changed, after.Version));
        Assert.Equal(message.Id, after.Post(Place, EveryBlock, "k1"));
        Assert.Equal("m2", after.Post(Place, EveryBlock, "k2"));
    }

    [Fact]
    public void Buttons_keep_their_verbs_values_and_styles_in_the_journal()
    {
        using (var before = Open()) before.Post(Place, EveryBlock, "k1");

        using var after = Open();
        var button = Assert.Single(after.In(Place)).Card.Blocks.OfType<Buttons>().Single().All[0];
        Assert.Equal(("test.keep", "1", ButtonStyle.Danger), (button.Verb.Name, button.Values["item"], button.Style));
    }

    [Fact]
    public void A_last_line_that_a_crash_cut_short_is_dropped_and_the_next_one_is_whole()
    {
        using (var before = Open()) before.Post(Place, EveryBlock, "k1");
        File.AppendAllText(journal, "{\"Id\":\"m2\",\"Pla");

        using (var torn = Open()) Assert.Equal("m2", torn.Post(Place, EveryBlock, "k2"));
        using var after = Open();
        Assert.Equal(2, after.In(Place).Count);
    }

    [Fact]
    public void Damage_in_the_middle_stops_the_start_and_names_the_line()
    {
        using (var before = Open()) before.Post(Place, EveryBlock, "k1");
        File.AppendAllText(journal, "nonsense\n");

        Assert.Contains("line 2", Assert.Throws<InvalidDataException>(() => Open()).Message);
    }

    [Fact]
    public async Task Many_posters_at_once_make_one_message_a_key()
    {
        using (var busy = Open())
            await Task.WhenAll(Enumerable.Range(0, 200).Select(n => Task.Run(() => busy.Post(Place, EveryBlock, $"k{n % 50}"))));

        using var after = Open();
        Assert.Equal(50, after.In(Place).Select(m => m.Id).Distinct().Count());
    }

    [Fact]
    public async Task A_reader_who_waits_is_woken_by_the_next_change_and_one_who_is_behind_waits_for_none()
    {
        using var workspace = Open();
        var waiting = workspace.ChangeAfter(0, TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);

        workspace.Post(Place, EveryBlock, "k1");
        await waiting;
        await workspace.ChangeAfter(0, TestContext.Current.CancellationToken);
    }

    private static Card EveryBlock => new(
        "Every block",
        new Heading("Head"), new Paragraph("Body"), new Note("Small"), new Facts(("Label", "Value"), ("Other", "x")), new Progress(1, 2, "Done"), new Divider(),
        new Buttons(new Button(new("test.keep"), "Keep", new Values { ["item"] = "1" }, ButtonStyle.Danger)),
        new Choose("c", "Choose", [new("a", "A")], "a", new Verb("test.draft")), new Tick("t", "Tick", [new("b", "B")]), new Write("w", "Write", "text", Long: true, Most: 9));

    private LocalWorkspace Open() => new(TimeProvider.System, journal);
}
