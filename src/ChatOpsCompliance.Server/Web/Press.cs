using System.Text.Json;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Evidence;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace ChatOpsCompliance.Server.Web;

/// <summary>
/// A button was pressed or a field changed: the posted form, read. A button sends one field, so it packs its verb, its own values and its
/// delivery into that; they stand above fields of the same names.
/// </summary>
/// <param name="Unread">What to answer at once, when a file that came along can't be taken.</param>
internal sealed record Press(string Place, Verb Verb, Values Values, string Delivery, Form? Shown, Mistakes? Unread)
{
    public const string Field = "press";
    public const string ShownField = "shown";
    private const int LongestDelivery = 64;
    private const string ValuePrefix = "v.", FilePrefix = "f.";

    /// <summary>Refused before it is read: the server's own limit would only break the connection.</summary>
    public static bool IsTooLarge(HttpRequest request) => request.ContentLength > Attachment.Largest + (1024 * 1024);

    public static string Value(string name) => ValuePrefix + name;

    /// <summary>A file's field is another than its value's, which holds the id of the one chosen before.</summary>
    public static string File(string name) => FilePrefix + name;

    /// <summary>Each time it is drawn it gets a delivery of its own: sent twice from one page, it is one click.</summary>
    public static string Pack(Button button) => QueryString.Create(
        button.Values.Select(v => KeyValuePair.Create<string, string?>(Value(v.Key), v.Value))
            .Prepend(new("delivery", Guid.NewGuid().ToString()))
            .Prepend(new("verb", button.Verb.Name))).Value![1..];

    /// <summary>Null when it is not a form of ours.</summary>
    /// <param name="take">Where a file goes that came along; its field then holds the id.</param>
    public static async Task<Press?> Read(HttpRequest request, Func<IFormFile, CancellationToken, Task<Result<Attachment>>> take, CancellationToken ct)
    {
        if (!request.HasFormContentType) return null;
        var sent = await request.ReadFormAsync(ct);
        var posted = sent.ToDictionary();
        foreach (var (name, value) in QueryHelpers.ParseQuery(posted.GetValueOrDefault(Field))) posted[name] = value;

        var (verb, delivery) = (posted.GetValueOrDefault("verb").ToString(), posted.GetValueOrDefault("delivery").ToString());
        if (verb.Length == 0 || delivery.Length is 0 or > LongestDelivery) return null;
        if (!TryForm(posted.GetValueOrDefault(ShownField), out var shown)) return null;
        var unread = await Take(sent.Files, posted, take, ct);
        return new(posted.GetValueOrDefault("place").ToString(), new(verb), ValuesOf(posted), delivery, shown, unread);
    }

    /// <summary>A browser sends an empty file for a field in which none was chosen: then the one chosen before stays.</summary>
    private static async Task<Mistakes?> Take(IFormFileCollection files, Dictionary<string, StringValues> posted, Func<IFormFile, CancellationToken, Task<Result<Attachment>>> take, CancellationToken ct)
    {
        var mistakes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in files.Where(f => f.FileName.Length > 0 && f.Name.StartsWith(FilePrefix, StringComparison.Ordinal)))
        {
            var field = file.Name[FilePrefix.Length..];
            var (taken, no) = await take(file, ct);
            if (taken is null)
            {
                mistakes[field] = no!.Sentence;
                continue;
            }

            posted[Value(field)] = taken.Id.ToString();
            posted[Value(Attach.ShownAs(field))] = taken.ToString();
        }

        return mistakes.Count > 0 ? new(mistakes) : null;
    }

    public ShownForm? FormAsTyped(IReadOnlyDictionary<string, string>? mistakes = null) =>
        Shown is null ? null : ShownForm.AsTyped(Shown, Values, mistakes);

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
            form = ShownForm.Arrived(travelled);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
