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

    public static readonly Verb Question = new("review.question");

    public static readonly Verb Answer = new("review.answer");

    public static readonly Verb Close = new("campaign.close");

    public const string Campaign = "campaign", Item = "item", Last = "last", To = "to", Option = "option", Words = "words", Response = "response", File = "file";

    /// <summary>The field of one item's choice, and of its words.</summary>
    public static string ChoiceOf(int ordinal) => FormattableString.Invariant($"d{ordinal}");

    public static string WordsOf(int ordinal) => FormattableString.Invariant($"w{ordinal}");
}
