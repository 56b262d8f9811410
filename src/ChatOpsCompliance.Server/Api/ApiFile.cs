namespace ChatOpsCompliance.Server.Api;

/// <summary>A report's file, as it was made; nobody on the way keeps it.</summary>
internal sealed record ApiFile(Stream File, string ContentType) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = ContentType;
        response.ContentLength = File.Length;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        await using (File) await File.CopyToAsync(response.Body, httpContext.RequestAborted);
    }
}
