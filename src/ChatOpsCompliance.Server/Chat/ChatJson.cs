using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ChatOpsCompliance.Chat;

namespace ChatOpsCompliance.Server.Chat;

/// <summary>Cards, forms and replies as JSON, for our own tables only: replies kept with their deliveries, frozen cards in the outbox.</summary>
public static class ChatJson
{
    /// <summary>Every block and reply there is; a test compares this list with the types.</summary>
    public static readonly IReadOnlyList<Type> Kinds =
    [
        typeof(Heading), typeof(Paragraph), typeof(Note), typeof(Facts), typeof(Progress), typeof(Divider), typeof(Buttons), typeof(Choose), typeof(Write), typeof(Tick),
        typeof(Say), typeof(Show), typeof(Finish), typeof(Saved), typeof(Mistakes), typeof(Refused),
    ];

    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        IncludeFields = true, // the pairs of Facts are value tuples
        Converters = { new ValuesConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { Polymorphic } },
    };

    private static void Polymorphic(JsonTypeInfo type)
    {
        if (type.Type != typeof(Block) && type.Type != typeof(Reply)) return;
        type.PolymorphismOptions = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = "$kind" };
        foreach (var kind in Kinds.Where(k => type.Type.IsAssignableFrom(k)))
            type.PolymorphismOptions.DerivedTypes.Add(new(kind, kind.Name.ToLowerInvariant()));
    }

    private sealed class ValuesConverter : JsonConverter<Values>
    {
        public override Values Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Values.Of(JsonSerializer.Deserialize<Dictionary<string, string>>(ref reader)!);

        public override void Write(Utf8JsonWriter writer, Values value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            foreach (var (name, text) in value) writer.WriteString(name, text);
            writer.WriteEndObject();
        }
    }
}
