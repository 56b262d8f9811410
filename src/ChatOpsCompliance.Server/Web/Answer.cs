using ChatOpsCompliance.Chat;

namespace ChatOpsCompliance.Server.Web;

/// <summary>A sentence only this person sees.</summary>
/// <param name="Alert">It must not be missed: read out at once.</param>
public sealed record Line(string Text, bool Alert = false);

/// <summary>What a reply looks like: perhaps a form, perhaps a line (inside the form when there is one).</summary>
/// <param name="Card">A card only this person sees.</param>
/// <param name="Kind">The reply's name, for the script and for tests.</param>
public sealed record Answer(string? Kind, ShownForm? Form, Line? Line, Card? Card = null)
{
    public static readonly Answer None = new(null, null, null);

    internal static Answer To(Press press, Reply reply)
    {
        var (form, line) = reply switch
        {
            Show show => (ShownForm.Fresh(show.Form), null),
            Tell => (null, null),
            Finish finish => (null, new Line(finish.Text)),
            Say say => (press.FormAsTyped(), new Line(say.Text)),
            Saved => (press.FormAsTyped(), new Line("Draft saved")),
            Refused refused => (press.FormAsTyped(), new Line(refused.Text, Alert: true)),
            Mistakes mistakes => Marked(press.FormAsTyped(mistakes.Fields), mistakes),
            _ => throw new InvalidOperationException($"No answer for {reply.GetType().Name}."),
        };
        return new(reply.GetType().Name, form, line, (reply as Tell)?.Card);
    }

    private static (ShownForm?, Line) Marked(ShownForm? form, Mistakes mistakes)
    {
        var unplaced = form?.OtherMistakes ?? mistakes.Fields.Values;
        return (form, new(string.Join(' ', unplaced.Prepend(form is null ? "" : "Not sent yet: some answers need another look.")).Trim(), Alert: true));
    }
}
