using System.Net;
using ChatOpsCompliance.Access;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Configuration;
using ChatOpsCompliance.Server.Demo;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Sources.Csv;
using ChatOpsCompliance.Server.Storage;
using ChatOpsCompliance.Server.Tests.Chat;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>
/// The whole service for a story: real host on a port of its own, real SQLite in a folder of its own, Local chat, and a clock that the test
/// pushes.
/// </summary>
internal sealed class Workspace : IAsyncDisposable
{
    public const string Method = "all members and roles";

    private static readonly Actor Tester = Actor.Shell("tester");

    private readonly WebApplication app;

    private Workspace(WebApplication app, FakeTimeProvider clock, string folder)
    {
        this.app = app;
        Clock = clock;
        Folder = folder;
    }

    public FakeTimeProvider Clock { get; }

    public string Folder { get; }

    public Uri Address => new(app.Urls.Single());

    public Database Database => Get<Database>();

    /// <param name="settings">Over a configuration with a signing key and Local chat: systems, reviews, roles.</param>
    public static Task<Workspace> Start(DateTimeOffset now, params (string Key, string Value)[] settings) => Start(new FakeTimeProvider(now), local: true, settings);

    /// <param name="local">Local chat; else the platform is configured by <paramref name="settings"/>.</param>
    public static Task<Workspace> Start(FakeTimeProvider clock, bool local, params (string Key, string Value)[] settings) => Start(clock, local, null, settings);

    /// <param name="more">What stands outside: a source of code, a platform.</param>
    public static Task<Workspace> Start(FakeTimeProvider clock, bool local, Action<IServiceCollection>? more, params (string Key, string Value)[] settings) => Start(clock, local, more, null, settings);

    /// <param name="lived">A folder whose files it begins with.</param>
    public static async Task<Workspace> Start(FakeTimeProvider clock, bool local, Action<IServiceCollection>? more, string? lived, params (string Key, string Value)[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("workspace-").FullName;
        foreach (var file in lived is null ? [] : Directory.EnumerateFiles(lived)) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        var (checkedSettings, configuration) = SettingsFile.Load(null, Configuration(folder, settings));
        var built = Service.Build(checkedSettings, configuration, builder =>
        {
            builder.Logging.ClearProviders().AddProvider(new LogToTest());
            builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
            builder.Services.AddSingleton<TimeProvider>(clock);
            builder.Services.NoSchedules();
            if (local) builder.AddLocalChat(journal: null);
            more?.Invoke(builder.Services);
        });
        if (local) built.MapLocalChat(push: null);
        await built.StartAsync();
        return new(built, clock, folder);
    }

    public static Dictionary<string, string?> Configuration(string folder, IEnumerable<(string Key, string Value)> settings)
    {
        var all = new Dictionary<string, string?>
        {
            ["Storage:ConnectionString"] = $"Data Source={Path.Combine(folder, "compliance.db")};Default Timeout=10",
            ["Evidence:SigningKey"] = SigningKey.NewPem(),
            ["Evidence:CheckpointFile"] = Path.Combine(folder, "checkpoints.jsonl"),
            ["Chat:Platform"] = "local",
            ["Chat:Workspace"] = "demo",
        };
        foreach (var (key, value) in settings) all[key] = value;
        return all;
    }

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    /// <summary>Local chat as this person, by the key of the roster.</summary>
    public Task<LocalChatClient> As(string rosterKey) => LocalChatClient.Open(Address, rosterKey);

    public Task<LocalChatClient> As(Person person) => As(person.RosterKey);

    public Task<Result<RosterSummary>> ImportPeople(string path, string? why = null) => Get<ImportPeople>().Run(path, Tester, why, dryRun: false);

    public Task<Result<SnapshotSummary>> ImportAccess(string system, string path, DateTimeOffset extractedAt, string method = Method, int? count = null, string? lookedAt = null, string by = "extractor@example.com") => Get<ImportAccess>().Run(
        new(system, new ExtractFacts(extractedAt, by, method, count ?? (File.ReadAllLines(path).Length - 1)), new CsvAccessSource(path), path) { LookedAt = lookedAt },
        Tester);

    public Task<Result<LaunchSummary>> Launch(string review, DateOnly? period = null) => Get<LaunchCampaign>().Run(review, period, Tester);

    /// <summary>Everything that is to go out has gone out.</summary>
    public Task Deliver() => Get<OutboxPump>().Drain();

    public Task<T> Read<T>(Func<Read, Task<T>> work) => Database.Read(work);

    public async Task<Person> Person(string email) => await Read(read => PeopleStore.ByEmail(read, email)) ?? throw new InvalidOperationException($"Nobody is {email}.");

    public Task<IReadOnlyList<ReviewItem>> Items(Id<Campaign> campaign) => Read(async read =>
    {
        var all = new List<ReviewItem>();
        await foreach (var item in FrozenPopulation.Items(read, campaign)) all.Add(item);
        return (IReadOnlyList<ReviewItem>)all;
    });

    /// <summary>Acts as the console does, for a signed-in person.</summary>
    public Task<Reply> Act(Person person, Verb verb, Values values) => Get<ChatRouter>().Handle(person.Id, verb, values, Guid.NewGuid().ToString());

    public Task<Reply> Close(Person person, Id<Campaign> campaign, string response = "") =>
        Act(person, ReviewVerbs.Close, new Values { [ReviewVerbs.Campaign] = campaign.ToString(), [ReviewVerbs.Response] = response });

    /// <summary>What somebody with the database's password could do.</summary>
    public void Tamper(string sql)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(Folder, "compliance.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>The files as they stand now, in a folder of their own.</summary>
    public void CopyTo(string folder)
    {
        Tamper($"vacuum into '{Path.Combine(folder, "compliance.db")}'");
        if (File.Exists(Path.Combine(Folder, "checkpoints.jsonl"))) File.Copy(Path.Combine(Folder, "checkpoints.jsonl"), Path.Combine(folder, "checkpoints.jsonl"));
    }

    public Task<LedgerVerdict> Verify() => Get<VerifyLedger>().Run(1, []);

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
