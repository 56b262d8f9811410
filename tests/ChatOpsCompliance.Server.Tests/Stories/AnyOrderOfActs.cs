using System.Globalization;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Remediation;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>
/// People do things in any order, most of them not theirs to do. Whatever they try, the numbers tie out, nobody decides on their own access,
/// only the reviewer decides, and a closed review never changes. ACTS_CASES and ACTS_SEED choose how many and which.
/// </summary>
public sealed class AnyOrderOfActs(ITestOutputHelper output)
{
    private const int Steps = 60;

    private static readonly string[] Options = ["keep", "keep:needed", "keep:on-call", "keep:other", "revoke:left", "revoke:moved", "revoke:other", "revoke", "nonsense"];

    [Fact]
    public async Task Ties_out_and_stays_within_everybodys_rights()
    {
        var cases = Number("ACTS_CASES", 12);
        var seed = Number("ACTS_SEED", Environment.TickCount & 0xffff);
        output.WriteLine($"ACTS_CASES={cases} ACTS_SEED={seed}");
        for (var n = 0; n < cases; n++) await Play(new Random(seed + n), $"seed {seed + n}");
    }

    private static async Task Play(Random random, string name)
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        var everybody = await workspace.Read(ChatOpsCompliance.Server.People.PeopleStore.Everybody);
        IReadOnlyList<ReviewItem>? closed = null;
        for (var step = 0; step < Steps; step++)
        {
            var by = everybody[random.Next(everybody.Count)];
            await Act(workspace, company, random, by);

            var items = await workspace.Items(company.Campaign);
            var tieOut = await workspace.Read(read => CloseCampaign.Recount(read, company.Campaign));
            Assert.True(tieOut.Difference is null, $"{name}, step {step}: {tieOut.Difference}");
            Assert.Equal(SmallCompany.Grants.Length, tieOut.Population);
            Assert.All(items.Where(i => i.Decided is not null), i => Assert.Equal(i.ReviewerName, i.DecidedByName));
            Assert.All(items, i => Assert.NotEqual(i.Subject, i.Reviewer));
            if (closed is not null) Assert.Equal(closed.Select(Decision), items.Select(Decision));
            else if ((await workspace.Read(read => CampaignStore.ById(read, company.Campaign)))!.Status == CampaignStatus.Closed) closed = items;
        }

        var verdict = await workspace.Verify();
        Assert.True(verdict.Whole, $"{name}: {verdict.Fault}");
        var facts = await workspace.Read(read => ChatOpsCompliance.Server.Evidence.LedgerStore.Latest(read, 10_000));
        var decided = await workspace.Items(company.Campaign);
        Assert.Equal(decided.Count(i => i.Decided is not null), facts.Count(f => f.Kind == "item.decided"));
        Assert.Equal(decided.Count(i => i.Outcome == Outcome.Revoked), facts.Count(f => f.Kind == "removal.opened"));
    }

    private static (int, Outcome, string?, DateTimeOffset?) Decision(ReviewItem item) => (item.Ordinal, item.Outcome, item.Decided?.Option, item.DecidedAt);

    private static async Task Act(Workspace workspace, SmallCompany company, Random random, Person by)
    {
        switch (random.Next(12))
        {
            case 0 or 1 or 2 or 3: await workspace.Act(by, ReviewVerbs.Decide, Item(company, random)); break;
            case 4 or 5: await workspace.Act(by, ReviewVerbs.Draft, Page(company, random)); break;
            case 6: await workspace.Act(by, ReviewVerbs.Page, Page(company, random).With(ReviewVerbs.To, ReviewForm.ToSign)); break;
            case 7: await Sign(workspace, company, by); break;
            case 8: await Claim(workspace, company, by); break;
            case 9:
                workspace.Clock.Advance(TimeSpan.FromSeconds(1)); // no two extracts are of one instant
                await company.Extract(SmallCompany.Grants.Where(_ => random.Next(3) > 0));
                break;
            case 10: workspace.Clock.Advance(TimeSpan.FromHours(random.Next(1, 60))); break;
            default: await workspace.Close(by, company.Campaign, random.Next(2) == 0 ? "" : "They were away."); break;
        }
    }

    private static Values Item(SmallCompany company, Random random) => new()
    {
        [ReviewVerbs.Campaign] = company.Campaign.ToString(),
        [ReviewVerbs.Item] = random.Next(0, SmallCompany.Grants.Length + 2).ToString(CultureInfo.InvariantCulture),
        [ReviewVerbs.Option] = Options[random.Next(Options.Length)],
        [ReviewVerbs.Words] = random.Next(2) == 0 ? "" : "Because.",
    };

    private static Values Page(SmallCompany company, Random random)
    {
        var values = new Values { [ReviewVerbs.Campaign] = company.Campaign.ToString() };
        for (var n = random.Next(1, 6); n > 0; n--) values = values.With(ReviewVerbs.ChoiceOf(random.Next(1, SmallCompany.Grants.Length + 1)), Options[random.Next(Options.Length)]);
        return values;
    }

    private static async Task Sign(Workspace workspace, SmallCompany company, Person by)
    {
        var values = new Values { [ReviewVerbs.Campaign] = company.Campaign.ToString() };
        if (await workspace.Act(by, ReviewVerbs.Page, values.With(ReviewVerbs.To, ReviewForm.ToSign)) is Show shown)
            await workspace.Act(by, ReviewVerbs.Sign, values.With(Form.RenderingField, shown.Form.Rendering()));
    }

    private static async Task Claim(Workspace workspace, SmallCompany company, Person by)
    {
        var tasks = await workspace.Read(read => RemediationStore.Of(read, company.Campaign));
        await workspace.Act(by, RemovalVerbs.Claim, new Values { [RemovalVerbs.Removed] = string.Join(',', tasks.Where(t => t.Status == Removal.Open).Select(t => t.Id)) });
    }

    private static int Number(string variable, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var n) ? n : otherwise;
}
