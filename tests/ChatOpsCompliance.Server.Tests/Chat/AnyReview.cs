using System.Globalization;
using ChatOpsCompliance.Access;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.AccessReviews;

namespace ChatOpsCompliance.Server.Tests.Chat;

/// <summary>A review in any state that people can bring it into, with texts as long and as hostile as sources and people may write them. The same seed gives the same.</summary>
internal sealed class AnyReview(int seed)
{
    /// <summary>As long as the database takes them.</summary>
    private const int LongestName = 300, LongestWords = 500;

    private static readonly string[] Hostile =
    [
        "<!channel>", "<!here|everybody>", "<@U0123ABCD>", "<#C0123ABCD|general>", "<https://evil.example|Keep>", "*bold* _it_ ~gone~ `code`", "```block```", "&lt;!channel&gt;", "&amp;", ":rotating_light:",
        "https://evil.example/path?x=1", "@channel @here", "> quoted", "• list", "<!date^0^{date}|x>", "\u202Egnp.exe", "‮", "a\u0000b", "line\nbreak", "\"quotes\" 'and' \\slashes", "<!subteam^S1>", "mailto:x@evil.example", " 2026-03-16 17:00 UTC|<!here> ", "{\"type\":\"button\"}", "😀👩‍👩‍👧‍👦", "١٢٣",
    ];

    private readonly Random random = new(seed);

    public static IReadOnlyList<string> HostileTexts => Hostile;

    /// <summary>Every form and card that this state has.</summary>
    public (IReadOnlyList<Form> Forms, IReadOnlyList<Card> Cards) Screens()
    {
        var review = Review();
        var pages = review.Pages;
        // The first, the last and one between: the others are like it.
        var forms = new[] { 0, random.Next(pages.Count), pages.Count - 1 }.Distinct().Select(n => ReviewForm.Of(review, pages[n])).ToList();
        if (random.Next(3) == 0) forms[0] = forms[0] with { Banner = Text(LongestWords) };
        forms.Add(SignForm.Of(review, ""));
        var one = review.Items[random.Next(review.Items.Count)];
        var theirs = review.Undecided.Where(i => ReviewWords.Holder(i) == ReviewWords.Holder(one)).Take(60).ToList();
        if (theirs.Count > 0) forms.Add(ReasonForm.RevokeAll(review, theirs, "1"));
        forms.Add(ReasonForm.Why(one, random.Next(2) == 0 ? Decision.Keep : Decision.Revoke));
        forms.Add(ReasonForm.Any(one, ReviewForm.Targets(one, Targets())));
        var undecided = review.Undecided.Count;
        var cards = new List<Card>
        {
            ReviewDigest.For(review.Campaign, Someone, new() { Items = review.Items.Count, Done = review.Items.Count - undecided, Drafts = random.Next(undecided + 1), Flagged = review.Undecided.Count(i => i.Flagged) }, undecided <= ReviewDigest.OnTheMessage ? review.Undecided : []),
            ReviewDigest.For(review.Campaign, Someone, new() { Items = 3 }, [.. review.Undecided.Take(3)]),
        };
        return (forms, cards);
    }

    public string Text(int most)
    {
        var text = string.Concat(Enumerable.Range(0, random.Next(1, 8)).Select(_ => random.Next(3) == 0 ? Hostile[random.Next(Hostile.Length)] : Word()));
        if (random.Next(6) == 0) text += new string("xyäß世😀 "[random.Next(5)], random.Next(most));
        text = text.Replace("\0", "", StringComparison.Ordinal);
        return text.Length <= most ? text : char.IsHighSurrogate(text[most - 1]) ? text[..(most - 1)] : text[..most];
    }

    private string Word() => new[] { "admin", "payments", " ", "Ana Müller", "read", "-", "arn:aws:iam::1:role/", "production", ": ", "O'Neil" }[random.Next(10)];

