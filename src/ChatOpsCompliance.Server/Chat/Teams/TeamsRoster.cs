using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Configuration;

namespace ChatOpsCompliance.Server.Chat.Teams;

/// <summary>
/// Everybody in the compliance channel's team: the one list of people by address that a bot may read without further rights. Read in pages of 500 and remembered for some
/// minutes, once for all who ask meanwhile.
/// </summary>
internal sealed class TeamsRoster(TeamsApi api, TeamsPeople people, TeamsConnectors connectors, TeamsSettings settings, ChatHome home, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    private readonly SemaphoreSlim gate = new(1);
    private volatile Everybody? everybody;

    /// <param name="Ids">How the connector calls each account: <c>29:…</c>.</param>
    private sealed record Everybody(IReadOnlyDictionary<string, ChatAccount> ByEmail, IReadOnlyDictionary<string, string> Ids, DateTimeOffset At);

    /// <param name="email">Lower case.</param>
    /// <exception cref="ChatOutageException">Teams did not say.</exception>
    public async Task<ChatAccount?> Find(string email, CancellationToken ct) => (await Read(ct)).ByEmail.GetValueOrDefault(email);

    /// <summary>What the connector calls somebody; their object id, which it takes too, when they are not in the team or it does not say.</summary>
    public async Task<string> IdOf(ChatAccount account, CancellationToken ct)
    {
        try
        {
            return (await Read(ct)).Ids.GetValueOrDefault(account.User, account.User);
        }
        catch (ChatOutageException)
        {
            return account.User;
        }
    }

    public void Dispose() => gate.Dispose();

    private bool IsFresh => everybody is { } known && clock.GetUtcNow() - known.At < Fresh;

    private async Task<Everybody> Read(CancellationToken ct)
    {
        if (IsFresh) return everybody!;
        await gate.WaitAsync(ct);
        try
        {
            return IsFresh ? everybody! : everybody = await ReadPages(ct);
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<Everybody> ReadPages(CancellationToken ct)
    {
        var (byEmail, ids) = (new Dictionary<string, ChatAccount>(StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal));
        var shared = new HashSet<string>(StringComparer.Ordinal);
        string? continuation = null;
        do
        {
            var page = await Page(continuation, ct);
            foreach (var one in page.Body.GetProperty("members").EnumerateArray())
            {
                var member = people.Read(new(TeamsSettings.Platform, settings.TenantId, ""), one);
                if (member.No is not null) continue;
                if (TeamsActivity.TextOf(one, "id") is { } id) ids[member.Account.User] = id;
                if (member.Email is { } email && !byEmail.TryAdd(email, member.Account)) shared.Add(email);
            }

            continuation = page.Text("continuationToken") is { Length: > 0 } more ? more : null;
        }
        while (continuation is not null);
        foreach (var email in shared) byEmail.Remove(email); // which of them is meant, nobody here can say
        return new(byEmail, ids, clock.GetUtcNow());
    }

    private async Task<TeamsResult> Page(string? continuation, CancellationToken ct)
    {
        var place = new ChatPlace(TeamsSettings.Platform, settings.TenantId, home.ComplianceChannel, IsChannel: true);
        TeamsResult page;
        try
        {
            page = await api.Members(await connectors.Of(settings.TenantId, ct), place.Address, continuation, ct);
        }
        catch (HttpRequestException e)
        {
            throw new ChatOutageException(TeamsErrors.Unreachable(e));
        }
        catch (TeamsSignInException e)
        {
            throw new ChatOutageException(TeamsErrors.NoToken(e));
        }

        if (!page.Ok) throw new ChatOutageException(TeamsErrors.Of(page, place));
        return page.Body.ValueKind == System.Text.Json.JsonValueKind.Object && page.Body.TryGetProperty("members", out var members) && members.ValueKind == System.Text.Json.JsonValueKind.Array
            ? page
            : throw new ChatOutageException(new Delivery.Later("Teams' list of members can't be read"));
    }
}
