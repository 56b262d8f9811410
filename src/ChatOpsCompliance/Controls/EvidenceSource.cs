using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Remediation;

namespace ChatOpsCompliance.Controls;

/// <summary>What in this product shows that a control operated.</summary>
public enum EvidenceKind
{
    /// <summary>Campaigns of one review: completed by their due date, with the system in them.</summary>
    Review,

    /// <summary>Extracts of a system.</summary>
    Extracts,

    /// <summary>Removals of what was revoked: proven gone by their deadline.</summary>
    Remediation,

    /// <summary>Access of people who left: proven gone in a day.</summary>
    Leavers,

    /// <summary>Emergency changes: asked for before, approved, detailed and reviewed in time.</summary>
    EmergencyChanges,

    /// <summary>Deployments: each approved; and the source's own list, read and tied.</summary>
    Deployments,

    /// <summary>How environments are protected, read of the source.</summary>
    Gates,
}

/// <summary>A kind of evidence, and of reviews which.</summary>
/// <param name="Review">The definition's name; null for all other kinds.</param>
public sealed record EvidenceSource(EvidenceKind Kind, string? Review = null)
{
    /// <summary>As settings name it; reviews have their own after a colon.</summary>
    public static readonly IReadOnlyDictionary<string, EvidenceKind> Names = new Dictionary<string, EvidenceKind>(StringComparer.Ordinal)
    {
        ["review"] = EvidenceKind.Review,
        ["extracts"] = EvidenceKind.Extracts,
        ["remediation"] = EvidenceKind.Remediation,
        ["leavers"] = EvidenceKind.Leavers,
        ["emergency-changes"] = EvidenceKind.EmergencyChanges,
        ["deployments"] = EvidenceKind.Deployments,
        ["gates"] = EvidenceKind.Gates,
    };

    /// <summary>It happens by the calendar, so it can be asked in which interval it did.</summary>
    public bool HasIntervals => Kind is EvidenceKind.Review or EvidenceKind.Extracts or EvidenceKind.Deployments or EvidenceKind.Gates;

    /// <summary>It applies to single things, each of which is looked at.</summary>
    public bool HasOccasions => Kind is not (EvidenceKind.Extracts or EvidenceKind.Gates);

    /// <summary>The systems of a control are systems whose extracts are taken, not places that are deployed to.</summary>
    public bool IsOfSystems => Kind is EvidenceKind.Review or EvidenceKind.Extracts;

    /// <summary>Null when the text is none.</summary>
    public static EvidenceSource? Parse(string text)
    {
        var (name, of) = text.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? (text[..colon], text[(colon + 1)..]) : (text, null);
        if (!Names.TryGetValue(name, out var kind) || (kind == EvidenceKind.Review) != !string.IsNullOrEmpty(of)) return null;
        return new(kind, of);
    }

    /// <summary>Whose failing a deviation is.</summary>
    public static EvidenceSource Of(Deviation deviation) => deviation.Kind switch
    {
        DeviationKind.ReviewMissed or DeviationKind.NotDecided or DeviationKind.ReviewCompletedLate or DeviationKind.ReviewCancelled => new(EvidenceKind.Review, deviation.Part),
        DeviationKind.RemovalLate or DeviationKind.SaidRemovedButPresent => new(EvidenceKind.Remediation),
        DeviationKind.LeaverAccessLate => new(EvidenceKind.Leavers),
        DeviationKind.UnauthorisedDeployment => new(EvidenceKind.Deployments),
        DeviationKind.ActionLate when deviation.Part is nameof(ActionKind.Unauthorised) or nameof(ActionKind.Untied) => new(EvidenceKind.Deployments),
        DeviationKind.ActionLate when deviation.Part == nameof(ActionKind.Drift) => new(EvidenceKind.Gates),
        _ => new(EvidenceKind.EmergencyChanges),
    };

    public override string ToString() => $"{Names.First(n => n.Value == Kind).Key}{(Review is null ? "" : $":{Review}")}";
}
