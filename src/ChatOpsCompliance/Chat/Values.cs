using System.Collections;

namespace ChatOpsCompliance.Chat;

/// <summary>What a button or a form sends back: names and texts. Comes from outside; nothing in it is trusted.</summary>
public sealed class Values : IEnumerable<KeyValuePair<string, string>>
{
    public static readonly Values None = new();

    private readonly SortedDictionary<string, string> all = new(StringComparer.Ordinal);

    /// <summary>The text, or empty when there is none.</summary>
    public string this[string name]
    {
        get => all.GetValueOrDefault(name, "");
        init => all[name] = value;
    }

    public bool Has(string name) => all.ContainsKey(name);

    public int? Int(string name) => int.TryParse(this[name], System.Globalization.CultureInfo.InvariantCulture, out var n) ? n : null;

    public Id<T>? Id<T>(string name) => ChatOpsCompliance.Id<T>.TryParse(this[name], out var id) ? id : null;

    /// <summary>A copy with one more, or another, value.</summary>
    public Values With(string name, string value)
    {
        var copy = new Values();
        foreach (var (n, v) in all) copy.all[n] = v;
        copy.all[name] = value;
        return copy;
    }

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => all.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public static Values Of(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var values = new Values();
        foreach (var (n, v) in pairs) values.all[n] = v;
        return values;
    }
}
