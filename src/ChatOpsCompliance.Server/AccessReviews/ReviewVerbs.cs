using System.Globalization;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>The verbs of access reviews, and the names of the values they carry. Persisted formats.</summary>
public static class ReviewVerbs
{
    public static readonly Verb Open = new("review.open");

    public static readonly Verb Page = new("review.page");

    public static readonly Verb Draft = new("review.draft");

    public static readonly Verb Sign = new("review.sign");

    public static readonly Verb Ask = new("review.ask");

    public static readonly Verb Decide = new("review.decide");

    public static readonly Verb RevokeAll = new("review.revoke-all");

    public static readonly Verb WhyMe = new("review.why-me");

    public static readonly Verb Question = new("review.question");

    public static readonly Verb Answer = new("review.answer");

    public static readonly Verb Close = new("campaign.close");

    public const string Campaign = "campaign", Item = "item", To = "to", Option = "option", Words = "words", Target = "target", Response = "response", File = "file";

    /// <summary>On which screen somebody is: the ordinals it shows, whether by ticks, and which are wanted one by one. <see cref="Scope"/>: what is signed.</summary>
    public const string On = "on", ByTicks = "ticks", Apart = "apart", Scope = "scope", Why = "why";

    /// <summary>The fields of one item, or of several that are chosen for together: the choice, its words, what it is exchanged for; the ticks of a person.</summary>
    private const char Choice = 'd', InWords = 'w', InExchange = 't', Ticked = 'x';

    public static string ChoiceOf(int ordinal) => Name(Choice, [ordinal]);

    public static string WordsOf(int ordinal) => Name(InWords, [ordinal]);

    internal static string ChoiceOf(IEnumerable<ReviewItem> items) => Name(Choice, items.Select(i => i.Ordinal));

    internal static string WordsOf(IEnumerable<ReviewItem> items) => Name(InWords, items.Select(i => i.Ordinal));

    internal static string TargetOf(IEnumerable<ReviewItem> items) => Name(InExchange, items.Select(i => i.Ordinal));

    internal static string TicksOf(IEnumerable<ReviewItem> items) => Name(Ticked, items.Select(i => i.Ordinal));

    /// <summary>The fields in which something was chosen, and for which items.</summary>
    internal static IEnumerable<(string Field, IReadOnlyList<int> Ordinals)> Choices(Values values) =>
        values.Where(v => v.Key.Length > 1 && v.Key[0] == Choice && char.IsAsciiDigit(v.Key[1])).Select(v => (v.Key, ReviewInHand.Numbers(v.Key[1..])));

    /// <summary>The fields beside a choice's field.</summary>
    internal static (string Words, string Target) Beside(string choiceField) => (InWords + choiceField[1..], InExchange + choiceField[1..]);

    /// <summary>The ordinals of all that is ticked.</summary>
    internal static IReadOnlySet<int> Ticks(Values values) =>
        values.Where(v => v.Key.Length > 1 && v.Key[0] == Ticked && char.IsAsciiDigit(v.Key[1])).SelectMany(v => ReviewInHand.Numbers(v.Value)).ToHashSet();

    private static string Name(char kind, IEnumerable<int> ordinals) => kind + string.Join('-', ordinals.Select(o => o.ToString(CultureInfo.InvariantCulture)));
}
