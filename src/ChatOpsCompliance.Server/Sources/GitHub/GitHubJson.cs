using System.Text.Json;
using Octokit.Internal;

namespace ChatOpsCompliance.Server.Sources.GitHub;

/// <summary>Reads GitHub's answers strictly: what we rely on and is not there is a fault, not an empty value.</summary>
internal sealed class GitHubJson : IJsonSerializer
{
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public string Serialize(object item) => JsonSerializer.Serialize(item, item.GetType(), Options);

    public T Deserialize<T>(string json) => JsonSerializer.Deserialize<T>(json, Options)!;
}
