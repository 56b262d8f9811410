namespace ChatOpsCompliance.People;

/// <summary>The hours in which people may be reminded, in each person's own zone.</summary>
/// <param name="From">The first hour, 0 to 23.</param>
/// <param name="To">The hour at which the day ends, so that 17 means until 16:59.</param>
public sealed record WorkingHours(int From, int To)
{
    public static readonly WorkingHours Usual = new(9, 17);

    /// <summary>Reads <c>9-17</c>; null when it is none.</summary>
    public static WorkingHours? Parse(string text)
    {
        var parts = text.Split('-');
        return parts.Length == 2 && Hour(parts[0]) is { } from && Hour(parts[1]) is { } to && from < to ? new(from, to) : null;
    }

    public bool Cover(DateTime local) => local.Hour >= From && local.Hour < To;

    private static int? Hour(string text) => int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var hour) && hour <= 24 ? hour : null;
}
