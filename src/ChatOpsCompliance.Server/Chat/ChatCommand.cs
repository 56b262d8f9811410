using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Chat;

/// <summary>Words that somebody writes to the bot. What it does not know, it answers with all that it does.</summary>
/// <param name="Words">Lower case, such as <c>my reviews</c>.</param>
/// <param name="What">What it shows, as help says it.</param>
public sealed record ChatCommand(string Words, string What, Func<Read, Visit, Task<Result<Reply>>> Answer)
{
    /// <summary>A text was written to the bot; on every platform a click with this verb.</summary>
    public static readonly Verb Written = new("chat.command");

    /// <summary>The value that holds what was written.</summary>
    public const string Text = "text";

    /// <summary>A button that does what writing the words does.</summary>
    public static Button AsButton(string words, string label, ButtonStyle style = ButtonStyle.Plain) => new(Written, label, new Values { [Text] = words }, style);

    /// <summary>Case, blanks, a slash before and a full stop behind do not matter.</summary>
    internal bool Means(string written) => Plain(written) == Words;

    internal static Reply Help(IReadOnlyList<ChatCommand> known, string written)
    {
        var asked = Plain(written) is "" or "help";
        return new Tell(new(
            "What you can write to me",
            [
                new Heading(asked ? "What you can write to me" : "I don't know that one"),
                .. asked ? Array.Empty<Block>() : [new Paragraph($"You wrote “{Short(written)}”. These I know:")],
                new Facts([.. known.Select(c => (c.Words, c.What)), ("help", "this list")]),
                new Note("Everything else I send you by myself when something waits for you. Whatever you do here is written to the audit log under your name."),
                new Buttons([.. known.Select(c => AsButton(c.Words, char.ToUpperInvariant(c.Words[0]) + c.Words[1..]))]),
            ]));
    }

    private static string Plain(string written) =>
        string.Join(' ', written.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimStart('/').TrimEnd('.', '!', '?');

    private static string Short(string written) => written.Trim() is { Length: > 60 } text ? $"{text[..60]}…" : written.Trim();
}
