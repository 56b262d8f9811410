using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ChatOpsCompliance.Chat;

namespace ChatOpsCompliance.Server.Chat.Local;

/// <summary>
/// Cards and forms as JSON, for the journal and for the form that travels with its page. All that serialising needs to know about the
/// rules' types stands here, since they are to know nothing of JSON.
/// </summary>
internal static class LocalJson
{
    private static readonly (Type Type, string Name)[] Blocks =
    [
        (typeof(Heading), "heading"), (typeof(Paragraph), "paragraph"), (typeof(Note), "note"), (typeof(Facts), "facts"),
        (typeof(Progress), "progress"), (typeof(Divider), "divider"), (typeof(Buttons), "buttons"),
        (typeof(Choose), "choose"), (typeof(Write), "write"), (typeof(Tick), "tick"),
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
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { NameBlocks, Construct } },
    };

    private static void NameBlocks(JsonTypeInfo type)
    {
        if (type.Type != typeof(Block)) return;
        type.PolymorphismOptions = new() { TypeDiscriminatorPropertyName = "block" };
        foreach (var (block, name) in Blocks) type.PolymorphismOptions.DerivedTypes.Add(new(block, name));
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
