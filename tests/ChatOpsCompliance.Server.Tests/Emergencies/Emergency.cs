using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.Deployments;
using ChatOpsCompliance.Server.EmergencyChanges;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.Reminders;
using ChatOpsCompliance.Server.Sources;
using ChatOpsCompliance.Server.Tests.Chat;
using ChatOpsCompliance.Server.Tests.Stories;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Emergencies;

/// <summary>
/// The small company at three in the morning. Ada asks; Omar and Ben are on call; Mia leads; Carla owns the policy; Grace is compliance. Code is kept at a
/// source that tells who wrote what when it is asked.
/// </summary>
internal sealed class Emergency(Workspace workspace, SmallCompany company, Emergency.Source source) : IAsyncDisposable
{
    public const string Ada = "ada@example.com", Ben = "ben@example.com", Omar = "omar@example.com", Mia = "mia@example.com", Carla = "carla@example.com", Grace = "grace@example.com";

    public const string Repository = "acme/app", Production = "production", Before = "0000000000000000000000000000000000000001", Fix = "00000000000000000000000000000000000000f1", Other = "00000000000000000000000000000000000000f2";

    public static readonly (string Key, string Value)[] Settings =
    [
        .. SmallCompany.Settings,
        ("EmergencyChanges:Groups:on-call", "omar@example.com, ben@example.com"),
        ("EmergencyChanges:Groups:leads", "title:Manager"),
        ("EmergencyChanges:Policies:production:Title", "Emergency changes to production"),
        ("EmergencyChanges:Policies:production:Owner", Carla),
        ("EmergencyChanges:Policies:production:Repositories", "acme/*"),
        ("EmergencyChanges:Policies:production:Approvers", "on-call, leads"),
        ("EmergencyChanges:Policies:production:BreakGlass", "true"),
        ("EmergencyChanges:Policies:production:TimeZone", "Europe/Berlin"),
        ("EmergencyChanges:Policies:production:Baselines", $"{Repository}={Before}"),
    ];

    public Workspace Workspace => workspace;

    public SmallCompany Company => company;

    public Source At => source;

    /// <summary>What stands outside: who wrote what, as the source would say it.</summary>
    internal sealed class Source
    {
        public CommitAuthors Authors { get; set; } = new(["ada", "ben"], null);

        public PullRequestFacts PullRequest { get; set; } = new(null, null, Merged: false);

        public List<GateQuestion> Told { get; } = [];

        /// <summary>Its own list of what was deployed.</summary>
        public List<SourceDeployment> Deployed { get; } = [];

        public string? Running { get; set; }

        /// <summary>What environments it has, in its own spelling.</summary>
        public List<(string Repository, string Environment)> Environments { get; } = [];

        /// <summary>Which it was asked of.</summary>
        public List<string> AskedOf { get; } = [];

        public EnvironmentProtection Protection { get; set; } = new() { AdminsCanBypass = false, SelfReviewPrevented = true, GateIsOn = true };

        /// <summary>Since which commit it was asked who wrote what.</summary>
        public List<string?> AskedSince { get; } = [];

        public bool Down { get; set; }

        private Task<IReadOnlyList<SourceDeployment>> List(string repository, string environment, DateTimeOffset since)
        {
            AskedOf.Add($"{repository} {environment}");
            return Task.FromResult<IReadOnlyList<SourceDeployment>>([.. Deployed.Where(d => d.CreatedAt >= since)]);
        }

        public ChangeSource Here => new()
        {
            Name = "github",
            System = "github",
            Keeps = r => r.StartsWith("acme", StringComparison.Ordinal),
            Authors = (_, since, _, _) =>
            {
                AskedSince.Add(since);
                return Down ? throw new SourceOutageException("it is down") : Task.FromResult(Authors);
            },
            PullRequest = (_, _, _) => Down ? throw new SourceOutageException("it is down") : Task.FromResult(PullRequest),
            Places = (wanted, _) => Down ? throw new SourceOutageException("it is down") : Task.FromResult<IReadOnlyList<(string, string)>>([.. Environments.Where(e => wanted(e.Repository))]),
            Deployments = (repository, environment, since, _) => Down ? throw new SourceOutageException("it is down") : List(repository, environment, since),
            Running = (_, _, _) => Down ? throw new SourceOutageException("it is down") : Task.FromResult(Running),
            Protection = (_, _, _) => Down ? throw new SourceOutageException("it is down") : Task.FromResult(Protection),
            Answer = (question, _) =>
            {
                if (Down) return Task.FromResult<Server.Chat.Delivery>(new Server.Chat.Delivery.Later("it is down"));
                Told.Add(question);
                return Task.FromResult<Server.Chat.Delivery>(new Server.Chat.Delivery.Sent(""));
            },
        };
    }

    public static async Task<Emergency> Starting(params (string Key, string Value)[] more)
    {
        var source = new Source();
        var workspace = await Workspace.Start(new FakeTimeProvider(SmallCompany.Start), local: true, services => services.AddSingleton(source.Here), [.. Settings, .. more]);
        var company = await SmallCompany.In(workspace);
        await Map(workspace, "ada", "ben", "omar", "mia", "carla");
        return new(workspace, company, source);
    }

    /// <summary>Which person is behind which account of the source.</summary>
    public static Task Map(Workspace workspace, params string[] accounts) => Map(workspace, [.. accounts.Select(a => (a, $"{a}@example.com"))]);

    public static async Task Map(Workspace workspace, params (string Account, string Email)[] accounts)
    {
        var path = Path.Combine(workspace.Folder, $"{Guid.NewGuid():N}.csv");
        await File.WriteAllLinesAsync(path, accounts.Select(a => $"{a.Account},{a.Email}").Prepend("account,person_email"));
        Assert.Null((await workspace.Get<ImportCatalogue>().Accounts("github", path, Actor.Shell("tester"), dryRun: false)).No);
    }

