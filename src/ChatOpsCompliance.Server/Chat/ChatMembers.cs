using System.Collections.Concurrent;

namespace ChatOpsCompliance.Server.Chat;

/// <summary>
/// What a platform said of its members: asked again after ten minutes, so that whoever was made a guest or was deactivated meanwhile does not act on an old answer for long; for an
/// hour while it does not answer, as when a thousand people press at once. What is not known is refused.
/// </summary>
/// <param name="patience">How long somebody's press waits for the platform.</param>
internal sealed class ChatMembers(TimeSpan patience, TimeProvider clock)
{
    private const int MostKnown = 20_000;

    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10), Usable = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, (ChatMember Member, DateTimeOffset At)> known = new(StringComparer.Ordinal);

    /// <param name="ask">What the platform says, and whether that is to be remembered; no member when it does not say.</param>
    /// <param name="silent">Who it is while nothing is known.</param>
    public async Task<ChatMember> Of(string key, Func<CancellationToken, Task<(ChatMember? Said, bool Lasts)>> ask, ChatMember silent, CancellationToken ct)
    {
        var age = known.TryGetValue(key, out var before) ? clock.GetUtcNow() - before.At : TimeSpan.MaxValue;
        if (age < Fresh) return before.Member;
        var (said, lasts) = await Ask(ask, ct);
        if (said is null) return age < Usable ? before.Member : silent;
        if (lasts) Remember(key, said);
        return said;
    }

    private async Task<(ChatMember? Said, bool Lasts)> Ask(Func<CancellationToken, Task<(ChatMember?, bool)>> ask, CancellationToken ct)
    {
        using var enough = new CancellationTokenSource(patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, enough.Token);
        try
        {
            return await ask(either.Token);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            return (null, false);
        }
    }

    private void Remember(string key, ChatMember member)
    {
        if (known.Count >= MostKnown)
            foreach (var (old, _) in known.Where(k => clock.GetUtcNow() - k.Value.At >= Fresh)) known.TryRemove(old, out _);
        known[key] = (member, clock.GetUtcNow());
    }
}
