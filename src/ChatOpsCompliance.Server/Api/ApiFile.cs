namespace ChatOpsCompliance.Server.Api;

/// <summary>A report's file, as it was made; nobody on the way keeps it.</summary>
internal sealed record ApiFile(byte[] File, string ContentType) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = ContentType;
        response.ContentLength = File.Length;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        await response.Body.WriteAsync(File, httpContext.RequestAborted);
    }
}
