using ChatOpsCompliance.Controls;
using ChatOpsCompliance.Server.Access;

namespace ChatOpsCompliance.Server.Configuration;

/// <summary>The section <c>Controls</c>: what the company says it does, and by what that is shown.</summary>
internal sealed class ControlSettings(SettingsReader reader, IReadOnlyList<SystemDefinition> systems, IReadOnlyList<string> reviews, IReadOnlyList<string> sources)
{
    private static readonly IReadOnlyDictionary<string, Frequency> Often = new Dictionary<string, Frequency>(StringComparer.OrdinalIgnoreCase)
    {
        ["each"] = Frequency.Each,
        ["daily"] = Frequency.Daily,
        ["weekly"] = Frequency.Weekly,
        ["monthly"] = Frequency.Monthly,
        ["quarterly"] = Frequency.Quarterly,
        ["half-yearly"] = Frequency.HalfYearly,
        ["yearly"] = Frequency.Yearly,
    };

    public IReadOnlyList<Control> All() => [.. reader.Names("Controls").Select(name => One($"Controls:{name}", name))];

    private Control One(string key, string name)
    {
        var frequency = FrequencyOf($"{key}:Frequency");
        var evidence = EvidenceOf($"{key}:EvidencedBy", frequency);
        if (name.Length > 60) reader.Fault(key, "a control's name has at most 60 characters");
        return new()
        {
            Name = name,
            Title = reader.Text($"{key}:Title") ?? name,
            Criteria = CriteriaOf($"{key}:Criteria"),
            Statement = reader.Required($"{key}:Statement", "what the company says it does, such as 'Access is reviewed each quarter by who knows the work.'"),
            Owner = reader.Email($"{key}:Owner", "the e-mail of who answers for the control"),
            Frequency = frequency,
            Systems = SystemsOf($"{key}:Systems", evidence),
            EvidencedBy = evidence,
        };
    }

    private string[] CriteriaOf(string key)
    {
        var criteria = List(reader.Required(key, "the ids of the criteria it serves, such as 'CC6.2, CC6.3'"));
        foreach (var wrong in criteria.Where(c => !Control.IsCriterion(c))) reader.Fault(key, $"'{wrong}' is no criterion such as CC6.2 or A1.2");
        return criteria;
    }

    private Frequency FrequencyOf(string key)
    {
        var text = reader.Required(key, "how often: each, daily, weekly, monthly, quarterly, half-yearly or yearly");
        if (Often.TryGetValue(text, out var frequency)) return frequency;
        if (text.Length > 0) reader.Fault(key, $"'{text}' is not one of {string.Join(", ", Often.Keys)}");
        return Frequency.Quarterly;
    }

    private IReadOnlyList<EvidenceSource> EvidenceOf(string key, Frequency frequency)
    {
        var found = new List<EvidenceSource>();
        foreach (var text in List(reader.Required(key, "by what it is shown, such as 'review:production-access' or 'deployments'")))
        {
            if (EvidenceSource.Parse(text) is not { } source) reader.Fault(key, $"'{text}' is not one of review:NAME, {string.Join(", ", EvidenceSource.Names.Keys.Skip(1))}");
            else if (source.Review is { } review && !reviews.Contains(review)) reader.Fault(key, $"there is no review {review} under Reviews");
            else if (Control.Fault(frequency, source) is { } fault) reader.Fault(key, fault);
            else if (found.Contains(source)) reader.Fault(key, $"'{text}' stands there twice");
            else found.Add(source);
        }

        return found;
    }

    /// <summary>Systems of extracts; sources of code for what is deployed.</summary>
    private string[] SystemsOf(string key, IReadOnlyList<EvidenceSource> evidence)
    {
        var text = reader.Text(key) ?? "";
        if (text == "all") return [.. systems.Select(s => s.Name)];
        var named = List(text);
        foreach (var unknown in named.Where(n => systems.All(s => s.Name != n) && !sources.Contains(n))) reader.Fault(key, $"there is no system {unknown} under Systems");
        if (named.Length == 0 && evidence.Any(e => e.Kind == EvidenceKind.Extracts)) reader.Fault(key, "is missing: of which systems, or 'all'");
        return named;
    }

    private static string[] List(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
