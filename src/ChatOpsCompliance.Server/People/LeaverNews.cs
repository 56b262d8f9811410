using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Access;
using static ChatOpsCompliance.Server.AccessReviews.ReviewWords;

namespace ChatOpsCompliance.Server.People;

/// <summary>What one look at a system found out about people who left, and how it is told: to who answers for the system, and to compliance.</summary>
internal sealed class LeaverNews
{
    private const int MostNamed = 10;

    public List<LeaverIncident> Opened { get; } = [];

    public List<LeaverIncident> Back { get; } = [];

    public List<LeaverIncident> Gone { get; } = [];

    public bool Nothing => Opened.Count + Back.Count + Gone.Count == 0;

    public bool ForOwner => Opened.Count + Back.Count > 0;

    public Card Card(SystemDefinition system, string zone, string inCharge, bool forOwner)
    {
        var title = Title(system);
        var blocks = new List<Block> { new Heading(title) };
        blocks.AddRange(Named(Opened, i => $"{i.PersonName}: {What(i)}, to be gone by {Day(i.DueAt, zone)}."));
        blocks.AddRange(Named(Back, i => $"{i.PersonName}: {What(i)}. It was said or proven to be gone, and the newest extract shows it."));
        if (!forOwner) blocks.AddRange(Named(Gone, i => $"{i.PersonName}: proven gone by the extract of {i.ProvenAt:yyyy-MM-dd HH:mm} UTC."));
        if (!ForOwner) return new(title, blocks);
        blocks.Add(new Note(forOwner ? "Remove it and say so. The next extract proves it; until then it counts as open." : $"{inCharge} answers for {system.Title} and was told."));
        if (forOwner) blocks.Add(new Buttons(new Button(LeaverVerbs.Open, "Tick what I removed", Values.None, ButtonStyle.Primary)));
        return new(title, blocks);
    }

    public static string What(LeaverIncident i) => $"{Count(i.Grants, "grant", "grants")}{(i.Privileged > 0 ? $", {i.Privileged} privileged" : "")} ({i.What})";

    private string Title(SystemDefinition system) => ForOwner
        ? $"{Count(Opened.Count + Back.Count, "person who left still has", "people who left still have")} access on {system.Title}"
        : $"Access of {Count(Gone.Count, "person who left is", "people who left is")} proven gone on {system.Title}";

    private static IEnumerable<Block> Named(List<LeaverIncident> incidents, Func<LeaverIncident, string> line) =>
    [
        .. incidents.Take(MostNamed).Select(i => new Paragraph(line(i))),
        .. incidents.Count > MostNamed ? new Block[] { new Note($"and {incidents.Count - MostNamed} more") } : [],
    ];
}
