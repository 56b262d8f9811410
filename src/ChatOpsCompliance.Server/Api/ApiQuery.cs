using System.Globalization;
using ChatOpsCompliance.Server.Sources;

namespace ChatOpsCompliance.Server.Api;

/// <summary>What stands behind the question mark, read strictly: a parameter that is misspelt would otherwise narrow nothing. Every fault is named.</summary>
internal sealed class ApiQuery
{
    public const int UsualLimit = 100, LargestLimit = 1000;

    public static readonly QueryField Limit = new("limit", QueryForm.Whole, $"how many at most, 1 to {LargestLimit}; {UsualLimit} if not said");

    public static readonly QueryField Cursor = new("cursor", QueryForm.Text, "where to go on: the 'next' of the page before");

    private readonly IReadOnlyDictionary<string, string> given;
    private readonly Dictionary<string, string> errors = new(StringComparer.Ordinal);

    public ApiQuery(IReadOnlyList<QueryField> fields, IReadOnlyDictionary<string, string> given)
    {
        this.given = given;
        foreach (var name in given.Keys.Where(n => fields.All(f => f.Name != n)))
            errors[name] = fields.Count == 0 ? "is no parameter of this address, which has none" : $"is no parameter of this address; there are {string.Join(", ", fields.Select(f => f.Name))}";
        foreach (var field in fields)
        {
            if (Text(field) is not { } text)
            {
                if (field.Required) errors[field.Name] = $"is missing: {field.About}";
            }
            else if (Fault(field, text) is { } fault)
            {
                errors[field.Name] = fault;
            }
        }
    }

    public IReadOnlyDictionary<string, string> Errors => errors;

    public int Most => Text(Limit) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : UsualLimit;

    public string? Text(QueryField field) => given.TryGetValue(field.Name, out var text) && text.Length > 0 ? text : null;

    public Id<T>? Id<T>(QueryField field) => ChatOpsCompliance.Id<T>.TryParse(Text(field), out var id) ? id : null;

    public DateOnly? Day(QueryField field) => DayOf(Text(field)) ?? null;

    public DateTimeOffset? Time(QueryField field) => IsoTime.TryParse(Text(field) ?? "", out var time) ? time : null;

    public bool? Flag(QueryField field) => Text(field) switch { "true" => true, "false" => false, _ => null };

    public T? Of<T>(QueryField field)
        where T : struct, Enum => Text(field) is { } text ? Enum.GetValues<T>().Single(v => ApiJson.Name(v.ToString()) == text) : null;

    private static DateOnly? DayOf(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static string? Fault(QueryField field, string text) => field.Form switch
    {
        QueryForm.Id => Guid.TryParse(text, out _) ? null : "is no id",
        QueryForm.Day => DayOf(text) is null ? "is no date like 2026-01-31" : null,
        QueryForm.Time => IsoTime.TryParse(text, out _) ? null : "is no ISO 8601 time with offset, such as 2026-01-31T09:00:00Z",
        QueryForm.Whole => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n is >= 1 and <= LargestLimit ? null : $"is no number from 1 to {LargestLimit}",
        QueryForm.Flag => text is "true" or "false" ? null : "is neither true nor false",
        QueryForm.OneOf => field.Values!.Contains(text, StringComparer.Ordinal) ? null : $"is none of {string.Join(", ", field.Values!)}",
        _ => text.Length <= 1000 ? null : "has more than 1000 characters",
    };
}
