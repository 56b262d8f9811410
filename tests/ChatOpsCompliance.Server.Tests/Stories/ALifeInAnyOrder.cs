using System.Globalization;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Remediation;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>
/// A review of two stages is decided, corrected, reassigned, lent out, extended, thinned, cancelled and launched again, while people move, leave and
/// come back, in any order and mostly by people who may not. It ties out at every step, nobody has a say in their own access, two looks are two
/// people's, what is asked for another approves, the first due date stays, and no silence becomes a keep. LIFE_CASES and LIFE_SEED choose how many and which.
/// </summary>
public sealed class ALifeInAnyOrder(ITestOutputHelper output)
{
    private const int Steps = 90;

    private static readonly string[] Emails = ["carla", "mia", "ada", "ben", "omar", "grace"];

    private static readonly string[] Options = ["keep", "keep:needed", "revoke:moved", "revoke:left"];

    [Fact]
    public async Task Stays_independent_and_ties_out()
    {
        var cases = Number("LIFE_CASES", 8);
        var seed = Number("LIFE_SEED", Environment.TickCount & 0xffff);
        output.WriteLine($"LIFE_CASES={cases} LIFE_SEED={seed}");
        var seen = new SortedSet<string>(StringComparer.Ordinal);
        for (var n = 0; n < cases; n++) seen.UnionWith(await new Life(new Random(seed + n), $"seed {seed + n}").Play());
        output.WriteLine(string.Join(' ', seen));
        // The acts were not all refused.
        if (cases >= 8) Assert.Superset(new SortedSet<string>(["item.decided", "item.reassigned", "item.reopened", "item.second-look", "request.answered"], StringComparer.Ordinal), seen);
    }

    private static int Number(string variable, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var n) ? n : otherwise;

    private sealed class Life(Random random, string name)
    {
        private Workspace workspace = null!;
        private SmallCompany company = null!;
        private Id<Campaign> campaign;
        private DateTimeOffset due;
        private IReadOnlyList<ReviewItem>? ended;

        public async Task<IEnumerable<string>> Play()
        {
            (workspace, company) = await SmallCompany.Reviewing(
                ("Reviews:quarterly:NoResponse", random.Next(2) == 0 ? "revoke" : "undecided"),
                ("Reviews:quarterly:SecondStage", "system-owner"),
                ("Console:Roles:executive", "carla@example.com"));
            await using var _ = workspace;
            campaign = company.Campaign;
            due = (await Campaign()).DueAt;
            for (var step = 0; step < Steps; step++)
            {
                await Act();
                await Holds($"{name}, step {step}");
            }

            Assert.Null((await workspace.Verify()).Fault);
            var facts = await Facts();
            NobodyChoseTheirOwnReviewer(facts, await workspace.Items(campaign));
            return facts.Select(f => f.Kind);
        }

        private async Task Holds(string when)
        {
            var items = await workspace.Items(campaign);
            var tieOut = await workspace.Read(read => CloseCampaign.Recount(read, campaign));
            Assert.True(tieOut.Difference is null, $"{when}: {tieOut.Difference}");
            Assert.Equal(SmallCompany.Grants.Length, tieOut.Population);
            Assert.All(items, i => Assert.True(i.Subject is null || (i.Subject != i.Reviewer && i.Subject != i.DecidedBy), when));
            Assert.All(items.Where(i => i.Outcome is Outcome.Kept or Outcome.Revoked or Outcome.Modified), i => Assert.NotNull(i.DecidedBy));
            var history = (await workspace.Read(read => DecisionStore.Of(read, campaign))).ToLookup(d => d.Ordinal);
            foreach (var item in items)
            {
                // A keep is somebody's, and the last thing they said.
                if (item.Outcome == Outcome.Kept) Assert.Equal((item.DecidedBy, item.Decided!.Option), (history[item.Ordinal].Last().By, history[item.Ordinal].Last().Option));
                if (item.Stage == 2) Assert.NotEqual(history[item.Ordinal].Last(d => d.Stage == 1).By, item.Reviewer);
            }

            var c = await Campaign();
            Assert.Equal(due, c.OriginalDueAt ?? c.DueAt);
            if (ended is not null) Assert.Equal(ended.Select(Decision), items.Select(Decision));
            else if (!c.IsOpen) ended = items;
        }

