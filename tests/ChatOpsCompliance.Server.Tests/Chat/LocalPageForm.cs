using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace ChatOpsCompliance.Server.Tests.Chat;

/// <summary>The open form of Local chat: finds fields the way a person does.</summary>
internal sealed class LocalPageForm(IHtmlFormElement element)
{
    public IHtmlFormElement Element => element;

    public static string NameOf(IElement field) => field.QuerySelector("[name]")!.GetAttribute("name")!["v.".Length..];

    /// <param name="under">The nearest heading above it contains this.</param>
    public LocalPageField Field(string labelOrName, string? under)
    {
        var (all, heading) = (new List<(IElement Field, string Heading)>(), "");
        foreach (var e in element.QuerySelectorAll("h3, .field"))
        {
            if (e.LocalName == "h3") heading = LocalPageText.Of(e);
            else all.Add((e, heading));
        }

        var found = all
            .Where(f => NameOf(f.Field) == labelOrName || Label(f.Field) == labelOrName)
            .Where(f => under is null || f.Heading.Contains(under, StringComparison.Ordinal))
            .ToList();
        return found is [var one]
            ? new LocalPageField(one.Field)
            : throw new InvalidOperationException($"{found.Count} fields are \"{labelOrName}\". There are: {string.Join(", ", all.Select(f => $"\"{Label(f.Field)}\" ({NameOf(f.Field)}, under \"{f.Heading}\")"))}.");
    }

    private static string Label(IElement field) => LocalPageText.Of(field.QuerySelector("legend, label")!);
}

internal sealed class LocalPageField(IElement field)
{
    public void Write(string text)
    {
        switch (field.QuerySelector("textarea, input[type=text]"))
        {
            case IHtmlTextAreaElement area: area.Value = text; break;
            case IHtmlInputElement input: input.Value = text; break;
            default: throw new InvalidOperationException($"\"{LocalPageText.Of(field)}\" takes no text.");
        }
    }

    /// <summary>What stands in it.</summary>
    public string Text() => field.QuerySelector("textarea, input[type=text]") switch
    {
        IHtmlTextAreaElement area => area.Value,
        IHtmlInputElement input => input.Value,
        _ => throw new InvalidOperationException($"\"{LocalPageText.Of(field)}\" holds no text."),
    };

    public void Pick(string option)
    {
        if (field.QuerySelector("select") is IHtmlSelectElement select)
            select.Value = select.Options.FirstOrDefault(o => o.Text == option)?.Value ?? throw No(option, select.Options.Select(o => o.Text));
        else
            Box(option).IsChecked = true;
    }

    public void Tick(string[] options)
    {
        foreach (var box in field.QuerySelectorAll<IHtmlInputElement>("input[type=checkbox]")) box.IsChecked = false;
        foreach (var option in options) Box(option).IsChecked = true;
    }

    public void Attach(string name, byte[] content)
    {
        var input = field.QuerySelector<IHtmlInputElement>("input[type=file]") ?? throw new InvalidOperationException($"\"{LocalPageText.Of(field)}\" takes no file.");
        input.Files!.Clear();
        input.Files.Add(new LocalPageFile(name, content));
    }

    public void TickAll()
    {
        foreach (var box in field.QuerySelectorAll<IHtmlInputElement>("input[type=checkbox]")) box.IsChecked = true;
    }

    private IHtmlInputElement Box(string option)
    {
        var labels = field.QuerySelectorAll("label.option").ToList();
        var label = labels.FirstOrDefault(l => LocalPageText.Of(l) == option) ?? throw No(option, labels.Select(LocalPageText.Of));
        return label.QuerySelector<IHtmlInputElement>("input")!;
    }

    private static InvalidOperationException No(string option, IEnumerable<string> there) =>
        new($"There is no option \"{option}\". There are: {string.Join(", ", there.Select(t => $"\"{t}\""))}.");
}
