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

    /// <summary>Lines come item by item.</summary>
    public static ReportDraft<DecisionLine> Of(ReportScope scope)
    {
        var (decisions, items, replaced, last, stands) = (0, 0, 0, default((Id<Campaign>, int)), new SortedDictionary<Decision, int>());
        return new(
            Name,
            scope.Title("decisions"),
            Columns,
            Count,
            () =>
            [
                .. scope.Facts,
                new("decisions", decisions),
                new("items_decided", items),
                new("later_replaced", replaced),
                .. stands.Select(c => new ReportFact($"{ReportTable.Words(c.Key.ToString())}_that_stands".Replace(' ', '_'), c.Value)),
            ])
        {
            Takes = l => scope.Has(l.At),
            Notes = ["Each decision is a line of its own. 'stands' is no when a later decision on the same item, a correction or a second look, took its place."],
        };

        void Count(DecisionLine line)
        {
            decisions++;
            var item = (line.About.Campaign.Id, line.About.Item.Ordinal);
            if (item != last) items++;
            last = item;
            if (!line.Last) replaced++;
            else if (line.Choice is { } choice) stands[choice.Decision] = stands.GetValueOrDefault(choice.Decision) + 1;
        }
    }
}