        private async Task Act()
        {
            workspace.Clock.Advance(TimeSpan.FromMinutes(1)); // no two extracts or rosters are of one instant
            var by = await workspace.Person($"{Emails[random.Next(Emails.Length)]}@example.com");
            switch (random.Next(20))
            {
                case < 6: await Decide(random.Next(4) > 0 ? null : by); break;
                case 6: await workspace.Act(by, LifeVerbs.Reopen, Of().With(LifeVerbs.Items, AnyItem())); break;
                case 7: await Correct(); break;
                case 8: await Shown(random.Next(2) == 0 ? by : await workspace.Person("grace@example.com"), LifeVerbs.ReassignThese, LifeVerbs.Give, Of().With(LifeVerbs.Reviewer, AnyEmail()).With(LifeVerbs.To, AnyEmail()).With(LifeVerbs.Why, "Because.")); break;
                case 9: await workspace.Act(by, LifeVerbs.Delegate, new() { [LifeVerbs.To] = AnyEmail(), [LifeVerbs.First] = Day(random.Next(0, 2)), [LifeVerbs.Last] = Day(random.Next(0, 6)) }); break;
                case 10: await Back(by); break;
                case 11 or 12: await Ask(by); break;
                case 13 or 14: await Answer(by); break;
                case 15: await company.NewRoster(Changes()); break;
                case 16: await company.Extract(SmallCompany.Grants.Where(_ => random.Next(5) > 0)); break;
                case 17: workspace.Clock.Advance(TimeSpan.FromHours(random.Next(1, 40))); break;
                case 18: await Remove(); break;
                default: await End(by); break;
            }

            await company.Follow();
        }

        /// <summary>By the reviewer, or by somebody.</summary>
        private async Task Decide(Person? by)
        {
            var item = (await workspace.Items(campaign))[random.Next(SmallCompany.Grants.Length)];
            by ??= (await workspace.Read(read => PeopleStore.ById(read, item.Reviewer)))!;
            await workspace.Act(by, ReviewVerbs.Decide, Deciding.As(item, Options[random.Next(Options.Length)]));
        }

        private async Task Correct()
        {
            if ((await workspace.Items(campaign)).Where(i => i.DecidedBy is not null).OrderBy(_ => random.Next()).FirstOrDefault() is not { } item) return;
            await workspace.Act((await workspace.Read(read => PeopleStore.ById(read, item.DecidedBy!.Value)))!, LifeVerbs.Reopen, Of().With(LifeVerbs.Items, item.Ordinal.ToString(CultureInfo.InvariantCulture)));
        }

        private async Task Shown(Person by, Verb show, Verb send, Values values)
        {
            if (await workspace.Act(by, show, values) is Show shown) await workspace.Act(by, send, shown.Form.Hidden.With(Form.RenderingField, shown.Form.Rendering()));
        }

        private async Task Back(Person by)
        {
            if (await workspace.Act(by, LifeVerbs.Away, Values.None) is Show shown && shown.Form.Hidden.Has(LifeVerbs.Delegation)) await workspace.Act(by, LifeVerbs.Back, shown.Form.Hidden);
        }

        private Task Ask(Person by) => random.Next(2) == 0
            ? workspace.Act(by, LifeVerbs.AskExtension, Of().With(LifeVerbs.Until, Day(random.Next(3, 40))).With(LifeVerbs.Why, "Because."))
            : Shown(by, LifeVerbs.ExcludeThese, LifeVerbs.AskExclusion, Of().With(LifeVerbs.Item, AnyItem()).With(LifeVerbs.Why, "Because."));

