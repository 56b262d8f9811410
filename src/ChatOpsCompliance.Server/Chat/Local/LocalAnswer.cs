using ChatOpsCompliance.Chat;

namespace ChatOpsCompliance.Server.Chat.Local;

/// <summary>A sentence only this person sees.</summary>
/// <param name="Alert">It must not be missed: read out at once.</param>
public sealed record LocalLine(string Text, bool Alert = false);

/// <summary>What a reply looks like: perhaps a form, perhaps a line (inside the form when there is one).</summary>
/// <param name="Card">A card only this person sees.</param>
/// <param name="Kind">The reply's name, for the script and for tests.</param>
public sealed record LocalAnswer(string? Kind, LocalForm? Form, LocalLine? Line, Card? Card = null)
{
    public static readonly LocalAnswer None = new(null, null, null);

    internal static LocalAnswer To(LocalPress press, Reply reply)
    {
        var (form, line) = reply switch
        {
            Show show => (LocalForm.Fresh(show.Form), null),
            Tell => (null, null),
            Finish finish => (null, new LocalLine(finish.Text)),
            Say say => (press.FormAsTyped(), new LocalLine(say.Text)),
            Saved => (press.FormAsTyped(), new LocalLine("Draft saved")),
            Refused refused => (press.FormAsTyped(), new LocalLine(refused.Text, Alert: true)),
            Mistakes mistakes => Marked(press.FormAsTyped(mistakes.Fields), mistakes),
            _ => throw new InvalidOperationException($"No answer for {reply.GetType().Name}."),
        };
        return new(reply.GetType().Name, form, line, (reply as Tell)?.Card);
    }

    private static (LocalForm?, LocalLine) Marked(LocalForm? form, Mistakes mistakes)
    {
        var unplaced = form?.OtherMistakes ?? mistakes.Fields.Values;
        return (form, new(string.Join(' ', unplaced.Prepend(form is null ? "" : "Not sent yet: some answers need another look.")).Trim(), Alert: true));
    }
}
