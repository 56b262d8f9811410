using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>The owner of a role, a rule or a statement says whether it is right, with what shows it; a file may come with it.</summary>
public sealed class AnswerItem(PassOn passOn)
{
    public static async Task<Result<Reply>> Ask(Read read, Visit visit)
    {
        var (item, no) = await DecideItem.Find(read, visit);
        if (item is null) return no!;
        if (item.Kind == ItemKind.Grant) return new NoQuestion();
        return item.MayAct(visit.By) is { } refused ? refused : new Show(AnswerForm.Of(item));
    }

    public async Task<Result<Reply>> Run(Tx tx, Visit visit)
    {
        var (item, no) = await DecideItem.Find(tx, visit);
        if (item is null) return no!;
        if (item.Kind == ItemKind.Grant) return new NoQuestion();
        var words = Words.Of(visit.Values[ReviewVerbs.Words]);
        Choice? choice = visit.Values[ReviewVerbs.Option] switch { AnswerForm.Right => Answering.Right(words), AnswerForm.NotRight => Answering.NotRight(words), AnswerForm.NotMine => Answering.NotMine(words), _ => null };
        if (choice is null) return item.MayAct(visit.By) ?? new AnswerMissing { Field = ReviewVerbs.Option };

        var form = AnswerForm.Of(item);
        if (visit.Values[Form.RenderingField] != form.Rendering()) return new Show(form with { Banner = "This changed since you looked: this is how it stands now." });
        if (choice.PassesOn)
        {
            var (next, unable) = await passOn.Run(tx, item, choice, visit.By);
            return next is not null ? new Finish($"Passed on to {next.Name}: {ReviewWords.Title(item)}.") : unable is NoteNeeded ? unable with { Field = ReviewVerbs.Words } : unable!;
        }

        var (decided, refused) = await DecideItem.Decide(tx, item, choice, visit.By, form.Rendering());
        if (decided is null) return refused is EvidenceNeeded or HowNeeded or WhyRightNeeded ? refused with { Field = ReviewVerbs.Words } : refused!;
        if (visit.Values[ReviewVerbs.File].Length > 0 && (await AttachmentStore.Keep(tx, visit, ReviewVerbs.File, decided.Subject)).No is { } lost) return lost;
        return new Finish($"Recorded: {AnswerForm.Said(item, choice)}. {ReviewWords.Title(item)}.");
    }
}

public sealed record NoQuestion() : Refusal("This is somebody's access: decide on it from the list of your review.");

public sealed record AnswerMissing() : Refusal("Choose an answer.");
