using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Storage;
using static ChatOpsCompliance.Server.AccessReviews.ReviewWords;

namespace ChatOpsCompliance.Server.Remediation;

/// <summary>A request to leave access for a time, where compliance sees it; drawn anew once it is decided.</summary>
public static class RiskCard
{
    public const string Kind = "removal.risk";

    public static async Task<Card?> Draw(Read read, string subject) => await RiskStore.One(read, Id<RiskRequest>.Parse(subject)) is { } request ? For(request) : null;

    public static Card For(RiskRequest r)
    {
        var title = r.State switch
        {
            RiskState.Accepted => $"Risk accepted until {RemovalWords.Date(r.DecidedAt!.Value.AddDays(r.Days))}",
            RiskState.Rejected => "Risk not accepted: it has to go",
            _ => $"{r.AskedByName} asks to leave access for {Count(r.Days, "day", "days")}",
        };
        return new(title,
        [
            new Heading(title),
            .. Facts(r),
            r.State == RiskState.Asked
                ? new Buttons(new Button(RemovalVerbs.RiskLook, "Decide…", new() { [RemovalVerbs.Request] = r.Id.ToString() }, ButtonStyle.Primary))
                : new Note($"{(r.State == RiskState.Accepted ? "Accepted" : "Rejected")} by {r.DecidedByName ?? "somebody"}, {RemovalWords.Date(r.DecidedAt!.Value)}{(r.Words is { } words ? $": {words}" : "")}."),
        ]);
    }

    /// <summary>What whoever decides has to know.</summary>
    public static IReadOnlyList<Block> Facts(RiskRequest r) =>
    [
        new Paragraph($"{RemovalWords.Some(r.Tasks)}."),
        new Facts(("Why it can't go now", r.Why), ("What keeps the risk small", r.Control), ("For how long", Count(r.Days, "day", "days")), ("Asked by", $"{r.AskedByName}, {RemovalWords.Date(r.AskedAt)}")),
    ];
}
