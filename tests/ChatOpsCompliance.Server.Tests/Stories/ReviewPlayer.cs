using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Tests.Chat;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>
/// One reviewer who goes through a whole review in chat: opens it from its message, decides screen by screen, signs. Counts what a person would
/// have to do (each choice, tick and press is one), and notes what was on the screen before it was kept.
/// </summary>
/// <param name="wanted">What they think of an item, as the form's options say it: <c>Keep</c>, <c>Revoke: moved team</c>.</param>
internal sealed class ReviewPlayer(LocalChatClient chat, IEnumerable<ReviewItem> mine, Func<ReviewItem, string> wanted)
{
    private const string Revoke = "Revoke: ";

    private readonly Dictionary<int, ReviewItem> items = mine.ToDictionary(i => i.Ordinal);

    public int Interactions { get; private set; }

    /// <summary>The ordinals of all that a screen showed by name.</summary>
    public HashSet<int> Shown { get; } = [];

    /// <summary>The forms as they were seen, one after the other.</summary>
    public List<SeenForm> Forms { get; } = [];

    public async Task<SeenAnswer> Play()
    {
        var open = chat.Cards.SelectMany(c => c.Buttons).Last(b => b.StartsWith("Review ", StringComparison.Ordinal) || b == "See all as a list");
        var answer = await Did(chat.Click(open));
        while (answer.Form is { } form)
        {
            if (form.Buttons.FirstOrDefault(b => b.StartsWith("Sign ", StringComparison.Ordinal) && b.Contains("decision", StringComparison.Ordinal)) is { } sign) answer = await Did(chat.Submit(sign));
            else if (await Apart(form) is { } apart) answer = apart;
            else answer = await Screen(form);
        }

        return answer;
    }

    /// <summary>Presses “one by one” when not all that is asked together is wanted the same.</summary>
    private async Task<SeenAnswer?> Apart(SeenForm form)
    {
        foreach (var ordinals in form.Names.Where(n => n[0] == 'd').Select(n => ReviewInHand.Numbers(n[1..])))
            if (ordinals.Select(o => wanted(items[o])).Distinct().Count() > 1)
                return await Did(chat.Submit($"{ReviewWords.Holder(items[ordinals[0]])}, one by one…"));
        return null;
    }

    private async Task<SeenAnswer> Screen(SeenForm form)
    {
        foreach (var name in form.Names)
        {
            var ordinals = ReviewInHand.Numbers(name[1..]);
            if (name[0] == 'd') Choose(name, wanted(items[ordinals[0]]));
            if (name[0] == 'x') Tick(name, ordinals);
            if (name[0] is 'd' or 'x') Shown.UnionWith(ordinals);
        }

        if (form.Names.Any(n => n[0] == 'x'))
        {
            // What the ticks send by themselves where scripts run.
            form = (await chat.SaveDraft()).Form!;
            if (form.Names.Contains(ReviewVerbs.Why))
            {
                Choose(ReviewVerbs.Why, wanted(items.Values.First(i => Shown.Contains(i.Ordinal) && !i.Flagged && Goes(i)))[Revoke.Length..]);
                form = (await chat.SaveDraft()).Form!;
            }
        }

        var button = form.Buttons.First(b => b is "Save, next page" or "Save, and look at what to sign" || b.StartsWith("Keep ", StringComparison.Ordinal) || (b.StartsWith("Revoke ", StringComparison.Ordinal) && b.Contains(" ticked", StringComparison.Ordinal)));
        return await Did(chat.Submit(button));
    }

    private bool Goes(ReviewItem item) => wanted(item).StartsWith(Revoke, StringComparison.Ordinal);

    private void Choose(string field, string option)
    {
        chat.Choose(field, option);
        Interactions++;
    }

    private void Tick(string name, IReadOnlyList<int> ordinals)
    {
        var going = ordinals.Where(o => Goes(items[o])).ToList();
        chat.Tick(name, [.. going.Select(o => ReviewWords.Title(items[o]))]);
        Interactions += going.Count;
    }

    private async Task<SeenAnswer> Did(Task<SeenAnswer> act)
    {
        Interactions++;
        var answer = await act;
        Assert.False(answer.Kind is "Refused" or "Mistakes", answer.ToString());
        if (answer.Form is { } form) Forms.Add(form);
        return answer;
    }
}
