using System.Text.RegularExpressions;
using ChatOpsCompliance.Access;

namespace ChatOpsCompliance.Controls;

/// <summary>
/// What the company says it does, and by what in this product that is shown. Defined in the settings; each change of it is another version, so that a
/// period can be held against what was promised then.
/// </summary>
public sealed record Control
{
    private static readonly Regex Criterion = new(@"^(CC|A|C|PI|P)\d{1,2}\.\d{1,2}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    public required string Name { get; init; }

    public required string Title { get; init; }

    /// <summary>The ids of criteria alone, such as CC6.2: their text is others' property.</summary>
    public required IReadOnlyList<string> Criteria { get; init; }

    /// <summary>In the company's own words.</summary>
    public required string Statement { get; init; }

    /// <summary>E-mail of who answers for it.</summary>
    public required string Owner { get; init; }

    public required Frequency Frequency { get; init; }

    /// <summary>The systems it has to operate on; empty where its evidence is not of systems.</summary>
    public required IReadOnlyList<string> Systems { get; init; }

    public required IReadOnlyList<EvidenceSource> EvidencedBy { get; init; }

    public int Version { get; init; }

    /// <summary>When this version was first seen by a running service.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>When it was taken out of the settings.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    public string CriteriaText => string.Join(", ", Criteria);

    public string SystemsText => string.Join(", ", Systems);

    public string EvidenceText => string.Join(", ", EvidencedBy);

    /// <summary><c>half-yearly</c>.</summary>
    public string FrequencyText => Frequency switch { Frequency.Each => "each time", Frequency.HalfYearly => "half-yearly", var f => f.ToString().ToLowerInvariant() };

    public static bool IsCriterion(string text) => Criterion.IsMatch(text);

    /// <summary>Why a kind of evidence can't show that something operates this often; null when it can.</summary>
    public static string? Fault(Frequency frequency, EvidenceSource by) => frequency switch
    {
        Frequency.Each when !by.HasOccasions => $"{by} happens by the calendar: say how often (daily, weekly, monthly, quarterly, half-yearly, yearly)",
        Frequency.Each when by.Kind == EvidenceKind.Review => $"{by} happens by the calendar: say how often (daily, weekly, monthly, quarterly, half-yearly, yearly)",
        not Frequency.Each when !by.HasIntervals => $"{by} has no schedule: its frequency is 'each'",
        _ => null,
    };

    public string ContentHash()
    {
        using var hash = new FieldHash();
        hash.Add(Name).Add(Title).Add(CriteriaText).Add(Statement).Add(Owner).Add(Frequency.ToString()).Add(SystemsText).Add(EvidenceText);
        return hash.Finish();
    }
}

/// <summary>A control is there, or says something else than before.</summary>
/// <param name="DefinitionHash">Over all of it, the statement and the owner too.</param>
public sealed record ControlDefined(string Control, int Version, string Criteria, Frequency Frequency, string Systems, string EvidencedBy, string DefinitionHash) : Fact
{
    public override string Kind => "control.defined";

    public override string Subject => $"control/{Control}";
}

/// <summary>A control is no longer in the settings.</summary>
public sealed record ControlWithdrawn(string Control, int Version) : Fact
{
    public override string Kind => "control.withdrawn";

    public override string Subject => $"control/{Control}";
}