    /// <summary>Ada asks by the form, as chat sends it.</summary>
    /// <param name="more">Over what is usually typed.</param>
    public async Task<EmergencyChange> Ask(string? commit = Fix, string by = Ada, params (string Name, string Value)[] more)
    {
        var reply = await Act(by, ChangeVerbs.Request, [.. Typed(commit).Where(t => more.All(m => m.Name != t.Name)), .. more]);
        Assert.True(reply is Finish, reply.ToString());
        await workspace.Deliver();
        var number = int.Parse(((Finish)reply).Text.Split(' ')[0][3..], System.Globalization.CultureInfo.InvariantCulture);
        return (await workspace.Read(read => ChangeStore.ByNumber(read, number, workspace.Get<PolicyBook>())))!;
    }

    /// <summary>True when it was done.</summary>
    public async Task<bool> Press(string email, Verb verb, EmergencyChange change) => await Act(
        email, verb, (ChangeVerbs.Change, change.Id.ToString()), (ChangeVerbs.Shown, ChangeWords.Shown(await Now(change))), (ChangeVerbs.Why, "It has to be."), (ChangeVerbs.Words, "It has to be."), (ChangeVerbs.Confirm, "yes")) is Finish;

    public static (string Name, string Value)[] Typed(string? commit = Fix) =>
    [
        (ChangeVerbs.Repository, Repository), (ChangeVerbs.Environment, Production), (ChangeVerbs.CommitHash, commit ?? ""), (ChangeVerbs.Incident, "INC-7"), (ChangeVerbs.What, "Retry lost payments"),
        (ChangeVerbs.WhyNow, "Customers are charged twice"), (ChangeVerbs.Risk, "medium"), (ChangeVerbs.RiskWords, "More load on the queue"), (ChangeVerbs.TestDone, "Unit tests, one order on staging"),
        (ChangeVerbs.Rollback, "Deploy the commit before"),
    ];

    public async Task<Reply> Act(string email, Verb verb, params (string Name, string Value)[] values) =>
        await workspace.Act(await workspace.Person(email), verb, Values.Of(values.Select(v => KeyValuePair.Create(v.Name, v.Value))));

    /// <summary>Somebody presses approve on the card as it stands.</summary>
    public async Task<Reply> Approve(string email, EmergencyChange change)
    {
        var now = await Now(change);
        var reply = await Act(email, ChangeVerbs.Approve, (ChangeVerbs.Change, change.Id.ToString()), (ChangeVerbs.Shown, ChangeWords.Shown(now)));
        await workspace.Deliver();
        return reply;
    }

    public async Task<Reply> Second(string email, EmergencyChange change, bool agrees = true)
    {
        var reply = await Act(email, agrees ? ChangeVerbs.SecondGive : ChangeVerbs.SecondObject, (ChangeVerbs.Change, change.Id.ToString()), (ChangeVerbs.Shown, ChangeWords.Shown(await Now(change))), (ChangeVerbs.Words, "It was seen."));
        await workspace.Deliver();
        return reply;
    }

    public async Task<EmergencyChange> Approved(string by = Omar)
    {
        At.Authors = new(["ada"], null);
        var change = await Ask();
        Assert.IsType<Finish>(await Approve(by, change));
        return await Now(change);
    }

    public async Task<GateQuestion> Gate(string run, string commit = Fix, string repository = Repository, string environment = Production)
    {
        var (answer, no) = await workspace.Get<AnswerGate>().Ask(new("github", repository, environment, commit, RunOf(run), "ada") { Callback = "{}" }, new Actor(null, "github"));
        Assert.True(no is null, no?.Sentence);
        await workspace.Deliver();
        return answer!;
    }

    public async Task<Deployment> Deployed(string run, Outcome outcome = Outcome.Success, string commit = Fix, string actor = "ada", string environment = Production)
    {
        var now = workspace.Clock.GetUtcNow();
        var (told, no) = await workspace.Get<RecordDeployment>().Run(new("github", Repository, environment, commit, RunOf(run), actor, now, outcome == Outcome.Running ? null : now, outcome, SeenBy.Webhook), new Actor(null, "github"));
        Assert.True(no is null, no?.Sentence);
        await workspace.Deliver();
        return told.Deployment;
    }

    public static string RunOf(string run) => $"https://code.example.com/acme/app/actions/runs/{run}";

    public Task<IReadOnlyList<EmergencyChange>> All() => workspace.Read(read => ChangeStore.Register(read, workspace.Get<PolicyBook>()));

    public async Task<EmergencyChange> Now(EmergencyChange change) => (await workspace.Read(read => ChangeStore.One(read, change.Id, workspace.Get<PolicyBook>())))!;

    /// <summary>Time passes, and what is asked each minute is asked.</summary>
    public async Task After(TimeSpan time)
    {
        workspace.Clock.Advance(time);
        await Tend();
    }

    public async Task Tend()
    {
        await workspace.Get<TendChanges>().Run();
        await workspace.Get<TendGate>().Run();
        await workspace.Get<SendNudges>().Run();
        await workspace.Deliver();
    }

    public Task<LocalChatClient> As(string person) => company.As(person);

    public async Task<IEnumerable<string>> Facts(string prefix) =>
        (await workspace.Read(read => LedgerStore.Latest(read, 10_000))).Select(f => f.Kind).Where(k => k.StartsWith(prefix, StringComparison.Ordinal)).Reverse();

    /// <summary>Whatever happened, the log agrees with the tables.</summary>
    public async Task Holds() => Assert.Null((await workspace.Verify()).Fault);

    public ValueTask DisposeAsync() => workspace.DisposeAsync();
}