        private async Task Answer(Person by)
        {
            var requests = await workspace.Read(read => RequestStore.Of(read, campaign));
            if (requests.Count == 0) return;
            var request = requests[random.Next(requests.Count)];
            if (await workspace.Act(by, random.Next(4) > 0 ? LifeVerbs.ApproveRequest : LifeVerbs.RefuseRequestBecause, new() { [LifeVerbs.Request] = request.Id.ToString(), [LifeVerbs.Why] = "Because." }) is Finish done && done.Text.StartsWith("Approved", StringComparison.Ordinal))
                Assert.NotEqual(request.AskedBy, by.Id);
        }

        private async Task Remove()
        {
            var tasks = await workspace.Read(read => RemediationStore.Of(read, campaign));
            if (tasks.FirstOrDefault(t => t.Status == Removal.Open) is { } task)
                await workspace.Act((await workspace.Read(read => PeopleStore.ById(read, task.Owner)))!, RemovalVerbs.Claim, new() { [RemovalVerbs.Removed] = task.Id.ToString() });
        }

        private async Task End(Person by)
        {
            if (random.Next(6) > 0) await workspace.Close(by, campaign, random.Next(2) == 0 ? "" : "They were away.");
            else if (random.Next(3) > 0) await workspace.Act(by, LifeVerbs.Approve, Of());
            else if (await workspace.Act(by, LifeVerbs.CancelBecause, Of().With(LifeVerbs.Why, "Because.")) is Finish) await LaunchAgain();
        }

        /// <summary>The cancelled one stays as it is; the story goes on with the one that takes its place.</summary>
        private async Task LaunchAgain()
        {
            await Holds($"{name}, cancelled");
            var cancelled = await Campaign();
            workspace.Clock.Advance(TimeSpan.FromMinutes(1));
            await company.Extract(SmallCompany.Grants);
            var again = await workspace.Get<LaunchCampaign>().Run("quarterly", cancelled.Period, Actor.Shell("tester"), replaces: cancelled.Id);
            if (again.Value.Campaign is not { } id) return;
            (campaign, ended) = (id, null);
            due = (await Campaign()).DueAt;
        }

        private (string, string)[] Changes() => random.Next(4) switch
        {
            0 => [("ben@example.com,mia@example.com", "ben@example.com,omar@example.com")],
            1 => [("P2,Mia Keller,mia@example.com,carla@example.com,true", "P2,Mia Keller,mia@example.com,carla@example.com,false")],
            2 => [("P4,Ben Weber,ben@example.com,mia@example.com,true", "P4,Ben Weber,ben@example.com,mia@example.com,false"), ("ada@example.com,mia@example.com", "ada@example.com,carla@example.com")],
            _ => [],
        };

        private static void NobodyChoseTheirOwnReviewer(IReadOnlyList<LedgerStore.Row> facts, IReadOnlyList<ReviewItem> items)
        {
            foreach (var fact in facts.Where(f => f.Kind == "item.reassigned" && f.Body.Contains("\"chosen\"", StringComparison.Ordinal)))
                if (items.FirstOrDefault(i => fact.Subject == $"campaign/{i.Campaign}/{i.Ordinal}")?.Subject is { } holder) Assert.DoesNotContain(holder.ToString(), fact.Actor, StringComparison.Ordinal);
        }

        private Task<IReadOnlyList<LedgerStore.Row>> Facts() => workspace.Read(read => LedgerStore.Latest(read, 100_000));

        private Task<Campaign> Campaign() => workspace.Read(async read => (await CampaignStore.ById(read, campaign))!);

        private Values Of() => new() { [LifeVerbs.Campaign] = campaign.ToString() };

        private string AnyItem() => random.Next(0, SmallCompany.Grants.Length + 2).ToString(CultureInfo.InvariantCulture);

        private string AnyEmail() => $"{Emails[random.Next(Emails.Length)]}@example.com";

        private string Day(int days) => workspace.Clock.GetUtcNow().AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

        private static (int, Outcome, string?, DateTimeOffset?) Decision(ReviewItem item) => (item.Ordinal, item.Outcome, item.Decided?.Option, item.DecidedAt);
    }
}
