using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.People;

namespace ChatOpsCompliance.Server.EmergencyChanges;

/// <summary>A policy as it is kept with the requests made under it.</summary>
internal static class PolicyJson
{
    private static readonly JsonSerializerOptions Options = new() { Converters = { new CalendarConverter() } };

    public static string Write(EmergencyPolicy policy) => JsonSerializer.Serialize(policy, Options);

    /// <summary>SHA-256, lower-case hex.</summary>
    public static string HashOf(string body) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));

    public static EmergencyPolicy Read(string body) => JsonSerializer.Deserialize<EmergencyPolicy>(body, Options)!;

    /// <summary>A calendar is its holidays.</summary>
    private sealed class CalendarConverter : JsonConverter<BusinessCalendar>
    {
        public override BusinessCalendar Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(JsonSerializer.Deserialize<List<DateOnly>>(ref reader, options) ?? []);

        public override void Write(Utf8JsonWriter writer, BusinessCalendar value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, value.Holidays.Order().ToList(), options);
    }
}
