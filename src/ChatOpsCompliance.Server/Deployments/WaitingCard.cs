using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.Server.EmergencyChanges;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Deployments;

/// <summary>A run that waits at the gate, where emergency changes are approved; from it one is asked for, prefilled.</summary>
public static class WaitingCard
{
    public const string Kind = "gate.waiting";

    public static async Task<Card?> Draw(Read read, string subject) => await GateStore.One(read, Id<GateQuestion>.Parse(subject)) is { } question ? For(question) : null;

    public static Card For(GateQuestion q)
    {
        var what = $"{Commit.Short(q.Commit)} of {q.Repository} to {q.Environment}";
        var title = q.Answer switch
        {
            Answer.Approved => $"The gate opened: {what}",
            Answer.Rejected => $"The gate stayed shut: {what}",
            _ => $"A run waits at the gate: {what}",
        };
        return new(title,
        [
            new Heading(title),
            new Facts([("Run", q.RunUrl), .. q.RequestedBy.Length > 0 ? [("Started by", q.RequestedBy)] : Array.Empty<(string, string)>()]),
            new Paragraph(q.Reason),
            .. q.Answer != Answer.Pending || q.Reference?.StartsWith("EC-", StringComparison.Ordinal) == true
                ? Array.Empty<Block>()
                : [new Buttons(new Button(ChangeVerbs.Open, "Ask for an emergency change…", new() { [ChangeVerbs.Question] = q.Id.ToString() }))],
        ]);
    }
}
