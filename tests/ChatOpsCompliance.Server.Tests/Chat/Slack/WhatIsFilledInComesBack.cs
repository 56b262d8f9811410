using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Chat.Slack;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Chat.Slack;

public sealed class WhatIsFilledInComesBack
{
    private static readonly Form Filter = new(
        "Filter",
        [
            new Choose("system", "System", [new("", "Any system"), new("github", "github")], ""),
            new Tick("flags", "Flags", [new("a", "A"), new("b", "B")], ["b"]),
            new Write("text", "Letters", "x < y & z"),
        ],
        new Button(new("test.filter"), "Look", Values.None),
        [],
        new Values { ["campaign"] = "1" });

    [Fact]
    public void As_it_stood_there_at_first()
    {
        var came = Read(new FilledIn());

        Assert.Equal(("", "b", "x < y & z", "1"), (came["system"], came["flags"], came["text"], came["campaign"]));
    }

    [Theory]
    [InlineData("Any system", "")]
    [InlineData("github", "github")]
    public void As_it_was_chosen_even_when_the_choice_is_anything(string label, string value)
    {
        var filled = new FilledIn();
        var block = Blocks.OfType<JsonObject>().Single(b => SlackReading.Word(b, "block_id") == "system");
        var element = (JsonObject)block["element"]!;
        filled.Fill(block, element, new() { ["type"] = SlackReading.Word(element, "type"), ["selected_option"] = SlackReading.Options(element).Single(o => SlackReading.Of(o["text"]) == label).DeepClone() });

        Assert.Empty(SlackLimits.Check(SlackView.Of(Filter)));
        Assert.Equal(value, Read(filled)["system"]);
    }

    private static JsonArray Blocks => SlackView.Of(Filter)["blocks"]!.AsArray();

    private static Values Read(FilledIn filled)
    {
        var view = SlackView.Of(Filter);
        var (_, hidden, _) = SlackValues.UnpackView(SlackReading.Word(view, "private_metadata"))!.Value;
        return SlackValues.Typed(hidden, JsonSerializer.SerializeToElement(new JsonObject { ["state"] = new JsonObject { ["values"] = filled.Values(view["blocks"]!.AsArray()) } }));
    }
}
