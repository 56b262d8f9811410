using System.Globalization;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Deployments;
using ChatOpsCompliance.Server.EmergencyChanges;
using ChatOpsCompliance.Server.Tests.Faults;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Emergencies;

/// <summary>
/// People, runs and clocks do things in any order, most of them not theirs to do. Whatever happens: nobody who asked, wrote or stands in for one of them
/// counts; one approval pays for one successful deployment, of its own commit, in its own time. Each act is held against an oracle that was written apart.
/// </summary>
public sealed class EmergenciesInAnyOrder
{
    private const int Acts = 14, ApproveWithin = 60, Window = 120;

    private static readonly string[] Everybody = [Emergency.Ada, Emergency.Ben, Emergency.Omar, Emergency.Mia, Emergency.Carla];

    private static readonly HashSet<string> Approvers = [Emergency.Omar, Emergency.Ben, Emergency.Mia];

    /// <summary>Some people have two accounts.</summary>
    private static readonly Dictionary<string, string> Accounts = new(StringComparer.Ordinal)
    {
        ["ada"] = Emergency.Ada,
        ["ada-home"] = Emergency.Ada,
        ["ben"] = Emergency.Ben,
        ["BenW"] = Emergency.Ben,
        ["omar"] = Emergency.Omar,
        ["mia"] = Emergency.Mia,
        ["mia2"] = Emergency.Mia,
        ["carla"] = Emergency.Carla,
    };

    [Fact]
    public async Task Agree_with_an_oracle_that_was_written_apart()
    {
        var (count, seed) = (Costly.Count(5000), Costly.Seed());
        await using var story = await Emergency.Starting(
        [
            .. Policy("one", before: 1, glass: false), .. Policy("two", before: 2, glass: false), .. Policy("glass", before: 1, glass: true),
        ]);
        await Emergency.Map(story.Workspace, [.. Accounts.Select(a => (a.Key, a.Value))]);
        for (var n = 0; n < count; n++) await Play(story, new Random(seed + n), n, $"case {n} of seed {seed}");
        await story.Holds();
    }

    private static (string, string)[] Policy(string name, int before, bool glass)
    {
        var key = $"EmergencyChanges:Policies:{name}";
        return
        [
            ($"{key}:Owner", Emergency.Carla), ($"{key}:Repositories", $"acme-{name}/*"), ($"{key}:Approvers", "on-call, leads"), ($"{key}:TimeZone", "Europe/Berlin"), ($"{key}:ApprovalsBefore", before.ToString(CultureInfo.InvariantCulture)),
            ($"{key}:BreakGlass", glass ? "true" : "false"), ($"{key}:ApproveWithinMinutes", $"{ApproveWithin}"), ($"{key}:WindowMinutes", $"{Window}"), ($"{key}:GateWaitMinutes", "1440"),
        ];
    }

