using System.Globalization;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Controls;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Controls;

/// <summary>The control and the period that a form is about.</summary>
internal static class OneControl
{
    /// <summary>Its newest version; null when there never was one of this name.</summary>
    public static async Task<Control?> In(Read read, Values values) => (await ControlStore.All(read)).LastOrDefault(c => c.Name == values[ControlVerbs.Control]);

    /// <summary>Null when a mistake was added.</summary>
    public static (DateOnly From, DateOnly To)? Days(Values values, Dictionary<string, string> mistakes)
    {
        var (from, to) = (Day(values[ControlVerbs.From]), Day(values[ControlVerbs.To]));
        if (from is null) mistakes[ControlVerbs.From] = "Write a day such as 2026-01-01.";
        if (to is null) mistakes[ControlVerbs.To] = "Write a day such as 2026-12-31.";
        if (from > to) mistakes[ControlVerbs.To] = "The last day is before the first.";
        return from is { } first && to is { } last && first <= last ? (first, last) : null;
    }

    private static DateOnly? Day(string text) => DateOnly.TryParseExact(text.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
