using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChatOpsCompliance.Server.Configuration;
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
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower), new IdText() },
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

    private sealed class IdText : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Id<>);

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

        private sealed class Of<T> : JsonConverter<Id<T>>
        {
            public override Id<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetGuid());

            public override void Write(Utf8JsonWriter writer, Id<T> value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
        }
    }
}
