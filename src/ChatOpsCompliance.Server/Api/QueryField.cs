namespace ChatOpsCompliance.Server.Api;

/// <summary>What a text in an address must be.</summary>
internal enum QueryForm
{
    Text,
    Id,
    Day,
    Time,
    Whole,
    Flag,
    OneOf,

    /// <summary>Only of a form that is posted.</summary>
    File,
}

/// <summary>A parameter of a read: what is told of it in the OpenAPI document and by --help is what is asked of it.</summary>
/// <param name="Values">Of <see cref="QueryForm.OneOf"/>.</param>
internal sealed record QueryField(string Name, QueryForm Form, string About, IReadOnlyList<string>? Values = null)
{
    public bool Required { get; init; }

    public static QueryField Of<T>(string name, string about)
        where T : struct, Enum => new(name, QueryForm.OneOf, about, [.. Enum.GetNames<T>().Select(ApiJson.Name)]);
}
