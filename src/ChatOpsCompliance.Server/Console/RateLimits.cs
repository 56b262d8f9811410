using System.Globalization;
using System.Threading.RateLimiting;
using ChatOpsCompliance.Server.Api;
using ChatOpsCompliance.Server.Configuration;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Net.Http.Headers;

namespace ChatOpsCompliance.Server.Console;

/// <summary>
/// How often one caller may come: to the sign-in, with forms, to the API. Counted in this process and by the machine's clock. What Slack, Teams and code platforms send is
/// never counted: they are signed, and send what they send.
/// </summary>
internal static class RateLimits
{
    public const string SignIn = "sign-in", Posts = "console-posts", Api = "api";

    /// <summary>The buckets are the container's, which ends their timer. (The library's own middleware never does: in a process with many hosts each would stay for ever.)</summary>
    public static IServiceCollection AddRateLimits(this IServiceCollection services, LimitSettings limits) =>
        services.AddSingleton(_ => PartitionedRateLimiter.Create<HttpContext, string>(http => Named(http) switch
        {
            SignIn => Of(limits.SignIn, SignIn, Address(http)),
            Posts when !HttpMethods.IsGet(http.Request.Method) => Of(limits.ConsolePosts, Posts, Caller.Of(http) is { } who ? who.Person.ToString() : Address(http)),
            Api => Of(limits.Api, Api, ApiDoor.KeyOf(http)?.Id ?? Address(http)),
            _ => Of(0, "", ""),
        }));

    public static void UseRateLimits(this WebApplication app)
    {
        var buckets = app.Services.GetRequiredService<PartitionedRateLimiter<HttpContext>>();
        app.Use(async (http, next) =>
        {
            using var lease = buckets.AttemptAcquire(http);
            if (lease.IsAcquired) await next(http);
            else await Refuse(http, lease);
        });
    }

    /// <summary>Which of them an endpoint asks for.</summary>
    private static string? Named(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<EnableRateLimitingAttribute>()?.PolicyName;

    private static RateLimitPartition<string> Of(int aMinute, string name, string caller) => aMinute == 0
        ? RateLimitPartition.GetNoLimiter("") // not under the caller's name, which stands for their bucket
        : RateLimitPartition.GetTokenBucketLimiter($"{name} {caller}", _ => new()
        {
            TokenLimit = aMinute,
            TokensPerPeriod = Math.Max(1, aMinute / 60),
            ReplenishmentPeriod = TimeSpan.FromSeconds(Math.Max(1, 60d / aMinute)),
            AutoReplenishment = true,
        });

    /// <summary>Behind a proxy it is the proxy's.</summary>
    private static string Address(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "";

    private static async Task Refuse(HttpContext http, RateLimitLease lease)
    {
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? (int)Math.Ceiling(after.TotalSeconds) : 1;
        var seconds = Math.Max(1, wait).ToString(CultureInfo.InvariantCulture);
        http.Response.Headers[HeaderNames.RetryAfter] = seconds;
        IResult said = http.Request.Path.StartsWithSegments(ConsolePage.First, StringComparison.Ordinal)
            ? new Drawn<SentencePage>(SentencePage.Of("Too much at once", $"This came too often in a minute, so nothing was done. Try again in {seconds} s."), StatusCodes.Status429TooManyRequests)
            : ApiReply.Problem(StatusCodes.Status429TooManyRequests, "too-many-requests", "Too many requests", $"This key, or this address, has sent too much in a minute; nothing was done. Send it again in {seconds} s.");
        await said.ExecuteAsync(http);
    }
}