    private ReviewInHand Review()
    {
        var campaign = new Campaign
        {
            Id = new(Guid.NewGuid()),
            Definition = "quarterly",
            Title = Text(random.Next(2) == 0 ? 30 : 200),
            Period = new(2026, 3, 1),
            Status = CampaignStatus.Active,
            LaunchedAt = At(0),
            DueAt = At(14),
            Owner = Someone.Id,
            OwnerName = "Grace Okafor",
        };
        var people = Enumerable.Range(0, random.Next(1, 6)).Select(_ => Text(LongestName)).ToList();
        var systems = Enumerable.Range(0, random.Next(1, 4)).Select(n => $"system-{n}").ToList();
        var items = Enumerable.Range(1, random.Next(20) == 0 ? random.Next(1, 300) : random.Next(1, 30)).Select(n => Item(campaign, n * random.Next(1, 1000), people, systems)).DistinctBy(i => i.Ordinal).ToList();
        if (items.TrueForAll(i => i.Decided is not null)) items[0] = items[0] with { Decided = null };
        var apart = items.Where(_ => random.Next(4) == 0).Select(i => i.Ordinal).ToHashSet();
        return new()
        {
            Campaign = campaign,
            Reviewer = Someone.Id,
            Items = ReviewPage.Order(items, apart),
            Apart = apart,
            Targets = systems.ToDictionary(s => s, _ => Targets()),
        };
    }

    private IReadOnlyList<string> Targets() => [.. Enumerable.Range(0, random.Next(4) == 0 ? random.Next(130) : random.Next(5)).Select(n => string.Create(CultureInfo.InvariantCulture, $"{Text(LongestName - 5)}{n}")).Distinct(StringComparer.Ordinal)];

    private ReviewItem Item(Campaign campaign, int ordinal, IReadOnlyList<string> people, IReadOnlyList<string> systems)
    {
        var flags = random.Next(2) == 0 ? [] : Enumerable.Range(0, random.Next(1, 4)).Select(_ => new Flag((FlagKind)random.Next(Enum.GetValues<FlagKind>().Length), Text(200))).ToList();
        return new()
        {
            Campaign = campaign.Id,
            Ordinal = ordinal,
            CampaignStatus = CampaignStatus.Active,
            System = systems[random.Next(systems.Count)],
            Grant = new(Text(LongestName), Text(LongestName), random.Next(2) == 0 ? "" : Text(100)),
            AccountType = (AccountType)random.Next(3),
            Subject = Someone.Id,
            SubjectName = random.Next(8) == 0 ? null : people[random.Next(people.Count)],
            Reviewer = Someone.Id,
            ReviewerName = Someone.Name,
            Mfa = random.Next(3) switch { 0 => null, 1 => true, _ => false },
            LastUsedAt = random.Next(3) == 0 ? null : At(-random.Next(1000)),
            LastSaid = random.Next(2) == 0 ? null : Text(LongestWords),
            Flags = flags,
            Details = new()
            {
                Title = random.Next(2) == 0 ? null : Text(LongestName),
                Allows = random.Next(2) == 0 ? null : Text(1000),
                GrantedVia = random.Next(2) == 0 ? null : Text(LongestName),
                RequestRef = random.Next(2) == 0 ? null : Text(100),
                GivenBy = random.Next(4) == 0 ? Text(LongestName) : null,
                GivenWords = random.Next(4) == 0 ? Text(LongestWords) : null,
            },
            Draft = random.Next(6) switch
            {
                0 => Choice.Parse("revoke:other", Text(LongestWords)),
                1 => Choice.Parse("keep", null),
                2 => Choice.Parse("modify:job-needs-other", null, Text(LongestName)),
                3 => Choice.Parse("not-sure", Text(LongestWords)),
                _ => null,
            },
        };
    }

    private static DateTimeOffset At(int days) => new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero).AddDays(days);

    private static readonly Person Someone = new() { Id = new(new Guid("01890000-0000-7000-8000-000000000001")), RosterKey = "P2", Name = "Mia Keller", Email = "mia@example.com", Active = true, TimeZone = "Europe/Berlin" };
}
