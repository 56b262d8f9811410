using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ChatOpsCompliance.Chat;

namespace ChatOpsCompliance.Server.Chat;

/// <summary>
/// Cards, forms and replies as JSON, for our own use only: replies kept with their deliveries, frozen cards in the outbox. All that
/// serialising needs to know about the rules' types stands here, since they are to know nothing of JSON.
/// </summary>
public static class ChatJson
{
    /// <summary>Every block and reply there is; a test compares this list with the types.</summary>
    public static readonly IReadOnlyList<Type> Kinds =
    [
        typeof(Heading), typeof(Paragraph), typeof(Note), typeof(Facts), typeof(Progress), typeof(Divider), typeof(Buttons), typeof(Links), typeof(Choose), typeof(Write), typeof(Tick), typeof(Attach),
        typeof(Say), typeof(Tell), typeof(Show), typeof(Finish), typeof(Saved), typeof(Mistakes), typeof(Refused),
    ];

    // These have a second constructor for convenience, so that the serialiser can't tell which to use.
    private static readonly Dictionary<Type, Func<object>> Empty = new()
    {
        [typeof(Card)] = () => new Card("", (IReadOnlyList<Block>)[]),
        [typeof(Facts)] = () => new Facts((IReadOnlyList<(string, string)>)[]),
        [typeof(Buttons)] = () => new Buttons((IReadOnlyList<Button>)[]),
    };

    public static readonly JsonSerializerOptions Options = new()
    {
        IncludeFields = true, // the pairs of Facts are tuples
        IgnoreReadOnlyProperties = true,
        Converters = { new ValuesAsObject(), new JsonStringEnumConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { NameKinds, Construct } },
    };

    private static void NameKinds(JsonTypeInfo type)
    {
        if (type.Type != typeof(Block) && type.Type != typeof(Reply)) return;
        type.PolymorphismOptions = new() { TypeDiscriminatorPropertyName = "kind" };
        foreach (var kind in Kinds.Where(type.Type.IsAssignableFrom)) type.PolymorphismOptions.DerivedTypes.Add(new(kind, kind.Name.ToLowerInvariant()));
    }

    private static void Construct(JsonTypeInfo type)
    {
        if (Empty.TryGetValue(type.Type, out var create)) type.CreateObject = create;
    }

    private sealed class ValuesAsObject : JsonConverter<Values>
    {
        public override Values Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Values.Of(JsonSerializer.Deserialize<Dictionary<string, string>>(ref reader, options)!);

        public override void Write(Utf8JsonWriter writer, Values value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.ToDictionary(), options);
    }
}
