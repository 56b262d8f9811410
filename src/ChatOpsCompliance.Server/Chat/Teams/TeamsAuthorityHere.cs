using ChatOpsCompliance.Server.Configuration;

namespace ChatOpsCompliance.Server.Chat.Teams;

/// <summary>A directory on this machine may be asked without TLS, which the library that asks does not know of.</summary>
internal sealed class TeamsAuthorityHere(TeamsSettings settings) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (settings.Authority is { IsLoopback: true, Scheme: "http" } here && request.RequestUri is { IsLoopback: true } asked && asked.Port == here.Port)
            request.RequestUri = new UriBuilder(asked) { Scheme = here.Scheme, Port = here.Port }.Uri;
        return base.SendAsync(request, cancellationToken);
    }
}
