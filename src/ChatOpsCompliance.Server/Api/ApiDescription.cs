using System.Text.Json.Nodes;
using ChatOpsCompliance.Server.Reports;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ChatOpsCompliance.Server.Api;

/// <summary>
/// <c>/openapi/v1.json</c>: what people's tools and pipelines call, told by the very tables that read the requests. What platforms call (webhooks), and the console, are not in it.
/// </summary>
internal static class ApiDescription
{
    /// <summary>Marks a route that wants a key.</summary>
    public static readonly object NeedsKey = new();

    private const string Scheme = "key";

    private static readonly (int Status, string When)[] Faults =
    [
        (StatusCodes.Status400BadRequest, "The request can't be read; errors names each fault."), (StatusCodes.Status401Unauthorized, "No key, or none that is valid."), (StatusCodes.Status403Forbidden, "The key is not for this."),
        (StatusCodes.Status404NotFound, "Not there, or not for this key."), (StatusCodes.Status422UnprocessableEntity, "Refused, with the reason."), (StatusCodes.Status503ServiceUnavailable, "Not done; send it again."),
    ];

    public static void Describe(OpenApiOptions options)
    {
        // States are few words: told where they stand, since two enums have the same name.
        options.CreateSchemaReferenceId = type => type.Type.IsEnum || Nullable.GetUnderlyingType(type.Type)?.IsEnum == true ? null : OpenApiOptions.CreateDefaultSchemaReferenceId(type);
        options.ShouldInclude = d => d.RelativePath is { } path && (path.StartsWith("api/v1/", StringComparison.Ordinal) || path.StartsWith("healthz/", StringComparison.Ordinal) || path == "metrics");
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new() { Title = "ChatOpsCompliance", Version = "v1", Description = "Access reviews, emergency changes and audit evidence. Lists come in pages: send 'next' as 'cursor' until it is null. Times are ISO 8601; what is unknown is null. Faults are problem documents (RFC 9457)." };
            document.Components ??= new();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme> { [Scheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A key that 'keys create' made, a pipeline's own OpenID Connect token, or, to read, a person's of the console's provider." } };
            document.Servers = [];
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            var metadata = context.Description.ActionDescriptor.EndpointMetadata;
            if (metadata.OfType<ApiRead>().FirstOrDefault() is { } read) Tell(operation, read);
            if (metadata.OfType<ApiBody>().FirstOrDefault() is { } body) operation.RequestBody = Body(body);
            if (metadata.Contains(NeedsKey)) Guard(operation, context.Document!);
            return Task.CompletedTask;
        });
    }

    private static void Tell(OpenApiOperation operation, ApiRead read)
    {
        operation.Parameters = [.. Parameters(read)];
        if (read.Answers is null) operation.Responses = new() { ["200"] = new OpenApiResponse { Description = "The report, in the format that was asked for.", Content = ReportFormats.All.ToDictionary(f => f.Value.ContentType.Split(';')[0], f => new OpenApiMediaType { Schema = f.Key == "json" ? Frame() : Text() }) } };
    }

    /// <summary>A report's columns are its own: the document tells the frame around them.</summary>
    private static OpenApiSchema Frame() => new()
    {
        Type = JsonSchemaType.Object,
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["report"] = Text(),
            ["title"] = Text(),
            ["facts"] = new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Integer } },
            ["notes"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = Text() },
            ["rows"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Integer } } },
        },
        Required = new HashSet<string> { "report", "title", "facts", "notes", "rows" },
    };

    private static IEnumerable<IOpenApiParameter> Parameters(ApiRead read)
    {
        if (read.One is { } one) yield return new OpenApiParameter { Name = one, In = ParameterLocation.Path, Required = true, Schema = Text() };
        foreach (var field in read.Fields) yield return new OpenApiParameter { Name = field.Name, In = ParameterLocation.Query, Required = field.Required, Description = field.About, Schema = SchemaOf(field) };
    }

    private static OpenApiRequestBody Body(ApiBody body) => new()
    {
        Required = true,
        Description = body.About,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [body.ContentType] = new()
            {
                Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Properties = body.Fields.ToDictionary(f => f.Name, IOpenApiSchema (f) => SchemaOf(f)),
                    Required = body.Fields.Where(f => f.Required).Select(f => f.Name).ToHashSet(),
                },
            },
        },
    };

    private static void Guard(OpenApiOperation operation, OpenApiDocument document)
    {
        operation.Security = [new() { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
        operation.Responses ??= [];
        foreach (var (status, when) in Faults)
        {
            operation.Responses.TryAdd(status.ToString(System.Globalization.CultureInfo.InvariantCulture), new OpenApiResponse
            {
                Description = when,
                Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new() { Schema = Problem() } },
            });
        }
    }

    private static OpenApiSchema Problem() => new()
    {
        Type = JsonSchemaType.Object,
        Properties = new Dictionary<string, IOpenApiSchema> { ["type"] = Text("what a script may go by: urn:chatops-compliance:problem:KIND"), ["title"] = Text(), ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer }, ["detail"] = Text("a sentence for a person"), ["errors"] = new OpenApiSchema() },
        Required = new HashSet<string> { "type", "title", "status", "detail" },
    };

    private static OpenApiSchema Text(string? about = null) => new() { Type = JsonSchemaType.String, Description = about };

    private static OpenApiSchema SchemaOf(QueryField field) => field.Form switch
    {
        QueryForm.Id => new() { Type = JsonSchemaType.String, Format = "uuid" },
        QueryForm.Day => new() { Type = JsonSchemaType.String, Format = "date" },
        QueryForm.Time => new() { Type = JsonSchemaType.String, Format = "date-time" },
        QueryForm.Whole => new() { Type = JsonSchemaType.Integer, Minimum = "1" },
        QueryForm.Flag => new() { Type = JsonSchemaType.Boolean },
        QueryForm.OneOf => new() { Type = JsonSchemaType.String, Enum = [.. field.Values!.Select(v => JsonValue.Create(v))] },
        QueryForm.File => new() { Type = JsonSchemaType.String, Format = "binary" },
        _ => Text(),
    };
}
