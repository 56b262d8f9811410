using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Remediation;

/// <summary>The owner of an action says what was done. That settles nothing: a second person looks, or the source is read.</summary>
public sealed class DoAction(ActionConfirmers confirmers)
{
    public static async Task<Result<Reply>> Open(Read read, Visit visit)
    {
        var (action, no) = await OneAction.In(read, visit);
        if (action is null) return no!;
        if (action.MayDo(visit.By, visit.Roles.Compliance) is { } refused) return refused;
        return new Show(new(
            $"{action.Reference}: what was done?",
            [
                new Paragraph(action.Title),
                new Note(action.What),
                .. ActionWords.Story(action, []),
                new Write(ActionVerbs.Words, "What was done?", Long: true, Most: 2000) { Required = true },
                new Attach(ActionVerbs.File, "What shows it (optional)", "Such as a screenshot, or an export of the settings."),
                new Note(action.Kind == ActionKind.Drift ? "The next read of the source verifies it; until then it counts as open." : "A second person looks at it; until then it waits."),
            ],
            new(ActionVerbs.Do, "It is done", Values.None, ButtonStyle.Primary),
            [],
            new() { [ActionVerbs.Action] = action.Id.ToString() }));
    }

    public async Task<Result<Reply>> Run(Tx tx, Visit visit)
    {
        var (action, no) = await OneAction.In(tx, visit);
        if (action is null) return no!;
        var words = Words.Of(visit.Values[ActionVerbs.Words]);
        // Who may, and whether there is something to say, before the file is taken.
        if (action.Do(visit.By, visit.Roles.Compliance, words, null, tx.Now).No is { } early) return early is SayWhatWasDone ? early with { Field = ActionVerbs.Words } : early;
        Id<Attachment>? evidence = null;
        if (visit.Values[ActionVerbs.File].Length > 0)
        {
            var (file, missing) = await AttachmentStore.Keep(tx, visit, ActionVerbs.File, ActionCard.SubjectOf(action.Id));
            if (file is null) return missing!;
            evidence = file.Id;
        }

        var done = action.Do(visit.By, visit.Roles.Compliance, words, evidence, tx.Now).Value;
        if (!await ActionActsStore.Record(tx, done)) return new ActionChanged();
        tx.Happened(done);
        if (action.Kind == ActionKind.Drift) return new Finish("Noted. The next read of the source verifies it; until then it counts as open.");
        var (able, _) = await confirmers.Of(tx, (await ActionStore.One(tx, action.Id))!);
        return new Finish($"Noted. {ActionCard.Who(able)}");
    }
}

/// <summary>The action that a button or a form names.</summary>
internal static class OneAction
{
    public static async Task<Result<ActionTask>> In(Read read, Visit visit) =>
        visit.Values.Id<ActionTask>(ActionVerbs.Action) is { } id && await ActionStore.One(read, id) is { } action ? action : new ActionUnknown();
}

public sealed record ActionUnknown() : Refusal("This is not known any more; write “actions” to see what there is.");

public sealed record ActionChanged() : Refusal("Somebody else was quicker; its newest message shows how it stands now.");
