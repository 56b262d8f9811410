using System.Globalization;
using System.Text.RegularExpressions;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.People;

namespace ChatOpsCompliance.Server.Configuration;

/// <summary>Reads the configuration key by key, collects every fault, and knows which keys nobody asked for.</summary>
internal sealed class SettingsReader(IConfiguration configuration)
{
    private static readonly Regex Name = new("^[a-z0-9-]+$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private readonly List<string> faults = [];
    private readonly HashSet<string> asked = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<string> Faults => faults;

    /// <summary>Every key asked for, <c>*</c> standing for a name: what the template must show.</summary>
    public SortedSet<string> Known { get; } = new(StringComparer.Ordinal);

    public void Fault(string key, string what) => faults.Add($"{key}: {what}");

    public string? Text(string key)
    {
        asked.Add(key);
        Known.Add(key);
        return configuration[key] is { Length: > 0 } text ? text.Trim() : null;
    }

    /// <summary>Whether anything is set under a section.</summary>
    public bool Has(string section) => configuration.GetSection(section).GetChildren().Any();

    /// <summary>An https address, http on this machine only; ends with a slash.</summary>
    public Uri Address(string key, string text)
    {
        if (Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var url) && (url.Scheme == "https" || (url.Scheme == "http" && url.IsLoopback))) return url;
        Fault(key, $"'{text}' is no https address (http only on this machine)");
        return new("https://localhost/");
    }

    public string Required(string key, string whatFor)
    {
        var text = Text(key);
        if (text is null) Fault(key, $"is missing: {whatFor}");
        return text ?? "";
    }

    public int Int(string key, int otherwise, int least, int most)
    {
        var text = Text(key);
        if (text is null) return otherwise;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= least && n <= most) return n;
        Fault(key, $"'{text}' is not a number from {least} to {most}");
        return otherwise;
    }

    public bool Flag(string key, bool otherwise) => OneOf(key, otherwise ? "true" : "false", "true", "false").Equals("true", StringComparison.OrdinalIgnoreCase);

    public string OneOf(string key, string otherwise, params string[] values)
    {
        var text = Text(key) ?? otherwise;
        if (!values.Contains(text, StringComparer.OrdinalIgnoreCase)) Fault(key, $"'{text}' is not one of {string.Join(", ", values)}");
        return text;
    }

    /// <summary>Lower case.</summary>
    public string Email(string key, string whose)
    {
        var text = Required(key, whose).ToLowerInvariant();
        if (text.Length > 0 && text.IndexOf('@', StringComparison.Ordinal) < 1) Fault(key, $"'{text}' is no e-mail address");
        return text;
    }

    public string TimeZone(string key)
    {
        var text = Required(key, "an IANA or Windows time zone such as Europe/Berlin");
        if (text.Length > 0 && !TimeZoneInfo.TryFindSystemTimeZoneById(text, out _)) Fault(key, $"'{text}' is no known time zone");
        return text;
    }

    /// <summary>An iCalendar file of holidays; weekends only when there is none.</summary>
    public BusinessCalendar Holidays(string key)
    {
        if (Text(key) is not { } path) return BusinessCalendar.WeekendsOnly;
        try
        {
            return HolidayFile.Read(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Fault(key, $"the file {path} can't be read: {e.Message}");
        }
        catch (FormatException e)
        {
            Fault(key, $"the file {path} {e.Message}");
        }

        return BusinessCalendar.WeekendsOnly;
    }

    /// <summary>The names under a section, such as those of <c>Systems</c>.</summary>
    public IEnumerable<string> Names(string section)
    {
        foreach (var child in configuration.GetSection(section).GetChildren())
        {
            if (!Name.IsMatch(child.Key)) Fault($"{section}:{child.Key}", "names are lower-case letters, digits and hyphens");
            yield return child.Key;
        }
    }

    /// <summary>After everything was asked for: keys of our sections, or of the file's top level, that mean nothing.</summary>
    public void FindUnknown(IReadOnlyList<string> sections, IEnumerable<string> topLevel, IReadOnlyList<string> foreign)
    {
        foreach (var section in sections)
        {
            foreach (var (key, value) in configuration.GetSection(section).AsEnumerable())
                if (value is not null && !asked.Contains(key)) Fault(key, "is no known setting");
        }

        foreach (var key in topLevel.Where(k => !sections.Contains(k, StringComparer.OrdinalIgnoreCase) && !foreign.Contains(k, StringComparer.OrdinalIgnoreCase)))
            Fault(key, "is no known section");
    }
}
