using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChatOpsCompliance.Server.Configuration;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.Storage;
using static ChatOpsCompliance.Server.Cli.CommandLine;

namespace ChatOpsCompliance.Server.Cli;

/// <summary>What one verb works with: the settings and the services, without a web server. Verbs run beside a running service.</summary>
internal sealed class Session : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower), new IdJson() },
    };

    private readonly ServiceProvider services;

    private Session(Settings settings, ServiceProvider services)
    {
        Settings = settings;
        this.services = services;
    }

    public Settings Settings { get; }

    /// <summary>The operating-system user, named in every fact of a verb.</summary>
    public Actor Actor { get; } = Actor.Shell(Environment.UserName);

    public Database Database => Get<Database>();

    public static Session Open(string? settingsFile, bool migrate = true)
    {
        var (settings, _) = SettingsFile.Load(settingsFile);
        var collection = new ServiceCollection();
        collection.AddLogging(l => l.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole(o => o.SingleLine = true));
        collection.AddCompliance(settings);
        var session = new Session(settings, collection.BuildServiceProvider());
        if (migrate) session.Get<Migrator>().Migrate();
        return session;
    }

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public T? Find<T>()
        where T : class => services.GetService<T>();

    /// <summary>Prints the refusal on the error stream, or what was done, as text or JSON.</summary>
    public static async Task<int> Tell<T>(Result<T> result, bool json, Func<T, object> shape, Func<T, string> text)
    {
        if (result.No is { } no)
        {
            if (json) await Out.WriteLineAsync(JsonSerializer.Serialize(new { refused = no.Kind, reason = no.Sentence }, Json));
            else await Error.WriteLineAsync(no.Sentence);
            return Refused;
        }

        await Out.WriteLineAsync(json ? JsonSerializer.Serialize(shape(result.Value), Json) : text(result.Value));
        return Success;
    }

    public static string ToJson(object value) => JsonSerializer.Serialize(value, Json);

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
