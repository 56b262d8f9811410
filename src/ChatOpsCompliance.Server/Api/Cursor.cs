using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace ChatOpsCompliance.Server.Api;

/// <summary>Behind which row a page begins: the row's place in the list's order, in a form nobody need read. It stays good while rows come and go.</summary>
internal static class Cursor
{
    public static string Of(params IEnumerable<object> place) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join('|', place.Select(p => Convert.ToString(p, CultureInfo.InvariantCulture)))));

    /// <summary>Null when it is no cursor of so many parts.</summary>
    public static string[]? Read(string text, int parts)
    {
        if (!Base64Url.IsValid(text)) return null;
        var place = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split('|');
        return place.Length == parts ? place : null;
    }

    public static int? Whole(string? text) => text is null ? null : Read(text, 1) is [var part] && int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : -1;
}
