using ChatOpsCompliance.Access;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Tests.Chat;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>Every screen of a review with all that it can show, approved as text.</summary>
public sealed class ReviewScreensReadWell
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private static readonly Id<Person> Mia = new(new Guid("01890000-0000-7000-8000-000000000001"));

    private static readonly Campaign Quarterly = new()
    {
        Id = new(new Guid("01890000-0000-7000-8000-0000000000c1")),
        Definition = "quarterly",
        Title = "Quarterly access review",
        Period = new(2026, 3, 1),
        Status = CampaignStatus.Active,
        LaunchedAt = Now,
        DueAt = Now.AddDays(14),
        Owner = new(new Guid("01890000-0000-7000-8000-000000000007")),
        OwnerName = "Grace Okafor",
    };

    private static readonly ReviewItem Payments = Item(1, "Ada Novak", "payments: admin", "production", FlagKind.Privileged, "privileged access") with
    {
        Privileged = true,
        LastSaid = "Keep: on call (Mia Keller, 2025-12-03)",
        Details = new()
        {
            Title = "Payments administrator",
            Allows = "Refund, change payout accounts.",
            GrantedAt = Now.AddDays(-400),
            GrantedVia = "payments-admins",
            RequestRef = "REQ-17",
            ExpiresAt = Now.AddDays(300),
        },
    };

    private static readonly ReviewItem[] Alike =
    [
        Item(2, "Ben Weber", "infra: write", "production", FlagKind.Unused90Days, "last used 2025-10-01, 152 days ago"),
        Item(3, "Ben Weber", "infra: read", "production", FlagKind.Unused90Days, "last used 2025-09-12, 171 days ago"),
    ];

    private static readonly ReviewItem Bot = Item(4, "Omar Haddad", "deploy", "production", FlagKind.KeyPastRotation, "key made 2024-01-01, 791 days ago") with
    {
        AccountType = AccountType.Service,
        Grant = new("deploy-bot", "deploy", "production"),
        System = "aws",
        Mfa = null,
        LastUsedAt = null,
        Flags = [new(FlagKind.NeverUsed, "never used"), new(FlagKind.KeyPastRotation, "key made 2024-01-01, 791 days ago")],
        Details = new() { GivenBy = "Carla Mendes", GivenBecause = ReassignCause.NotSure, GivenWords = "Is the old key still used?" },
    };

    private static readonly ReviewItem[] Plain =
    [
        Item(5, "Ada Novak", "web: write"),
        Item(6, "Ada Novak", "wiki: edit") with { Mfa = null, LastUsedAt = null },
        Item(7, "Ben Weber", "docs: write"),
        Item(8, "Ben Weber", "web: write") with { System = "aws" },
    ];

    [Fact]
    public void Each_reads_as_it_was_approved()
    {
        ReviewItem[] all = [Payments, .. Alike, Bot, .. Plain];
        var chosen = all.Select(i => i.Ordinal switch
        {
            1 => i with { Draft = Choice.Parse("modify:job-needs-other", null, "payments: read") },
            2 or 3 => i with { Draft = Choice.Parse("revoke:other", "He is on leave for a year.") },
            4 => i with { Draft = Choice.Parse("not-sure", null) },
            7 => i with { Draft = Choice.Parse("revoke:moved", null) },
            _ => i with { Draft = Choice.Parse("keep", null) },
        }).ToArray();

        Approved.Match(
            string.Join("\n=====\n\n",
            [
                Pages(Hand(all)),
                Pages(Hand(chosen)),
                Pages(Hand(all).WithApart([7, 8])),
                SignForm.Of(Hand(all), "").SketchOnEveryPlatform(),
                SignForm.Of(Hand(chosen), "").SketchOnEveryPlatform(),
                SignForm.Of(Hand(chosen), SignForm.ScopeOfSystem("aws")).SketchOnEveryPlatform(),
                SignForm.Of(Hand(chosen), SignForm.ScopeOfPage("5,6")).SketchOnEveryPlatform(),
                ReasonForm.RevokeAll(Hand(all), [Alike[0], Alike[1], Plain[2], Plain[3]], "2,3").SketchOnEveryPlatform(),
                ReasonForm.Why(Payments, Decision.Keep).SketchOnEveryPlatform(),
                ReasonForm.Why(Bot, Decision.Revoke).SketchOnEveryPlatform(),
                ReasonForm.Any(Payments, ReviewForm.Targets(Payments, ["payments: admin", "payments: read", "web: write"])).SketchOnEveryPlatform(),
                ReviewDigest.For(Quarterly, Someone, new() { Items = 8, Done = 0, Drafts = 3, Flagged = 4 }, []).SketchOnEveryPlatform(),
                ReviewDigest.For(Quarterly, Someone, new() { Items = 8, Done = 6, Flagged = 1 }, [Payments, Plain[1]]).SketchOnEveryPlatform(),
                ReviewDigest.For(Quarterly, Someone, new() { Items = 8, Done = 8, Revoked = 2 }, []).SketchOnEveryPlatform(),
            ]),
            "review-screens");
    }

    [Fact]
    public void Nobody_signs_what_the_screen_does_not_show()
    {
        var all = Enumerable.Range(1, 300).Select(n => Item(n, "Ada Novak", $"{new string('x', 280)} {n:000}") with { Draft = Choice.Parse("keep", null) }).ToArray();

        var chosen = SignForm.Chosen(Hand(all), "");
        var shown = SignForm.Of(Hand(all), "").SketchOnEveryPlatform();

        Assert.InRange(chosen.Count, 1, 299);
        Assert.Equal(chosen.Select(i => i.Ordinal), all.Where(i => shown.Contains(i.Grant.Entitlement, StringComparison.Ordinal)).Select(i => i.Ordinal));
        Assert.Contains($"{300 - chosen.Count} more are chosen and come after these", shown, StringComparison.Ordinal);
        Assert.Contains($"[[Sign {chosen.Count} decisions]]", shown, StringComparison.Ordinal);
    }

    private static readonly Person Someone = new() { Id = Mia, RosterKey = "P2", Name = "Mia Keller", Email = "mia@example.com", Active = true, TimeZone = "Europe/Berlin" };

    private static string Pages(ReviewInHand review) => string.Join("\n-----\n\n", review.Pages.Select(p => ReviewForm.Of(review, p).SketchOnEveryPlatform()));

    private static ReviewInHand Hand(IReadOnlyList<ReviewItem> items) => new()
    {
        Campaign = Quarterly,
        Reviewer = Mia,
        Items = ReviewPage.Order(items, new HashSet<int>()),
        Apart = new HashSet<int>(),
        Targets = new Dictionary<string, IReadOnlyList<string>> { ["github"] = ["payments: read", "payments: admin", "web: write"] },
    };

    private static ReviewItem Item(int ordinal, string holder, string entitlement, string environment = "", FlagKind? flag = null, string reason = "") => new()
    {
        Campaign = Quarterly.Id,
        Ordinal = ordinal,
        CampaignStatus = CampaignStatus.Active,
        System = "github",
        Grant = new(holder.Split(' ')[0].ToLowerInvariant(), entitlement, environment),
        AccountType = AccountType.Human,
        Subject = new(new Guid($"01890000-0000-7000-8000-0000000000{holder.Length:x2}")),
        SubjectName = holder,
        Reviewer = Mia,
        ReviewerName = "Mia Keller",
        Mfa = true,
        LastUsedAt = new(2026, 2, 20, 0, 0, 0, TimeSpan.Zero),
        Flags = flag is { } kind ? [new(kind, reason)] : [],
    };
}
