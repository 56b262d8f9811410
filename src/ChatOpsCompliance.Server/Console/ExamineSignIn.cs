using ChatOpsCompliance.Server.Api;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Configuration;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace ChatOpsCompliance.Server.Console;

/// <summary>What can be known beforehand of a sign-in: that the provider tells where people go, who it is and by which keys it signs.</summary>
internal static class ExamineSignIn
{
    public static async Task<Finding> Of(ConsoleSettings console, CancellationToken ct)
    {
        const string about = "console sign-in";
        var metadata = console.Metadata.ToString();
        try
        {
            using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(15), MaxResponseContentBufferSize = 1 << 20 };
            var read = await OpenIdConnectConfigurationRetriever.GetAsync(metadata, new HttpDocumentRetriever(http) { RequireHttps = !console.Authority.IsLoopback }, ct);
            if (!IssuerKeys.Same(read.Issuer, console.Authority.ToString())) return new(about, false, $"{metadata} is of the issuer {read.Issuer}: Console:Authority has to be just that");
            return read.SigningKeys.Count == 0 ? new(about, false, $"{metadata} shows no keys") : new(about, true, $"{console}, {read.SigningKeys.Count} keys");
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or HttpRequestException or ArgumentException)
        {
            return new(about, false, $"{metadata} can't be read: {e.GetBaseException().Message}");
        }
    }
}
