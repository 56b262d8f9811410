using System.Text.Json;
using ChatOpsCompliance.Chat;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace ChatOpsCompliance.Server.Chat.Local;

/// <summary>
/// A button was pressed or a field changed: the posted form, read. A button sends one field, so it packs its verb, its own values and its
/// delivery into that; they stand above fields of the same names.
/// </summary>
internal sealed record LocalPress(string Place, Verb Verb, Values Values, string Delivery, Form? Shown)
{
    public const string Field = "press";
    public const string ShownField = "shown";
    private const int LongestDelivery = 64;
    private const string ValuePrefix = "v.";

    public static string Value(string name) => ValuePrefix + name;

    /// <summary>Each time it is drawn it gets a delivery of its own: sent twice from one page, it is one click.</summary>
    public static string Pack(Button button) => QueryString.Create(
        button.Values.Select(v => KeyValuePair.Create<string, string?>(Value(v.Key), v.Value))
            .Prepend(new("delivery", Guid.NewGuid().ToString()))
            .Prepend(new("verb", button.Verb.Name))).Value![1..];

    /// <summary>Null when it is not a form of ours.</summary>
    public static async Task<LocalPress?> Read(HttpRequest request, CancellationToken ct)
    {
        if (!request.HasFormContentType) return null;
        var posted = (await request.ReadFormAsync(ct)).ToDictionary();
        foreach (var (name, value) in QueryHelpers.ParseQuery(posted.GetValueOrDefault(Field))) posted[name] = value;

        var (verb, delivery) = (posted.GetValueOrDefault("verb").ToString(), posted.GetValueOrDefault("delivery").ToString());
        if (verb.Length == 0 || delivery.Length is 0 or > LongestDelivery) return null;
        return TryForm(posted.GetValueOrDefault(ShownField), out var shown)
            ? new(posted.GetValueOrDefault("place").ToString(), new(verb), ValuesOf(posted), delivery, shown)
            : null;
    }

    public LocalForm? FormAsTyped(IReadOnlyDictionary<string, string>? mistakes = null) =>
        Shown is null ? null : LocalForm.AsTyped(Shown, Values, mistakes);

    // Several of one name are the ticks of one list. Browsers post CR LF where a person made one new line.
    private static Values ValuesOf(Dictionary<string, StringValues> posted) => Values.Of(posted
        .Where(p => p.Key.StartsWith(ValuePrefix, StringComparison.Ordinal))
        .Select(p => KeyValuePair.Create(p.Key[ValuePrefix.Length..], string.Join(',', p.Value.ToArray()).ReplaceLineEndings("\n"))));

    private static bool TryForm(string? travelled, out Form? form)
    {
        form = null;
        if (string.IsNullOrEmpty(travelled)) return true;
        try
        {
            form = LocalForm.Arrived(travelled);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
