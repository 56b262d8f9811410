using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Chat.Teams;
using ChatOpsCompliance.Server.Web;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Chat.Teams;

/// <summary>What a button carries comes back from a client: as it went, changed by whoever likes to, or never sent by us.</summary>
public sealed class NothingThatComesBackIsTrusted
{
    [Fact]
    public void Each_button_of_each_form_comes_back_as_it_went()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            foreach (var form in new AnyReview(seed).Screens().Forms)
            {
                var back = AdaptiveCard15.All(TeamsCards.Of(ShownForm.Fresh(form), key: "the key")).Where(a => (string?)a["type"] == "Action.Execute").Select(Unpack).ToList();
                var submit = back.First(b => b.Verb == form.Submit.Verb && form.Submit.Values.All(v => b.Values[v.Key] == v.Value));

                Assert.All(back, b => Assert.Equal("the key", b.Key));
                Assert.Equal(TeamsValues.Refresh, back[^1].Verb);
                Assert.Equal(form.Rendering(), submit.Values[Form.RenderingField]);
                Assert.All(form.Hidden, h => Assert.Equal(form.Submit.Values.Has(h.Key) ? form.Submit.Values[h.Key] : h.Value, submit.Values[h.Key]));
                Assert.All(form.Blocks.OfType<Field>(), f => Assert.Equal("", submit.Values[f.Name]));
                Assert.Equal(form.Sketch(), submit.Shown?.Form.Sketch() ?? form.Sketch());
            }
        }
    }

    [Fact]
    public void A_buttons_own_values_stand_above_what_is_typed_and_that_above_the_hidden()
    {
        var press = Unpack("""{"verb":"a.b","data":{"v":{"x":"hidden","y":"hidden","z":"hidden"},"own":{"x":"own"},"in.x":"typed","in.y":"one\r\ntwo","in.n":7,"other":"no"}}""")!;

        Assert.Equal(["x=own", "y=one\ntwo", "z=hidden"], press.Values.Select(v => $"{v.Key}={v.Value}"));
    }

    [Fact]
    public void An_option_without_a_value_is_an_option()
    {
        var form = new Form("Find", [new Choose("system", "System", [new("", "Any system"), new("aws", "aws")], "")], new Button(new("a.b"), "Find", Values.None), [], Values.None);
        var input = AdaptiveCard15.All(TeamsCards.Of(ShownForm.Fresh(form))).Single(e => (string?)e["id"] == "in.system");

        Assert.Equal((string?)input["choices"]![0]!["value"], (string?)input["value"]);
        Assert.Equal("", Unpack(new JsonObject { ["verb"] = "a.b", ["data"] = new JsonObject { ["in.system"] = (string?)input["value"] } }).Values["system"]);
    }

    [Fact]
    public void A_file_that_was_kept_stays_with_its_form()
    {
        var form = new Form("Proof", [new Attach("file", "What shows it")], new Button(new("a.b"), "Send", Values.None), [], Values.None);

        var card = TeamsCards.Of(ShownForm.AsTyped(form, new() { ["file"] = "0190", [Attach.ShownAs("file")] = "shot.png" }));

        Assert.Contains("Kept: shot.png.", card.ToJsonString(TeamsCards.Json), StringComparison.Ordinal);
        Assert.Equal("0190", Unpack(AdaptiveCard15.All(card).Single(a => (string?)a["verb"] == "a.b")).Values["file"]);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"verb":7}""")]
    [InlineData("""{"verb":""}""")]
    public void What_is_no_press_is_none(string action) => Assert.Null(Unpack(action));

    [Theory]
    [InlineData("""{"verb":"a.b"}""")]
    [InlineData("""{"verb":"a.b","data":null}""")]
    [InlineData("""{"verb":"a.b","data":{"v":[],"own":"x","card":7,"shown":{}}}""")]
    [InlineData("""{"verb":"a.b","data":{"v":{"x":null,"y":{}},"card":"","shown":"%%%"}}""")]
    [InlineData("""{"verb":"a.b","data":{"shown":"AAAA"}}""")]
    public void What_is_not_of_our_making_is_left_aside(string action)
    {
        var press = Unpack(action)!;

        Assert.Empty(press.Values);
        Assert.Null(press.Key);
        Assert.Null(press.Shown);
    }

    [Theory]
    [InlineData("""{"Title":null,"Blocks":[],"Submit":{"Verb":{"Name":"a"},"Label":"x","Values":{},"Style":"Plain"},"Others":[],"Hidden":{}}""")]
    [InlineData("""{"Title":"x","Blocks":[null],"Submit":{"Verb":{"Name":"a"},"Label":"x","Values":{},"Style":"Plain"},"Others":[],"Hidden":{}}""")]
    [InlineData("""{"Title":"x","Blocks":[{"kind":"choose","Name":"x"}],"Submit":{"Verb":{"Name":"a"},"Label":"x","Values":{},"Style":"Plain"},"Others":[],"Hidden":{}}""")]
    [InlineData("""{"Title":"x","Blocks":[],"Submit":null,"Others":[],"Hidden":{}}""")]
    [InlineData("""{}""")]
    [InlineData("null")]
    public void A_form_that_is_none_is_never_drawn(string form) =>
        Assert.Null(Unpack(new JsonObject { ["verb"] = "a.b", ["data"] = new JsonObject { ["shown"] = Brotli(Encoding.UTF8.GetBytes(form)) } }).Shown);

    [Fact]
    public void A_form_that_swells_is_given_up()
    {
        var bomb = Brotli(new byte[64 * 1024 * 1024]);
        Assert.True(bomb.Length < 10_000);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Null(Unpack(new JsonObject { ["verb"] = "a.b", ["data"] = new JsonObject { ["shown"] = bomb } }).Shown);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 * 1024 * 1024);
    }

    private static string Brotli(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal)) brotli.Write(bytes);
        return Convert.ToBase64String(packed.ToArray());
    }

    private static TeamsPress Unpack(JsonObject action) => Unpack(action.ToJsonString(TeamsCards.Json))!;

    private static TeamsPress? Unpack(string action) => TeamsValues.Unpack(JsonDocument.Parse(action).RootElement);
}
