using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ChatOpsCompliance.Evidence;

namespace ChatOpsCompliance.Server.Evidence;

/// <summary>A text that stands beside the ledger: its salted SHA-256 is in the chain, the text is erasable.</summary>
/// <param name="Ref">Lower-case hex of SHA-256(salt ‖ UTF-8 text).</param>
/// <param name="Salt">Lower-case hex, 16 random bytes.</param>
public sealed record PersonalText(string Ref, string Salt, string Text)
{
    /// <summary>How a fact's body points to a text: this prefix and the hash.</summary>
    public const string Prefix = "text:";

    public const int RefLength = 64;

    public static PersonalText Of(string text)
    {
        var salt = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        return new(Hash(salt, text), salt, text);
    }

    public static string Hash(string salt, string text) =>
        Convert.ToHexStringLower(SHA256.HashData([.. Convert.FromHexString(salt), .. Encoding.UTF8.GetBytes(text)]));
}

/// <summary>Facts as canonical JSON: keys in alphabetical order, no white space, no nulls, enums by name, times as the ledger writes them.</summary>
internal static class FactJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower), new TimeConverter(), new WordsConverter(), new PlainText(), new IdJson() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { Canonical } },
    };

    /// <summary>The texts met while one fact is written; the writing is synchronous.</summary>
    [ThreadStatic]
    private static List<PersonalText>? texts;

    public static (string Json, IReadOnlyList<PersonalText> Texts) Body(Fact fact)
    {
        texts = null;
        var json = JsonSerializer.Serialize(fact, fact.GetType(), Options);
        return (json, texts ?? []);
    }

    public static string Actor(Actor actor) => JsonSerializer.Serialize(actor, Options);

    /// <summary>Drops what is computed (kind and subject have columns of their own) and sorts the rest.</summary>
    private static void Canonical(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object) return;
        var stored = type.Properties.Where(p => p.Set is not null).OrderBy(p => p.Name, StringComparer.Ordinal).ToList();
        type.Properties.Clear();
        foreach (var property in stored) type.Properties.Add(property);
    }

    private sealed class WordsConverter : JsonConverter<Words>
    {
        public override Words Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, Words value, JsonSerializerOptions options)
        {
            var text = PersonalText.Of(value.Text);
            (texts ??= []).Add(text);
            writer.WriteStringValue(PersonalText.Prefix + text.Ref);
        }
    }

    /// <summary>A text that was typed to look like a pointer is written so that it is none: a walk of the chain would miss what it points to.</summary>
    private sealed class PlainText : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options)
        {
            if (value.StartsWith(PersonalText.Prefix, StringComparison.Ordinal)) writer.WriteRawValue($"\"\\u{(int)value[0]:x4}{JsonEncodedText.Encode(value.AsSpan(1), options.Encoder).Value}\"");
            else writer.WriteStringValue(value);
        }
    }

    private sealed class TimeConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(LedgerEntry.Time(value));
    }
}
