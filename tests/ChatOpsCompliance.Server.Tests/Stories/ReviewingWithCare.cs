using ChatOpsCompliance.Access;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Reports;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>Quality signals, where they were agreed to: three random keeps of each reviewer ask for a sentence, and a report says how fast and how alike people decide.</summary>
public sealed class ReviewingWithCare
{
    [Fact]
    public async Task Three_unflagged_items_of_each_reviewer_are_picked_and_kept_with_a_sentence_only()
    {
        var (workspace, company) = await SmallCompany.Reviewing(("Reviews:quarterly:Signals", "campaign"));
        await using var _ = workspace;
        var items = await workspace.Items(company.Campaign);
        var picked = items.Where(Picked).ToList();

        Assert.All(picked, i => Assert.Single(i.Flags));
        Assert.Equal(3, picked.Count(i => i.ReviewerName == "Mia Keller"));
        var mia = await workspace.Person("mia@example.com");
        var item = picked.First(i => i.Reviewer == mia.Id);
        Assert.Equal(["keep:other"], ReviewWords.Options(item).Select(o => o.Value).Where(o => o.StartsWith("keep", StringComparison.Ordinal)));
        var bare = await workspace.Act(mia, ReviewVerbs.Decide, Deciding.As(item, "keep:needed"));
        var said = await workspace.Act(mia, ReviewVerbs.Decide, Deciding.As(item, "keep:other", "She edits the handbook every week."));
        Assert.StartsWith("This one was picked at random", Assert.IsType<Refused>(bare).Text, StringComparison.Ordinal);
        Assert.IsType<Finish>(said);
        Assert.IsType<Finish>(await workspace.Act(mia, ReviewVerbs.Decide, Deciding.Revoke(picked.Last(i => i.Reviewer == mia.Id))));
    }

    [Fact]
    public async Task Nothing_is_picked_or_told_where_nobody_agreed_to_it()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        await DecideAll(workspace, company);

        Assert.DoesNotContain(await workspace.Items(company.Campaign), Picked);
        Assert.Empty((await Report(workspace, company)).Rows);
    }

    [Fact]
    public async Task What_was_picked_at_random_needs_no_second_look()
    {
        var (workspace, company) = await SmallCompany.Reviewing(("Reviews:quarterly:Signals", "campaign"), ("Reviews:quarterly:SecondStage", "system-owner"));
        await using var _ = workspace;
        var item = (await workspace.Items(company.Campaign)).First(i => Picked(i) && i.ReviewerName == "Mia Keller");

        await workspace.Act(await workspace.Person("mia@example.com"), ReviewVerbs.Decide, Deciding.As(item, "keep:other", "Every week."));

        Assert.Equal(Outcome.Kept, (await workspace.Items(company.Campaign)).Single(i => i.Ordinal == item.Ordinal).Outcome);
    }

    [Theory]
    [InlineData("campaign", false)]
    [InlineData("person", true)]
    public async Task People_are_named_only_where_that_was_agreed(string signals, bool named)
    {
        var (workspace, company) = await SmallCompany.Starting(("Reviews:quarterly:Signals", signals));
        await using var _ = workspace;
        await company.Extract([.. SmallCompany.Grants, .. Enumerable.Range(1, 6).Select(n => $"ada,human,ada@example.com,,repo {n}: write,,false,true,,2026-02-20T00:00:00Z,")]);
        company.Campaign = (await workspace.Launch("quarterly")).Value.Campaign!.Value;
        await DecideAll(workspace, company);

        var rows = (await Report(workspace, company)).Rows;

        Assert.Equal("all together", rows[0][2]);
        Assert.Equal(SmallCompany.Grants.Length + 6, rows[0][3]);
        Assert.Equal(named ? ["Mia Keller"] : [], rows.Skip(1).Select(r => r[2]));
        Assert.Equal((100, 5, 1), ((int)rows[0][4]!, (int)rows[0][5]!, (int)rows[0][6]!)); // everything kept, five seconds each, one reviewer with ten or more
    }

    private static bool Picked(ReviewItem item) => item.Flags.Any(f => f.Kind == FlagKind.Picked);

    private static async Task<ReportTable> Report(Workspace workspace, SmallCompany company) =>
        (await workspace.Read(read => Reports.Reports.All[QualityReport.Name].Make(read, new ReportRequest(company.Campaign)))).Value;

    /// <summary>Everything kept, five seconds each.</summary>
    private static async Task DecideAll(Workspace workspace, SmallCompany company)
    {
        var people = (await workspace.Read(ChatOpsCompliance.Server.People.PeopleStore.Everybody)).ToDictionary(p => p.Id);
        foreach (var item in (await workspace.Items(company.Campaign)).OrderBy(i => i.ReviewerName, StringComparer.Ordinal))
        {
            workspace.Clock.Advance(TimeSpan.FromSeconds(5));
            Assert.IsType<Finish>(await workspace.Act(people[item.Reviewer], ReviewVerbs.Decide, Picked(item) ? Deciding.As(item, "keep:other", "Needed each week.") : Deciding.Keep(item)));
        }
    }
}
