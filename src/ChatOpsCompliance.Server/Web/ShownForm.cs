using System.Text.Json;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Chat;

namespace ChatOpsCompliance.Server.Web;

/// <summary>
/// A form on screen. It travels with its page and back, so that it can be drawn again as typed without our remembering it: whoever changes it
/// on the way fools only their own eyes, and nothing in it is trusted.
/// </summary>
/// <param name="Typed">Null when it is fresh from the bot.</param>
public sealed record ShownForm(Form Form, Values? Typed, IReadOnlyDictionary<string, string> Mistakes)
{
    private static readonly Dictionary<string, string> None = [];

    private static readonly JsonSerializerOptions Strict = new(ChatJson.Options) { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    public static ShownForm Fresh(Form form) => new(form, null, None);

    public static ShownForm AsTyped(Form form, Values typed, IReadOnlyDictionary<string, string>? mistakes = null) => new(form, typed, mistakes ?? None);

    internal string Travelling => JsonSerializer.Serialize(Form, ChatJson.Options);

    /// <exception cref="JsonException">It is not a form.</exception>
    internal static Form Arrived(string travelled) => JsonSerializer.Deserialize<Form>(travelled, Strict) is { } form && IsWhole(form) ? form : throw new JsonException("no form");

    internal string? FirstMistake => Fields.FirstOrDefault(f => Mistakes.ContainsKey(f.Name))?.Name;

    /// <summary>Sentences about what is not a field of this form.</summary>
    internal IEnumerable<string> OtherMistakes => Mistakes.Where(m => Fields.All(f => f.Name != m.Key)).Select(m => m.Value);

    /// <summary>What its fields send as soon as they change, as buttons for where no script does it.</summary>
    internal IReadOnlyList<Button> Drafts
    {
        get
        {
            var byVerb = Fields.GroupBy(f => f switch { Choose c => c.OnChange, Write w => w.OnChange, Tick t => t.OnChange, _ => null }).Where(g => g.Key is not null).ToList();
            return [.. byVerb.Select(g => new Button(g.Key!.Value, byVerb.Count == 1 ? "Save draft" : $"Save draft: {g.First().Label}", Values.None))];
        }
    }

    /// <summary>Files travel only in this encoding; null leaves it to the browser.</summary>
    internal string? Encoding => Fields.Any(f => f is Attach) ? "multipart/form-data" : null;

    /// <summary>What is in a list may be nothing all the same.</summary>
    private static bool IsWhole(Form form) => !form.Others.Contains(null) && form.Blocks.All(b => b switch
    {
        null => false,
        Choose c => !c.Options.Contains(null),
        Tick t => !t.Options.Contains(null),
        Buttons all => !all.All.Contains(null),
        Links all => all.All.All(l => l is { Address: { IsAbsoluteUri: true, Scheme: "http" or "https" } }),
        Progress p => 0 <= p.Done && p.Done <= p.Total,
        Facts f => f.Pairs.All(p => p is { Label: not null, Value: not null }),
        _ => true,
    });

    private IEnumerable<Field> Fields => Form.Blocks.OfType<Field>();
}
