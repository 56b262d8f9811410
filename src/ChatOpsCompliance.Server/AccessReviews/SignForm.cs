using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using static ChatOpsCompliance.Server.AccessReviews.ReviewWords;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>What is about to be signed, in full: all that was chosen, or only that of one system or one page. A pure function of state.</summary>
internal static class SignForm
{
    private const string OfSystem = "system/", OfItems = "items/";

    /// <summary>So many characters fit into one paragraph everywhere (Slack: 3000).</summary>
    private const int LongestLine = 2900;

    public static string ScopeOfSystem(string system) => OfSystem + system;

    public static string ScopeOfPage(string ordinals) => OfItems + ordinals;

    /// <summary>What is chosen completely and lies in the scope, as far as one screen can show it: nobody signs what they can't see. The rest comes after.</summary>
    public static IReadOnlyList<ReviewItem> Chosen(ReviewInHand review, string scope) => ReviewPage.Fitting(Complete(review, scope));

    private static IEnumerable<ReviewItem> Complete(ReviewInHand review, string scope) => In(review, scope).Where(i => i.Draft is { } draft && draft.Check(i.Flagged) is null);

    public static Form Of(ReviewInHand review, string scope)
    {
        var chosen = Chosen(review, scope);
        var hidden = new Values { [ReviewVerbs.Campaign] = review.Campaign.Id.ToString(), [ReviewVerbs.Scope] = scope };
        var back = new Button(ReviewVerbs.Page, "Back to the list", new Values { [ReviewVerbs.To] = "0" });
        if (chosen.Count == 0)
            return new($"{review.Campaign.Title}: nothing to sign yet", [new Paragraph("You have not chosen anything yet. Go back and choose for each access whether it stays."), .. Open(review, chosen)], back, [], hidden);

        var blocks = new List<Block>();
        foreach (var group in chosen.GroupBy(i => i.Draft!.Decision).OrderBy(g => Rank(g.Key)))
        {
            blocks.Add(new Heading($"{HeadingOf(group.Key)} ({group.Count()})"));
            blocks.AddRange(Lines(group));
        }

        blocks.Add(new Divider());
        blocks.Add(new Paragraph($"By signing I say: “{Signature.Text}”"));
        if (Complete(review, scope).Count() is var all && all > chosen.Count) blocks.Add(new Note($"{Count(all - chosen.Count, "more is chosen and comes", "more are chosen and come")} after these: they do not fit on one screen."));
        blocks.AddRange(Open(review, chosen));
        return new(
            $"{review.Campaign.Title}: sign",
            blocks,
            new Button(ReviewVerbs.Sign, $"Sign {Count(chosen.Count, "decision", "decisions")}", Values.None, ButtonStyle.Primary),
            [.. Systems(chosen, scope), back],
            hidden);
    }

    private static IEnumerable<ReviewItem> In(ReviewInHand review, string scope)
    {
        if (scope.StartsWith(OfSystem, StringComparison.Ordinal)) return review.Undecided.Where(i => i.System == scope[OfSystem.Length..]);
        if (!scope.StartsWith(OfItems, StringComparison.Ordinal)) return review.Undecided;
        var ordinals = ReviewInHand.Numbers(scope[OfItems.Length..]).ToHashSet();
        return review.Undecided.Where(i => ordinals.Contains(i.Ordinal));
    }

    private static IEnumerable<Button> Systems(IReadOnlyList<ReviewItem> chosen, string scope)
    {
        var systems = chosen.CountBy(i => i.System).OrderBy(s => s.Key, StringComparer.Ordinal).ToList();
        return scope.Length > 0 || systems.Count is < 2 or > 5
            ? []
            : systems.Select(s => new Button(ReviewVerbs.Page, $"Only {s.Key} ({s.Value})", new Values { [ReviewVerbs.To] = ReviewForm.ToSign, [ReviewVerbs.Scope] = ScopeOfSystem(s.Key) }));
    }

    /// <summary>What is to go, to change, or is flagged stands by itself with its reason; what simply stays is told person by person.</summary>
    private static IEnumerable<Block> Lines(IEnumerable<ReviewItem> items)
    {
        foreach (var person in items.GroupBy(Holder))
        {
            foreach (var item in person.Where(Alone)) yield return new Paragraph($"{person.Key}: {Title(item)} — {item.Draft!.Text.TrimEnd('.')}{(item.Flagged ? $". Flagged: {Flags(item)}" : "")}");
            var line = "";
            foreach (var title in person.Where(i => !Alone(i)).Select(Title))
            {
                if (line.Length + title.Length > LongestLine)
                {
                    yield return new Paragraph(line);
                    line = "";
                }

                line = line.Length == 0 ? $"{person.Key}: {title}" : $"{line}; {title}";
            }

            if (line.Length > 0) yield return new Paragraph(line);
        }
    }

    private static bool Alone(ReviewItem item) => item.Flagged || item.Draft is not { Decision: Decision.Keep, Reason: null };

    private static IEnumerable<Block> Open(ReviewInHand review, IReadOnlyList<ReviewItem> chosen)
    {
        var open = review.Undecided.Count - chosen.Count;
        var incomplete = review.Undecided.Count(i => i.Draft is { } draft && draft.Check(i.Flagged) is not null);
        if (open > 0 && chosen.Count > 0) yield return new Note($"{Count(open, "other item stays", "other items stay")} open.");
        if (incomplete > 0) yield return new Note($"{Count(incomplete, "choice needs", "choices need")} a reason or a word more before {(incomplete == 1 ? "it" : "they")} can be signed.");
    }

    private static int Rank(Decision decision) => decision switch { Decision.Revoke => 0, Decision.Modify => 1, Decision.Keep => 2, _ => 3 };

    private static string HeadingOf(Decision decision) => decision switch { Decision.Revoke => "To be removed", Decision.Modify => "To be changed", Decision.Keep => "To be kept", _ => "To be passed on" };
}
