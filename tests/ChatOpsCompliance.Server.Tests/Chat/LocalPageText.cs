using System.Web;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace ChatOpsCompliance.Server.Tests.Chat;

/// <summary>What a click brought, as the person sees it.</summary>
/// <param name="Kind">Show, Say, Finish, Saved, Mistakes or Refused; null on a page that answers nothing.</param>
/// <param name="Status">A line only they see.</param>
/// <param name="Alert">The same, but for what was not done: a refusal, or that a form has mistakes.</param>
internal sealed record SeenAnswer(string? Kind, string? Status, string? Alert, SeenForm? Form);

/// <param name="Text">All that stands in it, a line a block.</param>
/// <param name="Fields">Labels, in order.</param>
/// <param name="Mistakes">Field name and the sentence beside it.</param>
internal sealed record SeenForm(
    string Title, string? Banner, string Text, IReadOnlyList<string> Fields, IReadOnlyList<string> Buttons, IReadOnlyDictionary<string, string> Mistakes)
{
    /// <summary>The names of the fields, in order.</summary>
    public required IReadOnlyList<string> Names { get; init; }
}

/// <summary>Reads Local chat's pages as a person would.</summary>
internal static class LocalPageText
{
    public static SeenMessage Message(IElement message) =>
        new(Lines(message.QuerySelector(".card")!), [.. message.QuerySelectorAll("button").Select(Of)]);

    public static SeenAnswer Answer(IDocument page)
    {
        var form = page.QuerySelector("#form");
        var where = form is null ? "answer" : "form";
        return new(
            page.QuerySelector(".app")?.GetAttribute("data-reply"),
            TextOrNull(page.QuerySelector($"#{where}-status")),
            TextOrNull(page.QuerySelector($"#{where}-alert")),
            form is null ? null : Form(form));
    }

    public static string DeliveryOf(IHtmlButtonElement button) => HttpUtility.ParseQueryString(button.Value)["delivery"] ?? "";

    public static string Of(IElement element) => element.TextContent.Trim();

    private static SeenForm Form(IElement form) => new(
        Of(form.QuerySelector("h2")!),
        TextOrNull(form.QuerySelector(".banner")),
        Lines(form.QuerySelector(".blocks")!),
        [.. form.QuerySelectorAll(".field").Select(f => Of(f.QuerySelector("legend, label")!))],
        [.. form.QuerySelectorAll("button").Select(Of)],
        form.QuerySelectorAll(".mistake").ToDictionary(m => LocalPageForm.NameOf(m.Closest(".field")!), Of))
    {
        Names = [.. form.QuerySelectorAll(".field").Select(LocalPageForm.NameOf)],
    };

    private static string? TextOrNull(IElement? element) => element is null || Of(element).Length == 0 ? null : Of(element);

    private static string Lines(IElement parent) => string.Join('\n', parent.Children
        .Where(e => e is not IHtmlInputElement && !e.ClassList.Contains("buttons"))
        .SelectMany(e => e.LocalName == "dl" ? e.Children : (IEnumerable<IElement>)[e])
        .Select(Of)
        .Where(text => text.Length > 0));
}
