using System.Collections.Concurrent;
using System.Text.Json;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Configuration;

namespace ChatOpsCompliance.Server.Chat.Slack;

/// <summary>
/// Accounts by e-mail. Somebody is looked up alone while that goes without waiting; when many are wanted at once, the whole workspace is read in pages, 200
/// people a call instead of one, and remembered for some minutes.
/// </summary>
internal sealed class SlackDirectory(SlackApi api, SlackSettings settings, TimeProvider clock)
{
    private const string Alone = "users.lookupByEmail";
    private const int PageSize = 200; // Slack recommends no more

    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10), Patience = TimeSpan.FromSeconds(5), Soon = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<string, (ChatAccount? Account, DateTimeOffset At)> alone = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, ChatAccount>? everybody;
    private DateTimeOffset readAt;
    private Task? reading;

    /// <param name="email">Lower case.</param>
    /// <exception cref="ChatOutageException">Slack did not say.</exception>
    public async Task<ChatAccount?> Find(string email, CancellationToken ct)
    {
        if (Known(email, out var account)) return account;
        if (everybody is not null || api.IsFree(Alone)) return await LookUp(email, ct);
        await ReadEverybody(ct);
        return Known(email, out account) ? account : null;
    }

    private bool Known(string email, out ChatAccount? account)
    {
        if (everybody is not null && clock.GetUtcNow() - readAt > Fresh) everybody = null;
        if (everybody?.TryGetValue(email, out account) == true) return true;
        var known = alone.TryGetValue(email, out var one) && clock.GetUtcNow() - one.At <= Fresh;
        account = one.Account;
        return known;
    }

    private async Task<ChatAccount?> LookUp(string email, CancellationToken ct)
    {
        var answer = await api.Call(Alone, new { email }, ct);
        if (!answer.Ok && answer.Error != "users_not_found") throw Outage(answer);
        var account = answer.Ok ? Usable(answer.Body.GetProperty("user"))?.Account : null;
        alone[email] = (account, clock.GetUtcNow());
        return account;
    }

    /// <summary>Once for all who ask meanwhile; whoever can't wait comes back, and that costs them no attempt.</summary>
    private async Task ReadEverybody(CancellationToken ct)
    {
        Task current;
        lock (gate) current = reading is { IsCompleted: false } ? reading : reading = ReadPages();
        try
        {
            await current.WaitAsync(Patience, clock, ct);
        }
        catch (TimeoutException)
        {
            throw new ChatOutageException(new Delivery.NotYet(Soon));
        }
    }

    private async Task ReadPages()
    {
        var found = new Dictionary<string, ChatAccount>(StringComparer.Ordinal);
        var cursor = "";
        do
        {
            var answer = await api.Call("users.list", new { limit = PageSize, team_id = settings.Workspace, cursor }, CancellationToken.None);
            if (answer.Error == SlackResult.RateLimited)
            {
                await Task.Delay(answer.RetryAfter!.Value, clock);
                continue;
            }

            if (!answer.Ok) throw Outage(answer);
            foreach (var user in answer.Body.GetProperty("members").EnumerateArray())
                if (Usable(user) is { Email: { } email } member) found[email] = member.Account;
            cursor = answer.Body.TryGetProperty("response_metadata", out var more) && more.TryGetProperty("next_cursor", out var next) ? next.GetString() ?? "" : "";
            if (cursor.Length == 0) break;
        }
        while (true);
        (readAt, everybody) = (clock.GetUtcNow(), found);
    }

    /// <summary>Active members of this workspace, no bots, no guests, with an address that Slack vouches for.</summary>
    private ChatMember? Usable(JsonElement user)
    {
        var member = SlackPeople.Read(new(SlackSettings.Platform, settings.Workspace, user.GetProperty("id").GetString()!), user);
        return member is { No: null, Email: not null } ? member : null;
    }

    private ChatOutageException Outage(SlackResult answer) => new(SlackErrors.Of(answer, new(SlackSettings.Platform, settings.Workspace, settings.Workspace, IsChannel: false)));
}
