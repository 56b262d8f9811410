using System.Globalization;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>The question about a role, a rule or a statement, as its owner reads it. A pure function of the item.</summary>
public static class AnswerForm
{
    public const string Right = "right", NotRight = "not-right", NotMine = "not-mine";

    public static Form Of(ReviewItem item)
    {
        var (question, yes, no, words) = Wording(item.Kind);
        var blocks = new List<Block> { new Heading(ReviewWords.Title(item)), new Paragraph(item.Statement ?? "") };
        if (item.Flagged) blocks.Add(new Note($"Flagged: {ReviewWords.Flags(item)}."));
        if (item.LastSaid is { } last) blocks.Add(new Note($"Last time: {last}."));
        blocks.Add(new Choose(ReviewVerbs.Option, question, [new(Right, yes), new(NotRight, no), new(NotMine, "Not mine to answer: whose it may be, below")], null) { Required = true });
        blocks.Add(new Write(ReviewVerbs.Words, words, Long: true, Most: 2000));
        blocks.Add(new Attach(ReviewVerbs.File, "A file that shows it (optional)"));
        blocks.Add(new Paragraph($"By pressing the button I say: “{Answering.Signature}”"));
        return new(question, blocks, new Button(ReviewVerbs.Answer, "Record my answer", Values.None, ButtonStyle.Primary), [], IdsOf(item));
    }

    /// <summary>The way to the form, on the message of a review.</summary>
    public static Button Open(ReviewItem item) => new(ReviewVerbs.Question, $"Answer: {ReviewWords.Title(item)}", IdsOf(item), ButtonStyle.Primary);

    public static string Said(ReviewItem item, Choice choice) => choice.Decision == Decision.Keep ? Wording(item.Kind).Yes : Wording(item.Kind).No;

    private static (string Question, string Yes, string No, string Words) Wording(ItemKind kind) => kind switch
    {
        ItemKind.RoleDefinition => ("Is this role right?", "Right as it is: who has it should, and it allows what it should", "Not right", "Why it is right if it is flagged, or how it should be"),
        ItemKind.Rule => ("Should everybody in the roster have this?", "Yes, everybody", "No", "How it should be, if not"),
        ItemKind.Attestation => ("Is this so?", "It is so", "Not yet", "What shows it, or what has to be done until it is so"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A grant is decided on, not answered."),
    };

    private static Values IdsOf(ReviewItem item) => new() { [ReviewVerbs.Campaign] = item.Campaign.ToString(), [ReviewVerbs.Item] = item.Ordinal.ToString(CultureInfo.InvariantCulture) };
}