    private static async Task Play(Emergency story, Random random, int number, string name)
    {
        var (clock, policy) = (story.Workspace.Clock, (string[])["one", "two", "glass"]);
        var kind = policy[random.Next(3)];
        var repository = FormattableString.Invariant($"acme-{kind}/r{number}");
        var writers = Accounts.Keys.Where(_ => random.Next(4) == 0).ToList();
        var known = random.Next(8) > 0;
        if (!known) writers.Add("stranger");
        var absences = new HashSet<(string, string)>();
        foreach (var away in Everybody.Where(_ => random.Next(5) == 0))
        {
            var other = Everybody[random.Next(Everybody.Length)];
            if (await Delegate(story, away, other)) absences.Add((away, other));
        }

        story.At.Authors = new(writers, null);
        var requester = Everybody[random.Next(Everybody.Length)];
        var change = await story.Ask(Emergency.Fix, requester, (ChangeVerbs.Repository, repository));
        await story.Workspace.Get<ReadAuthors>().Run(change.Id.ToString(), default);
        var oracle = new EmergencyOracle(requester, writers.Where(Accounts.ContainsKey).Select(w => Accounts[w]).ToHashSet(StringComparer.Ordinal), known, absences, Approvers, kind == "two" ? 2 : 1, kind == "glass", ApproveWithin, Window);
        var start = clock.GetUtcNow();
        var (deployed, trail) = (new HashSet<string>(StringComparer.Ordinal), new List<string>());

        for (var step = 0; step < Acts; step++)
        {
            clock.Advance(TimeSpan.FromMinutes(random.Next(12) == 0 ? random.Next(40, 90) : random.Next(1, 4)));
            var at = (int)(clock.GetUtcNow() - start).TotalMinutes;
            var (by, run, right) = (Everybody[random.Next(Everybody.Length)], $"{number}{random.Next(3)}", random.Next(6) > 0);
            var (expected, got) = (false, false);
            var what = "";
            switch (random.Next(13))
            {
                case <= 3:
                    what = $"{by} approves";
                    (expected, got) = (oracle.Approve(by, at), await story.Press(by, ChangeVerbs.Approve, change));
                    break;
                case 4:
                    what = $"{by} looks second";
                    (expected, got) = (oracle.Second(by), await story.Press(by, ChangeVerbs.SecondGive, change));
                    break;
                case 5 when random.Next(3) == 0:
                    what = $"{by} rejects";
                    (expected, got) = (oracle.Reject(by, at), await story.Press(by, ChangeVerbs.RejectBecause, change));
                    break;
                case 6 when random.Next(3) == 0:
                    what = $"{by} withdraws";
                    (expected, got) = (oracle.Withdraw(by), await story.Press(by, ChangeVerbs.WithdrawIt, change));
                    break;
                case 7 when random.Next(2) == 0:
                    what = $"{by} breaks the glass";
                    (expected, got) = (oracle.BreakGlass(by, at), await story.Press(by, ChangeVerbs.BreakGlass, change));
                    break;
                case <= 10:
                    what = $"run {run} asks for {(right ? "it" : "another commit")}";
                    expected = oracle.Ask(run, right, at);
                    var (answer, _) = await story.Workspace.Get<AnswerGate>().Ask(new("github", repository, Emergency.Production, right ? Emergency.Fix : Emergency.Other, $"{Emergency.RunOf(run)}/attempts/{random.Next(1, 4)}", "ada"), new Actor(null, "github"));
                    got = answer is { Answer: Answer.Approved, Rule: GateRule.Emergency }; // the way back opens it too, and is no approval of anybody's
                    break;
                default:
                    if (!deployed.Add(run)) continue;
                    var success = random.Next(2) == 0;
                    what = $"run {run} deploys {(right ? "it" : "another commit")}, {(success ? "well" : "badly")}";
                    expected = oracle.Deploy(run, right, success, at);
                    var now = clock.GetUtcNow();
                    var (told, no) = await story.Workspace.Get<RecordDeployment>().Run(new("github", repository, Emergency.Production, right ? Emergency.Fix : Emergency.Other, Emergency.RunOf(run), "ada", now, now, success ? Outcome.Success : Outcome.Failure, SeenBy.Api), new Actor(null, "github"));
                    Assert.Null(no);
                    got = told.Deployment.Class == DeploymentClass.Emergency;
                    break;
            }

            trail.Add($"{at} min: {what}: {got}");
            if (expected != got) Assert.Fail($"{name}, {kind}, asked by {requester}, written by {string.Join(", ", writers)}, away {string.Join(", ", absences)}: the oracle says {expected}.\n{string.Join('\n', trail)}");
        }

        var end = await story.Now(change);
        Assert.True(end.Seats.All(s => s.Person != end.Requester), name);
        Assert.Equal(oracle.Seats.Count, end.Seats.Count);
        Assert.True(oracle.SuccessesPaid <= 1, $"{name}: paid for {oracle.SuccessesPaid} deployments");
        foreach (var (away, _) in absences) await Back(story, away);
    }

    private static async Task<bool> Delegate(Emergency story, string away, string other)
    {
        var (from, to) = (await story.Workspace.Person(away), await story.Workspace.Person(other));
        var day = ChatOpsCompliance.Server.People.LocalDay.Of(from, story.Workspace.Clock.GetUtcNow());
        return await story.Workspace.Act(from, LifeVerbs.Delegate, Values.Of([KeyValuePair.Create(LifeVerbs.To, to.Email), KeyValuePair.Create(LifeVerbs.First, $"{day:yyyy-MM-dd}"), KeyValuePair.Create(LifeVerbs.Last, $"{day.AddDays(2):yyyy-MM-dd}")])) is Finish;
    }

    private static async Task Back(Emergency story, string away)
    {
        var person = await story.Workspace.Person(away);
        var mine = (await story.Workspace.Read(DelegationStore.Standing)).Single(d => d.From == person.Id);
        Assert.IsType<Finish>(await story.Workspace.Act(person, LifeVerbs.Back, Values.Of([KeyValuePair.Create(LifeVerbs.Delegation, mine.Id.ToString())])));
    }
}
