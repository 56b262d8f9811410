using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChatOpsCompliance.Server.Evidence;

namespace ChatOpsCompliance.Server.Api;

/// <summary>The JSON of reads, by the API and by the shell: lower_case names, names of states alike, what is unknown is null and never left out.</summary>
internal static class ApiJson
{
    public static readonly JsonSerializerOptions Options = With(new(JsonSerializerDefaults.Web));

    public static JsonSerializerOptions With(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower));
        options.Converters.Add(new IdJson());
        return options;
    }

    /// <summary><c>ReviewDue</c> → review_due.</summary>
    public static string Name(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
