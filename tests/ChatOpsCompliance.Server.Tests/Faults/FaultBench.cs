using System.Globalization;
using System.Text;
using ChatOpsCompliance.Access;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Chat.Local;
using ChatOpsCompliance.Server.Configuration;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Sources.Csv;
using ChatOpsCompliance.Server.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatOpsCompliance.Server.Tests.Faults;

/// <summary>
/// A company of any size over a real SQLite file in a folder of its own, without a web server: what the fault tests break and the
/// benchmarks measure. Reviewers V1, V2 … decide on the unflagged grants of their reports; Omar owns the one system.
/// </summary>
internal sealed class FaultBench : IAsyncDisposable
{
    public const string Review = "quarterly", App = "app", SystemOwner = "omar", Compliance = "grace", Method = "admin export";
    private const int ReportsEach = 10;

    public static readonly Actor Tester = new(null, "test");

    private readonly bool ownsFolder;
    private readonly ServiceProvider services;

    private FaultBench(string folder, bool ownsFolder, Settings settings, ServiceProvider services)
    {
        (Folder, this.ownsFolder, this.services, Settings) = (folder, ownsFolder, services, settings);
        Database = Get<Database>();
        Router = Get<ChatRouter>();
    }

    public string Folder { get; }

    public Settings Settings { get; }

    public Database Database { get; }

    public ChatRouter Router { get; }

    public int Reviewers { get; private init; } = 1;

    /// <summary>The campaign launched by <see cref="Launched"/>.</summary>
    public Id<Campaign> Campaign { get; private set; }

    /// <summary>A company whose review is open, with this many items.</summary>
    public static async Task<FaultBench> Launched(int items, int reviewers = 1, Action<IServiceCollection, Settings>? more = null)
    {
        var bench = await Empty(reviewers, more);
        await bench.ImportGrants(items);
        bench.Campaign = (await bench.Get<LaunchCampaign>().Run(Review, null, Tester)).Value.Campaign!.Value;
        return bench;
    }

    /// <summary>A company with its people and nothing else.</summary>
    /// <param name="more">Puts other services in place of the product's own.</param>
    /// <param name="folder">An existing company's folder, to come to its database a second time; null makes a new one.</param>
    public static async Task<FaultBench> Empty(int reviewers = 1, Action<IServiceCollection, Settings>? more = null, string? folder = null)
    {
        var made = folder is null;
        folder ??= Directory.CreateTempSubdirectory("faults-").FullName;
        var key = Path.Combine(folder, "signing-key.pem");
        if (!File.Exists(key)) await File.WriteAllTextAsync(key, SigningKey.NewPem());
        var settings = SettingsIn(folder, await File.ReadAllTextAsync(key));
        var collection = new ServiceCollection();
        collection.AddLogging(l => l.SetMinimumLevel(LogLevel.None));
        collection.AddCompliance(settings);
        collection.AddSingleton(s => new LocalWorkspace(s.GetRequiredService<TimeProvider>()));
        collection.AddSingleton(new LocalDirectory(_ => Task.FromResult(Everybody(reviewers)), [new("compliance", "compliance", "")]));
        collection.AddSingleton<IChatPlatform, LocalPlatform>().AddSingleton<OutboxPump>();
        more?.Invoke(collection, settings);
        var bench = new FaultBench(folder, made, settings, collection.BuildServiceProvider()) { Reviewers = reviewers };
        if (!made) return bench;
        bench.Get<Migrator>().Migrate();
        var people = Path.Combine(folder, "people.csv");
        await File.WriteAllTextAsync(people, People(reviewers));
        _ = (await bench.Get<ImportPeople>().Run(people, Tester, null, dryRun: false)).Value;
        return bench;
    }

