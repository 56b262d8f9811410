using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Chat.Slack;
using ChatOpsCompliance.Server.Chat.Teams;
using ChatOpsCompliance.Server.Tests.Chat.Slack;
using ChatOpsCompliance.Server.Tests.Chat.Teams;
using ChatOpsCompliance.Server.Web;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Chat;

/// <summary>
/// A golden text is approved for all platforms at once: what Local chat, Slack and Teams show of a screen are the same lines. Where a hint stands (above or below) and what a
/// platform says for itself (that it saves nothing by itself, the reader's time, what a short button means) is left aside.
/// </summary>
internal static partial class OnEveryPlatform
{
    public static string SketchOnEveryPlatform(this Card card)
    {
        var teams = TeamsCards.Of(card);
        Keep(teams);
        var local = Local(card.Blocks, null);
        Same(local, SlackReading.Of(SlackBlocks.Of(card)), "Slack");
        Same(local, TeamsReading.Of(teams), "Teams");
        return card.Sketch();
    }

    public static string SketchOnEveryPlatform(this Form form)
    {
        var teams = TeamsCards.Of(ShownForm.Fresh(form), key: "0190");
        Keep(teams);
        var local = $"{(form.Banner is null ? "" : form.Banner + "\n")}{Local(form.Blocks, ShownForm.Fresh(form))}";
        var view = SlackView.Of(form);
        var slack = SlackReading.Of(view["blocks"]!.AsArray());
        Same(local, form.Title.Length > SlackText.Title ? slack[(slack.IndexOf('\n', StringComparison.Ordinal) + 1)..] : slack, "Slack");
        var shown = TeamsReading.Of(teams);
        // On Teams a choice and its hint are one line of text.
        foreach (var option in form.Blocks.SelectMany(b => b switch { Tick t => t.Options, Choose c => c.Options, _ => [] }).Where(o => o.Hint is not null))
            shown = shown.Replace($"{option.Label} — {option.Hint!.Replace('\n', ' ')}", $"{option.Label}\n{option.Hint}", StringComparison.Ordinal);
        Same($"{form.Title}\n{local}", shown, "Teams");
        return form.Sketch();
    }

    /// <summary>For the eye: with CARDS set to a folder, keeps what Teams would get there.</summary>
    private static void Keep(JsonObject card)
    {
        if (Environment.GetEnvironmentVariable("CARDS") is not { } folder) return;
        var json = card.ToJsonString(TeamsCards.Json);
        File.WriteAllText(Path.Combine(folder, $"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(json)))[..12]}.json"), json);
    }

    private static void Same(string one, string other, string where)
    {
        var (wanted, shown) = (Lines(one), Lines(other));
        Assert.True(wanted.SequenceEqual(shown), $"{where} shows another text.\nmissing: {string.Join(" | ", wanted.Except(shown))}\nbesides: {string.Join(" | ", shown.Except(wanted))}");
    }

    private static List<string> Lines(string text) =>
    [
        .. text.Split('\n').Where(l => !Own().IsMatch(l)).Select(l => Decoration().Replace(l, "").Trim()).Where(l => l.Length > 0).Order(StringComparer.Ordinal),
    ];

    private static string Local(IReadOnlyList<Block> blocks, ShownForm? shown)
    {
        using var services = new ServiceCollection().BuildServiceProvider();
        using var html = new HtmlRenderer(services, NullLoggerFactory.Instance);
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { ["Blocks"] = blocks, ["Prefix"] = "x", ["Shown"] = shown });
        var page = new HtmlParser().ParseDocument(html.Dispatcher.InvokeAsync(async () => (await html.RenderComponentAsync<BlockList>(parameters)).ToHtmlString()).GetAwaiter().GetResult());
        var lines = new List<string>();
        foreach (var e in page.QuerySelectorAll("h3, p, dl > div, .progress label, legend, .field > label, .option > span, option"))
        {
            if (e.LocalName == "option" && e.GetAttribute("value") == "") continue;
            lines.Add(e.LocalName == "div" ? $"{e.QuerySelector("dt")!.TextContent}: {e.QuerySelector("dd")!.TextContent}" : e.TextContent);
        }

        return string.Join('\n', lines);
    }

    /// <summary>Bars, boxes and numbers.</summary>
    [GeneratedRegex("[█░]|^\\( \\) |^[0-9]+\\. | \\(optional\\)$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Decoration();

    [GeneratedRegex("^(Your time: |On Teams, what you choose|Send me the file in this chat first|“.*” means: |\\( \\) [0-9]+\\. )", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Own();
}
