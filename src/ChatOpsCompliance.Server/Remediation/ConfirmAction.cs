using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Remediation;

/// <summary>A second person looks at what was done, and confirms it or doubts it.</summary>
public static class ConfirmAction
{
    public static async Task<Result<Reply>> Look(Read read, Visit visit)
    {
        var (action, no) = await OneAction.In(read, visit);
        if (action is null) return no!;
        if (action.Kind == ActionKind.Drift) return new OnlyTheSourceSays();
        if (action.MayConfirm(visit.By, MayConfirm(visit)) is { } refused) return refused;
        return new Show(new(
            $"{action.Reference}: is it done?",
            [
                new Paragraph(action.Title),
                new Note(action.What),
                .. ActionWords.Story(action, await AttachmentStore.Of(read, ActionCard.SubjectOf(action.Id))),
                new Write(ActionVerbs.Words, "Your words (needed when it is not done)", Long: true, Most: 2000),
            ],
            new(ActionVerbs.Confirm, "I looked: it is done", Values.None, ButtonStyle.Primary),
            [new(ActionVerbs.Doubt, "It is not done", Values.None, ButtonStyle.Danger)],
            new() { [ActionVerbs.Action] = action.Id.ToString(), [ActionVerbs.DoneAt] = Seen(action) }));
    }

    public static async Task<Result<Reply>> Confirm(Tx tx, Visit visit)
    {
        var (action, no) = await OneAction.In(tx, visit);
        if (action is null) return no!;
        var (confirmed, refused) = action.Confirm(visit.By, MayConfirm(visit), Words.Of(visit.Values[ActionVerbs.Words]), tx.Now);
        if (confirmed is null) return refused!;
        if (visit.Values[ActionVerbs.DoneAt] != Seen(action)) return new DoneAnew();
        if (!await ActionActsStore.Record(tx, confirmed, action.DoneAt!.Value)) return new ActionChanged();
        tx.Happened(confirmed);
        return new Finish($"Confirmed: {action.Reference} is done.");
    }

    public static async Task<Result<Reply>> Doubt(Tx tx, Visit visit)
    {
        var (action, no) = await OneAction.In(tx, visit);
        if (action is null) return no!;
        var (doubted, refused) = action.Doubt(visit.By, MayConfirm(visit), Words.Of(visit.Values[ActionVerbs.Words]));
        if (doubted is null) return refused is SayWhatIsMissing ? refused with { Field = ActionVerbs.Words } : refused!;
        if (visit.Values[ActionVerbs.DoneAt] != Seen(action)) return new DoneAnew();
        if (!await ActionActsStore.Record(tx, doubted, action.DoneAt!.Value)) return new ActionChanged();
        tx.Happened(doubted);
        return new Finish($"Noted. {action.Reference} is open again, and {action.Whose} is told.");
    }

    private static bool MayConfirm(Visit visit) => visit.Roles.Compliance || visit.Roles.Executive;

    /// <summary>Which of possibly several times that it was said to be done they look at.</summary>
    private static string Seen(ActionTask action) => action.DoneAt is { } at ? ChatOpsCompliance.Evidence.LedgerEntry.Time(at) : "";
}

public sealed record DoneAnew() : Refusal("It was opened and done again since you opened this form. Look at it again from its message.");