    /// <summary>A roster of everybody, and of this many employees more: <c>user.000000@faults.example</c> and on.</summary>
    /// <param name="without">Those who are not on it.</param>
    public async Task ImportEmployees(int count, Func<int, bool> without)
    {
        var path = Path.Combine(Folder, "employees.csv");
        await using (var file = new StreamWriter(path))
        {
            await file.WriteAsync(People(Reviewers));
            for (var i = 0; i < count; i++)
            {
                if (!without(i)) await file.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"X{i},Employee {i},user.{i:000000}@faults.example,boss@faults.example,true,Europe/Berlin,Engineer,Faults"));
            }
        }

        _ = (await Get<ImportPeople>().Run(path, Tester, null, dryRun: false)).Value;
    }

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>The reviewer of an item: items go round.</summary>
    public string ReviewerOf(int item) => $"V{((item - 1) % Reviewers) + 1}";

    public static ChatAccount Account(string user) => new(LocalPlatform.PlatformName, LocalPlatform.Workspace, user);

    /// <summary>The button of one item, pressed by its reviewer.</summary>
    public Task<Reply> Decide(int item, string option = "keep", string words = "", string? delivery = null, string? by = null)
    {
        var values = new Values { [ReviewVerbs.Campaign] = Campaign.ToString(), [ReviewVerbs.Item] = item.ToString(CultureInfo.InvariantCulture), [ReviewVerbs.Option] = option };
        return Click(by ?? ReviewerOf(item), ReviewVerbs.Decide, words.Length == 0 ? values : values.With(ReviewVerbs.Words, words), delivery);
    }

    public Task<Reply> Click(string user, Verb verb, Values values, string? delivery = null) =>
        Router.Handle(new(Account(user), Email(user), verb, values, delivery ?? Guid.NewGuid().ToString()));

    public async Task<SnapshotSummary> ImportGrants(int rows, Func<int, bool>? without = null, DateTimeOffset? extractedAt = null)
    {
        var path = Path.Combine(Folder, $"grants-{Guid.NewGuid():N}.csv");
        var count = await WriteGrants(path, rows, Reviewers, without);
        return (await Get<ImportAccess>().Run(GrantsFrom(path, count, extractedAt), Tester)).Value;
    }

    public AccessImport GrantsFrom(string path, int count, DateTimeOffset? extractedAt = null) =>
        new(App, new(extractedAt ?? Get<TimeProvider>().GetUtcNow().AddHours(-1), "omar@faults.example", Method, count), new CsvAccessSource(path), path);

    /// <summary>Grants that nothing flags, one a row; the k-th is of a report of reviewer V(k mod reviewers).</summary>
    public static async Task<int> WriteGrants(string path, int rows, int reviewers = 1, Func<int, bool>? without = null)
    {
        var used = DateTimeOffset.UtcNow.AddDays(-2).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        await using var file = new StreamWriter(path);
        await file.WriteLineAsync("account,account_type,person_email,owner_email,entitlement,environment,privileged,mfa,granted_at,last_used_at,expires_at,granted_via,request_ref");
        var written = 0;
        for (var i = 1; i <= rows; i++)
        {
            if (without?.Invoke(i) == true) continue;
            written++;
            var report = FormattableString.Invariant($"e{((i - 1) % reviewers) + 1}-{(i / reviewers % ReportsEach) + 1}");
            await file.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{report},human,{report}@faults.example,,project-{i / 7}: role-{i},production,false,true,2024-03-{1 + (i % 28):00}T09:00:00Z,{used},,team engineering-{i % 40},REQ-{i}"));
        }

        return written;
    }

    public Task<T> Read<T>(Func<Read, Task<T>> read) => Database.Read(read);

    /// <summary>Straight into the file, as somebody with write access to it would.</summary>
    public int Run(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    public T Ask<T>(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (T)Convert.ChangeType(command.ExecuteScalar()!, typeof(T), CultureInfo.InvariantCulture);
    }

    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder(Settings.ConnectionString) { Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    /// <summary>Every row of every table, hashed by table: what a refused act must leave as it was.</summary>
    public IReadOnlyDictionary<string, string> Contents(params string[] except)
    {
        using var connection = Open();
        var tables = Rows(connection, "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name").Select(t => t.Trim('|'));
        return tables.Except(except).ToDictionary(t => t, t => string.Join('\n', Rows(connection, $"select * from {t}")));
    }

    public Task<LedgerVerdict> Verify(params Checkpoint[] outside) => Get<VerifyLedger>().Run(1, outside);

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        if (ownsFolder) Directory.Delete(Folder, recursive: true);
    }

    private static IEnumerable<string> Rows(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        while (reader.Read())
            yield return string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "∅" : reader.GetValue(i).ToString()));
    }

    private static Settings SettingsIn(string folder, string key) => new()
    {
        Engine = Engine.Sqlite,
        ConnectionString = $"Data Source={Path.Combine(folder, "compliance.db")};Default Timeout=5",
        SigningKey = key,
        CheckpointFile = Path.Combine(folder, "checkpoints.jsonl"),
        PublicBaseUrl = new("http://localhost"),
        Home = new(LocalPlatform.PlatformName, LocalPlatform.Workspace, "compliance"),
        Roles = RoleBook.Names.ToDictionary(r => r, r => (IReadOnlySet<string>)(r == "compliance" ? new HashSet<string> { Email(Compliance) } : []), StringComparer.Ordinal),
        Systems = [new(App, "The app", Email(SystemOwner), "internal")],
        Reviews =
        [
            new()
            {
                Name = Review, Title = "Quarterly review", Scope = Scope.Parse("all", out _)!, Cron = "0 9 1 1,4,7,10 *", TimeZone = "Europe/Berlin",
                Owner = Email(Compliance), Fallback = "boss@faults.example",
            },
        ],
        DemoFolder = null,
    };

    private static string Email(string user) => $"{user.ToLowerInvariant()}@faults.example";

    private static string People(int reviewers)
    {
        var file = new StringBuilder("person_id,name,email,manager_email,active,time_zone,title,department\n");
        foreach (var p in Roster(reviewers)) file.Append(CultureInfo.InvariantCulture, $"{p.User},{p.Name},{Email(p.User)},{(p.Manager is null ? "" : Email(p.Manager))},true,Europe/Berlin,{p.Name},Faults\n");
        return file.ToString();
    }

    private static IEnumerable<(string User, string Name, string? Manager)> Roster(int reviewers)
    {
        yield return ("boss", "Bea Boss", null);
        yield return (Compliance, "Grace Okafor", "boss");
        yield return (SystemOwner, "Omar Haddad", "boss");
        for (var v = 1; v <= reviewers; v++)
        {
            yield return ($"V{v}", $"Vera {v}", "boss");
            for (var e = 1; e <= ReportsEach; e++) yield return ($"E{v}-{e}", $"Engineer {v}-{e}", $"V{v}");
        }
    }

    private static IReadOnlyList<LocalPerson> Everybody(int reviewers) => [.. Roster(reviewers).Select(p => new LocalPerson(p.User, p.Name, Email(p.User), "", null))];
}
