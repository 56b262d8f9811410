using System.Collections.Concurrent;
using ChatOpsCompliance.Server.Configuration;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Chat.Teams;

/// <summary>The address of the connector that serves a tenant. It may move: whoever spoke last, with proof, says where it is.</summary>
internal sealed class TeamsConnectors(Database database, TeamsSettings settings)
{
    private readonly ConcurrentDictionary<string, string> known = new(StringComparer.Ordinal);

    public async Task<string> Of(string tenant, CancellationToken ct)
    {
        if (known.TryGetValue(tenant, out var heard)) return heard;
        return known[tenant] = (await database.Read(read => TeamsConversationStore.OfTenant(read, tenant), ct))?.ServiceUrl ?? settings.ServiceUrl.AbsoluteUri;
    }

    /// <param name="serviceUrl">From a proved activity.</param>
    public async Task Heard(string tenant, string serviceUrl)
    {
        if (known.TryGetValue(tenant, out var before) && before == serviceUrl) return;
        await database.Bulk(Actor.Service, async tx =>
        {
            await TeamsConversationStore.KeepTenant(tx, tenant, serviceUrl);
            return true;
        });
        known[tenant] = serviceUrl;
    }
}
