using ChatOpsCompliance.Evidence;

namespace ChatOpsCompliance.AccessReviews;

/// <summary>One decision on an item; corrections and second looks are more lines of the same item.</summary>
/// <param name="Number">From 1, in the order the decisions on this item were made.</param>
/// <param name="Last">Whether no later decision took its place.</param>
public sealed record DecisionLine(ReportedItem About, int Number, int Stage, Choice? Choice, string By, DateTimeOffset At, bool Last);

/// <summary>Every decision that was made, also those that were corrected later: who, what, why, when.</summary>
public static class DecisionsReport
{
    public const string Name = "decisions";

    private static readonly IReadOnlyList<ReportColumn<DecisionLine>> Columns =
    [
        .. ReportedItem.Columns<DecisionLine>(l => l.About),
        new("flags", l => string.Join("; ", l.About.Item.Flags.Select(f => f.Reason))),
        new("number", l => l.Number),
        new("stage", l => l.Stage),
        new("stands", l => l.Last, Below: true),
        new("decision", l => l.Choice?.Decision),
        new("in_words", l => l.Choice?.Text, Below: true),
        new("decided_by", l => l.By),
        new("decided_at", l => l.At, Below: true),
    ];

    public static ReportTable Of(ReportScope scope, IEnumerable<DecisionLine> lines)
    {
        var all = lines.Where(l => scope.Has(l.At)).ToList();
        return ReportTable.Of(
            Name,
            scope.Title("decisions"),
            [
                .. scope.Facts,
                new("decisions", all.Count),
                new("items_decided", all.Select(l => (l.About.Campaign.Id, l.About.Item.Ordinal)).Distinct().Count()),
                new("later_replaced", all.Count(l => !l.Last)),
                .. all.Where(l => l.Last && l.Choice is not null).CountBy(l => l.Choice!.Decision).OrderBy(c => c.Key).Select(c => new ReportFact($"{ReportTable.Words(c.Key.ToString())}_that_stands".Replace(' ', '_'), c.Value)),
            ],
            Columns,
            all) with
        { Notes = ["Each decision is a line of its own. 'stands' is no when a later decision on the same item, a correction or a second look, took its place."] };
    }
}
