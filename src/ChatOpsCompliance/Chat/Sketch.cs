using System.Security.Cryptography;
using System.Text;

namespace ChatOpsCompliance.Chat;

/// <summary>Cards and forms as readable text: what golden files approve, and what a rendering's hash is taken of.</summary>
internal static class Sketch
{
    public static string Of(Card card)
    {
        var text = new StringBuilder();
        text.Append("= ").AppendLine(card.Summary);
        foreach (var block in card.Blocks) Append(text, block);
        return text.ToString().ReplaceLineEndings("\n");
    }

    public static string Of(Form form)
    {
        var text = new StringBuilder();
        text.Append("# ").AppendLine(form.Title);
        if (form.Banner is not null) text.Append("! ").AppendLine(form.Banner);
        foreach (var block in form.Blocks) Append(text, block);
        foreach (var button in form.Others) text.Append('[').Append(button.Label).Append("] ");
        text.Append("[[").Append(form.Submit.Label).AppendLine("]]");
        return text.ToString().ReplaceLineEndings("\n");
    }

    public static string Hash(string sketch) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sketch)));

    private static void Append(StringBuilder text, Block block)
    {
        switch (block)
        {
            case Heading h: text.Append("== ").AppendLine(h.Text); break;
            case Paragraph p: text.AppendLine(p.Text); break;
            case Note n: text.Append("  ~ ").AppendLine(n.Text); break;
            case Facts f: foreach (var (label, value) in f.Pairs) text.Append("  ").Append(label).Append(": ").AppendLine(value); break;
            case Progress p: text.Append(System.Globalization.CultureInfo.InvariantCulture, $"<{p.Done}/{p.Total}> ").AppendLine(p.Label); break;
            case Divider: text.AppendLine("---"); break;
            case Buttons b: text.AppendLine(string.Join(' ', b.All.Select(x => $"[{x.Label}]"))); break;
            case Links l: text.AppendLine(string.Join(' ', l.All.Select(x => $"<{x.Label}>"))); break;
            case Choose c:
                text.Append(c.Label).AppendLine(":");
                if (c.Hint is not null) text.Append("  ~ ").AppendLine(c.Hint);
                foreach (var o in c.Options) Append(text, o.Value == c.Selected ? "  (x) " : "  ( ) ", o);
                break;
            case Tick t:
                text.Append(t.Label).AppendLine(":");
                foreach (var o in t.Options) Append(text, t.Selected?.Contains(o.Value) == true ? "  [x] " : "  [ ] ", o);
                break;
            case Attach a:
                text.Append(a.Label).AppendLine(": <a file>");
                if (a.Hint is not null) text.Append("  ~ ").AppendLine(a.Hint);
                break;
            case Write w: text.Append(w.Label).Append(": ").Append('"').Append(w.Text).AppendLine("\""); break;
            default: throw new InvalidOperationException($"No sketch for {block.GetType().Name}.");
        }
    }

    private static void Append(StringBuilder text, string box, Option option)
    {
        text.Append(box).AppendLine(option.Label);
        if (option.Hint is not null) text.Append("      ~ ").AppendLine(option.Hint);
    }
}
