using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Remediation;

/// <summary>Somebody tells afterwards why a change went without approval. It is kept and shown; the change stays unauthorised.</summary>
public static class JustifyAction
{
    public static async Task<Result<Reply>> Open(Read read, Visit visit)
    {
        var (action, no) = await OneAction.In(read, visit);
        if (action is null) return no!;
        if (action.MayJustify(visit.By, visit.Roles.Compliance) is { } refused) return refused;
        return new Show(new(
            $"{action.Reference}: why?",
            [
                new Paragraph(action.Title),
                new Write(ActionVerbs.Why, "Why was it deployed without approval?", action.Justification ?? "", Long: true, Most: 2000) { Required = true },
                new Note("It is kept and shown with the change, which stays unauthorised. Next time, ask first: “emergency” takes a minute."),
            ],
            new(ActionVerbs.Justify, "Add this", Values.None, ButtonStyle.Primary),
            [],
            new() { [ActionVerbs.Action] = action.Id.ToString() }));
    }

    public static async Task<Result<Reply>> Run(Tx tx, Visit visit)
    {
        var (action, no) = await OneAction.In(tx, visit);
        if (action is null) return no!;
        var (justified, refused) = action.Justify(visit.By, visit.Roles.Compliance, Words.Of(visit.Values[ActionVerbs.Why]));
        if (justified is null) return refused is SayWhyThen ? refused with { Field = ActionVerbs.Why } : refused!;
        if (!await ActionActsStore.Record(tx, justified)) return new ActionChanged();
        tx.Happened(justified);
        return new Finish("Kept with the change. It stays unauthorised.");
    }
}
